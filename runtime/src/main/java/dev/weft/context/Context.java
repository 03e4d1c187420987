// SPDX-License-Identifier: Apache-2.0
package dev.weft.context;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Event;
import dev.weft.Fiber;
import dev.weft.internal.fiber.Ambient;
import dev.weft.internal.fiber.Cancellation;
import dev.weft.internal.fiber.Stay;
import dev.weft.internal.fiber.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a task and to everything that is done for it: values, a deadline, and the order to end; as {@code
 * context.Context} of Go.
 *
 * <pre>{@code
 *   static final Context.Key<User> USER = Context.Key.of("user");
 *
 *   try (Context.Cancellable context = Context.current().with(USER, user).withTimeout(Duration.ofSeconds(2))) {
 *       return context.run(() -> answer(request)); // whatever waits in there, throws after two seconds
 *   }
 *   ...
 *   User user = USER.current(); // anywhere in there
 * }</pre>
 *
 * <p><b>Current.</b> {@link #run} makes a context the {@linkplain #current() current} one of the caller, a fiber or a thread, for as
 * long as it runs. Fibers that are started meanwhile begin in it, and stay in it for all their life; threads don't.
 *
 * <p><b>Cancelling.</b> A context that was made by {@link #withCancel()}, {@link #withTimeout} or {@link #withDeadline} is cancelled
 * by its maker, by its deadline, or when the context is that it was made from. Then all that waits in it, or in one that was made from
 * it, throws a {@link CancelledException} with the context's {@link #cause()}: operations on channels, {@code Select}, {@code join},
 * {@code sleep}, locks; and calls that block a thread ({@link dev.weft.Weft#blocking}) are interrupted. So does whatever would have
 * to wait from then on. Code that computes asks {@link #isCancelled()}, or calls {@link #throwIfCancelled()}.
 *
 * <p>What must wait all the same, to clean up for instance, runs in {@link #withoutCancel()}.
 *
 * <p>For any threads and fibers at the same time. Nothing here waits but what is run.
 *
 * <p><b>Memory effects.</b> What is done before a {@code cancel} happens before what follows an operation that ends by it, an {@code
 * isCancelled} that answers true, and a select that chooses {@link #done()}; and before what {@link #afterFunc} runs. What is done
 * before {@code run}, or before a fiber is started, happens before what follows in there.
 */
public sealed class Context permits Context.Cancellable {
    /**
     * Names a value. Keys are compared by identity, so nobody finds a value without having its key.
     *
     * @param <T> the type of the value
     */
    public static final class Key<T> {
        private final String name;

        private Key(String name) {
            this.name = name;
        }

        /**
         * A new key, mostly for a {@code static final} field.
         *
         * @param <T> the type of the value
         * @param name for messages
         * @return differs from all others, also from those with the same name
         */
        public static <T> Key<T> of(String name) {
            return new Key<>(Objects.requireNonNull(name));
        }

        /**
         * The value in the {@linkplain Context#current() current} context.
         *
         * @return null if it has none
         */
        public @Nullable T current() {
            return Context.current().get(this);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * What runs in a context, with a result.
     *
     * @param <T> the type of the result
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Body<T extends @Nullable Object, X extends Exception> {
        /**
         * Does the work; may block.
         *
         * @return the result
         * @throws X its failure
         */
        @Fiber
        T run() throws X;
    }

    /**
     * What runs in a context, without a result.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface VoidBody<X extends Exception> {
        /**
         * Does the work; may block.
         *
         * @throws X its failure
         */
        @Fiber
        void run() throws X;
    }

    /** What {@link #afterFunc} has registered. */
    public interface Registration {
        /**
         * Has the action not run. Doesn't wait for one that does.
         *
         * @return true if that has prevented it; false if it was started, or stopped before
         */
        boolean stop();
    }

    /** A value, and those below it. */
    private record Binding(
            Key<?> key, Object value, @Nullable Binding next) {}

    private static final Context BACKGROUND = new Context(null, null);

    private final @Nullable Binding values;
    private final @Nullable Cancellation cancellation;

    private Context(@Nullable Binding values, @Nullable Cancellation cancellation) {
        this.values = values;
        this.cancellation = cancellation;
    }

    // ---------------------------------------------------------------- getting one

    /**
     * The context without values, which is never cancelled: that of a program's {@code main}.
     *
     * @return always the same
     */
    public static Context background() {
        return BACKGROUND;
    }

    /**
     * The context that the caller runs in.
     *
     * @return that of the innermost {@link #run}; or the one in which the fiber was started; or {@link #background()}
     */
    public static Context current() {
        Ambient ambient = Ambient.current();
        return ambient == null ? BACKGROUND : (Context) ambient.context();
    }

    /**
     * A context with one more value.
     *
     * @param <T> the type of the value
     * @param key whose value, if it has one, isn't seen in the new one
     * @param value not null
     * @return a new context, which is cancelled with this one
     */
    public final <T> Context with(Key<T> key, T value) {
        Binding binding = new Binding(Objects.requireNonNull(key), Objects.requireNonNull(value), values);
        return new Context(binding, cancellation);
    }

    /**
     * A context with the same values which isn't cancelled when this one is, and has no deadline: for what has to be done in any case.
     *
     * @return a context that is never cancelled; but a routine that was cancelled itself stays so
     */
    public final Context withoutCancel() {
        return cancellation == null ? this : new Context(values, null);
    }

    /**
     * A context that can be cancelled.
     *
     * @return a new context, with the same values, which is cancelled at the latest when this one is. Close it when it isn't needed any
     *     more: until then this one keeps it
     */
    public final Cancellable withCancel() {
        return new Cancellable(values, Cancellation.under(cancellation));
    }

    /**
     * A context with a time limit.
     *
     * @param time how long, from now on; nothing or less is over at once
     * @return as {@link #withCancel()}. When the time is over it is cancelled with a {@link java.util.concurrent.TimeoutException}
     */
    public final Cancellable withTimeout(Duration time) {
        return new Cancellable(values, Cancellation.until(cancellation, Timeout.deadline(time)));
    }

    /**
     * A context with a deadline.
     *
     * @param deadline is turned into a time from now on; later changes of the clock don't matter
     * @return as {@link #withTimeout}
     */
    public final Cancellable withDeadline(Instant deadline) {
        return withTimeout(Duration.between(Instant.now(), deadline));
    }

    // ---------------------------------------------------------------- asking it

    /**
     * The value of a key.
     *
     * @param <T> the type of the value
     * @param key given to {@link #with}
     * @return null if there is none
     */
    @SuppressWarnings("unchecked")
    public final <T> @Nullable T get(Key<T> key) {
        Objects.requireNonNull(key);
        for (Binding b = values; b != null; b = b.next) if (b.key == key) return (T) b.value;
        return null;
    }

    /**
     * Whether it was cancelled, by whatever means.
     *
     * @return true for ever after
     */
    public final boolean isCancelled() {
        return cancellation != null && cancellation.isCancelled();
    }

    /**
     * What it was cancelled with: the first cause that was given to it, or to one that it was made from; a {@link
     * CancelledException} if there was none; a {@link java.util.concurrent.TimeoutException} if its deadline has passed.
     *
     * @return null while it isn't cancelled
     */
    public final @Nullable Throwable cause() {
        return cancellation == null ? null : cancellation.cause();
    }

    /**
     * For code that computes for long, and never waits.
     *
     * @throws CancelledException if it was cancelled, with the {@link #cause()}
     */
    public final void throwIfCancelled() {
        Throwable cause = cause();
        if (cause == null) return;
        CancelledException cancelled = new CancelledException("the context was cancelled");
        cancelled.initCause(cause);
        throw cancelled;
    }

    /**
     * How long until its deadline, which is the earliest of its own and of those that it was made from.
     *
     * @return negative when it has passed; empty if there is none
     */
    public final Optional<Duration> remaining() {
        return cancellation == null || !cancellation.hasDeadline()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(cancellation.remainingNanos()));
    }

    /**
     * The cancellation, as something that a select waits for. It gives the {@link #cause()}:
     *
     * <pre>{@code
     *   Select.of(receive(jobs, this::work), on(context.done(), cause -> giveUp(cause))).await();
     * }</pre>
     *
     * @return for any number of selects; never comes for a context that can't be cancelled
     */
    public final Event<Throwable> done() {
        return new Done(cancellation);
    }

    // ---------------------------------------------------------------- running in it

    /**
     * Runs something with this as the {@linkplain #current() current} context.
     *
     * @param <T> the type of the result
     * @param <X> what the body throws
     * @param body what to run; by the caller
     * @return its result
     * @throws X what it throws
     */
    @Fiber
    public final <T extends @Nullable Object, X extends Exception> T run(Body<T, X> body) throws X {
        Stay stay = begin();
        try {
            return body.run();
        } finally {
            stay.end();
        }
    }

    /**
     * As {@link #run(Body)}, without a result.
     *
     * @param <X> what the body throws
     * @param body what to run; by the caller
     * @throws X what it throws
     */
    @Fiber
    public final <X extends Exception> void run(VoidBody<X> body) throws X {
        Stay stay = begin();
        try {
            body.run();
        } finally {
            stay.end();
        }
    }

    /** Makes it the current one, until that is ended. */
    final Stay begin() {
        return Stay.begin(this == BACKGROUND ? null : new Ambient(this, cancellation));
    }

    /**
     * Starts a fiber when this context is cancelled; at once if it is already. The fiber runs on the scheduler of who calls this, in
     * {@link #withoutCancel()}, so that it can wait.
     *
     * @param action what the fiber does
     * @return to prevent that
     */
    public final Registration afterFunc(Action action) {
        AfterCancel after = new AfterCancel(withoutCancel(), cancellation, Objects.requireNonNull(action));
        after.register();
        return after;
    }

    @Override
    public String toString() {
        if (this == BACKGROUND) return "Context[background]";
        StringBuilder text = new StringBuilder("Context[");
        for (Binding b = values; b != null; b = b.next) text.append(b.key).append(b.next == null ? "" : ", ");
        remaining()
                .ifPresent(left ->
                        text.append(values == null ? "" : "; ").append(left).append(" left"));
        if (isCancelled()) text.append("; cancelled: ").append(cause());
        return text.append(']').toString();
    }

    /**
     * A context that its maker can cancel. It is to be closed in the end, which cancels it; who is only to run in it, is given it as
     * a {@link Context}.
     */
    public static final class Cancellable extends Context implements AutoCloseable {
        private final Cancellation own;

        private Cancellable(@Nullable Binding values, Cancellation own) {
            super(values, own);
            this.own = own;
        }

        /** Cancels it, and all contexts that were made from it. Does nothing if it is cancelled already. */
        public void cancel() {
            if (!own.isCancelled()) own.cancel(new CancelledException("the context was cancelled"));
        }

        /**
         * As {@link #cancel()}, for a reason.
         *
         * @param cause is theirs; that of the first cancellation counts
         */
        public void cancel(Throwable cause) {
            own.cancel(Objects.requireNonNull(cause));
        }

        /** Cancels it: nothing that goes on is to rely on it any more. */
        @Override
        public void close() {
            cancel();
        }
    }
}

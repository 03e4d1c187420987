// SPDX-License-Identifier: Apache-2.0
package dev.weft.context;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Task;
import dev.weft.internal.fiber.Strand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fibers that try to do the same in different ways, the first of which to succeed wins; a {@link Scope} for alternatives.
 *
 * <pre>{@code
 *   try (Race<Answer> race = Race.open(Duration.ofSeconds(1))) {
 *       for (Server server : servers) race.fork(() -> server.ask(question));
 *       return race.join();
 *   }
 * }</pre>
 *
 * <p>The first child that returns has the others cancelled. Those that throw before don't count, unless all do. For everything else, the
 * owner, the context, the end, misuse and memory effects, see {@link Scope}.
 *
 * @param <T> the type of the result
 */
public final class Race<T extends @Nullable Object> implements AutoCloseable {
    /** Everything is guarded by the gate. */
    private static final class Children extends Family {
        private final List<Throwable> failures = new ArrayList<>();
        private boolean won;
        private @Nullable Object result;

        Children(Context.Cancellable context) {
            super(context);
        }

        @Override
        void succeeded(@Nullable Object value) {
            List<Strand> served;
            lock();
            try {
                if (won) return;
                won = true;
                result = value;
                served = decide();
            } finally {
                unlock();
            }
            context().cancel(new CancelledException("another one has won the race"));
            wake(served);
        }

        @Override
        void failed(Throwable failure) {
            lock();
            try {
                if (!won) failures.add(failure);
            } finally {
                unlock();
            }
        }

        @Nullable
        Object result() throws Exception {
            List<Throwable> all;
            lock();
            try {
                if (won) return result;
                all = List.copyOf(failures);
                if (all.size() > 1) failures.subList(1, all.size()).clear(); // they are in the first, from now on
            } finally {
                unlock();
            }
            if (all.isEmpty()) throw new IllegalStateException("a race that nobody has run");
            Throwable first = all.get(0);
            for (Throwable other : all.subList(1, all.size())) if (other != first) first.addSuppressed(other);
            if (first instanceof Exception e) throw e;
            if (first instanceof Error e) throw e;
            throw new IllegalStateException(first);
        }
    }

    private final Children children;

    private Race(Context.Cancellable context) {
        children = new Children(context);
    }

    /**
     * Opens a race. The caller is its owner, and has to close it.
     *
     * @param <T> the type of the result
     * @return for try-with-resources
     */
    public static <T extends @Nullable Object> Race<T> open() {
        return new Race<>(Context.current().withCancel());
    }

    /**
     * Opens a race with a time limit.
     *
     * @param <T> the type of the result
     * @param time how long, from now on; then it is cancelled with a {@link java.util.concurrent.TimeoutException}
     * @return for try-with-resources
     */
    public static <T extends @Nullable Object> Race<T> open(Duration time) {
        return new Race<>(Context.current().withTimeout(time));
    }

    /**
     * Starts a child. If somebody has won already, it starts too, and is cancelled.
     *
     * @param task what it does
     * @return to look at, or to cancel
     * @throws IllegalStateException if the race is closed
     */
    public Routine<? extends T> fork(Task<? extends T> task) {
        return children.fork(task);
    }

    /**
     * Waits until a child has succeeded, or all have failed. Doesn't wait for those that have lost; {@link #close} does.
     *
     * @return the result of the first that has succeeded
     * @throws Exception the first failure, as it is, with the others suppressed, if all have failed. If the time is over, that is a
     *     {@link CancelledException}, unless the children throw something else
     * @throws CancelledException if the owner is cancelled, or interrupted, or the context that was current when the race was opened,
     *     while it waits
     * @throws IllegalStateException if the caller isn't the owner, or there are no children
     */
    @Fiber
    @SuppressWarnings({"unchecked", "NullAway"}) // null if T says so
    public T join() throws Exception {
        children.awaitChildren("join");
        return (T) children.result();
    }

    /** Cancels the children, and what the owner does in the race. */
    public void cancel() {
        children.context().cancel();
    }

    /**
     * As {@link Scope#close}.
     *
     * @throws IllegalStateException as there
     */
    @Fiber
    @Override
    public void close() {
        children.end();
    }
}

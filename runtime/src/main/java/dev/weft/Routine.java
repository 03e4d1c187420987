// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.RunCall;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.sched.Timers;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A fiber that was started by {@link Weft#go}: waits for it, cancels it, tells of it. Any thread or fiber may use it.
 *
 * <pre>{@code
 *   Routine<Page> loading = Weft.go("loader", () -> load(address));
 *   ...
 *   try {
 *       return loading.join(Duration.ofSeconds(2));
 *   } catch (TimeoutException e) {
 *       loading.cancel();
 *       return Page.EMPTY;
 *   } catch (RoutineFailedException e) {
 *       return Page.of(e.getCause());
 *   }
 * }</pre>
 *
 * <p><b>Memory effects.</b> What is done before the routine is started happens before what it does, and that before what follows a {@code join}.
 * What is done before a {@link #cancel()} happens before what follows the operation that it ends.
 *
 * @param <T> the type of the result
 */
public final class Routine<T extends @Nullable Object> {
    /** What a routine is doing. */
    public enum State {
        /** It runs, or waits for a carrier. */
        RUNNABLE,
        /** It waits in a blocking operation. */
        WAITING,
        /** It has returned a result. */
        SUCCEEDED,
        /** It has thrown. */
        FAILED,
        /** It has ended by a {@link CancelledException}. */
        CANCELLED
    }

    private final FiberStrand fiber;

    Routine(FiberStrand fiber) {
        this.fiber = fiber;
    }

    /**
     * Waits for the end. What the routine has done happens before what follows.
     *
     * @return the result
     * @throws RoutineFailedException if the routine has failed; its cause is the failure
     * @throws CancelledException if the routine was cancelled; or if the caller is, while it waits
     */
    @Fiber
    public T join() {
        if (!fiber.isEnded()) {
            Strand strand = Strand.current();
            if (fiber.addJoiner(strand)) {
                while (!fiber.isEnded()) {
                    if (strand.isCancelled()) {
                        fiber.removeJoiner(strand);
                        throw strand.cancellation("join");
                    }
                    if (strand.park()) Continuation.suspend();
                }
            }
        }
        return outcome();
    }

    /** Waits for the end, and notices if that can't come. By a thread. */
    void awaitFromOutside() {
        RunCall.await(fiber);
    }

    /**
     * Waits for the end, not longer than a time.
     *
     * @param timeout how long; nothing or less looks once
     * @return the result
     * @throws TimeoutException if the routine hasn't ended by then; it goes on
     * @throws RoutineFailedException as {@link #join()}
     * @throws CancelledException as {@link #join()}
     */
    @Fiber
    public T join(Duration timeout) throws TimeoutException {
        if (!fiber.isEnded()) {
            Strand strand = Strand.current();
            if (fiber.addJoiner(strand)) {
                Timeout t = new Timeout(strand);
                Timers timers = Weft.carriers().timers();
                timers.set(t, Timeout.deadline(timeout));
                try {
                    while (!fiber.isEnded()) {
                        if (strand.isCancelled()) throw strand.cancellation("join");
                        if (t.isExpired()) throw new TimeoutException(name() + " has not ended within " + timeout);
                        if (strand.park()) Continuation.suspend();
                    }
                } finally {
                    timers.cancel(t);
                    fiber.removeJoiner(strand);
                }
            }
        }
        return outcome();
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the result may be null if T says so, which NullAway doesn't follow
    private T outcome() {
        fiber.observe();
        Throwable failure = fiber.thrown();
        if (failure == null) return (T) fiber.outcome();
        if (failure instanceof CancelledException) {
            CancelledException cancelled = new CancelledException(name() + " was cancelled");
            cancelled.initCause(failure);
            throw cancelled;
        }
        throw new RoutineFailedException(name() + " has failed: " + failure, failure);
    }

    /**
     * The end, as something that a select waits for: {@code Select.on(routine.ended())}, or shorter
     * {@code Select.join(routine)}. It gives, and throws, what {@link #join()} does.
     *
     * @return for any number of selects
     */
    public Event<T> ended() {
        return new Event<>() {
            @Override
            public boolean attempt(Consumer<? super T> result) {
                if (!fiber.isEnded()) return false;
                result.accept(outcome());
                return true;
            }

            @Override
            public void subscribe(Listener listener) {
                if (!fiber.addJoiner(listener)) listener.signal();
            }

            @Override
            public void unsubscribe(Listener listener) {
                fiber.removeJoiner(listener);
            }

            @Override
            public String toString() {
                return "the end of \"" + fiber.name() + "\"";
            }
        };
    }

    /**
     * Asks the routine to end: the operation in which it waits, or the next one in which it would, throws
     * {@link CancelledException}. A call that blocks a thread of the I/O pool is interrupted. A routine that never waits, or
     * catches that, goes on. Those that it has started aren't concerned; a {@code Context} reaches them, too.
     */
    public void cancel() {
        fiber.cancel();
    }

    /**
     * What the routine is doing.
     *
     * @return at some instant during the call
     */
    public State state() {
        if (!fiber.isEnded()) return fiber.isParked() ? State.WAITING : State.RUNNABLE;
        Throwable failure = fiber.thrown();
        if (failure == null) return State.SUCCEEDED;
        return failure instanceof CancelledException ? State.CANCELLED : State.FAILED;
    }

    /**
     * Whether the routine has ended, in whatever way.
     *
     * @return true from the end on
     */
    public boolean isDone() {
        return fiber.isEnded();
    }

    /**
     * The name that {@link Weft#go(String, Task)} gave it, or one made for it.
     *
     * @return not unique
     */
    public String name() {
        return fiber.name();
    }

    /**
     * What the routine has thrown.
     *
     * @return null if it hasn't ended, or has ended well
     */
    public @Nullable Throwable failure() {
        if (!fiber.isEnded()) return null;
        fiber.observe();
        return fiber.thrown();
    }

    /**
     * The calls in which the routine waits, innermost first, as they stand in the source.
     *
     * @return empty if it doesn't wait, or if a carrier is blocked by it
     */
    public StackTraceElement[] stackTrace() {
        return fiber.parkedStackTrace();
    }

    @Override
    public String toString() {
        return "Routine[" + name() + ", " + state() + "]";
    }
}

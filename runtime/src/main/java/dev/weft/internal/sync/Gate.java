// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.fiber.WaitQueue;
import dev.weft.internal.sched.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock, and those who wait for a state that it guards, first come first served. Subclasses say what they wait for.
 *
 * <pre>{@code
 *   lock();
 *   try {
 *       if (... the state is as it should be ...) return;
 *       enter(strand, what it wants);
 *   } finally {
 *       unlock();
 *   }
 *   Object given = await(strand, "name of the operation");
 * }</pre>
 */
public abstract class Gate extends WaitLock {
    /*
     * Ownership: everything is guarded by the lock.
     *
     * Progress: a strand is in the queue only if the state didn't serve it when it entered. Whoever changes the state,
     * under the lock, takes out whom it serves now, and wakes them when the lock is free. leave() is told to a subclass since the
     * one who has left may have been the one that kept the next from being served.
     */

    /** What {@link #await(Strand, String, Duration)} answers when the time is over. */
    protected static final Object TIMED_OUT = new Object();

    private final WaitQueue queue = new WaitQueue();

    /** Nobody waits. */
    protected Gate() {}

    /**
     * Has a strand wait. The lock is held.
     *
     * @param strand the current one
     * @param wanted what it wants; null if that is clear
     */
    protected final void enter(Strand strand, @Nullable Object wanted) {
        strand.startWaiting(wanted, this);
        queue.add(strand);
    }

    /**
     * Who has waited longest. The lock is held.
     *
     * @return null if nobody waits
     */
    protected final @Nullable Strand first() {
        return queue.peek();
    }

    /**
     * Takes out who has waited longest; it has to be completed and woken. The lock is held.
     *
     * @return null if nobody waits
     */
    protected final @Nullable Strand poll() {
        return queue.poll();
    }

    /**
     * Takes out all who wait, and completes them. The lock is held.
     *
     * @param result what each is given
     * @return for {@link #wake}
     */
    protected final List<Strand> completeAll(@Nullable Object result) {
        List<Strand> all = new ArrayList<>();
        for (Strand s = queue.poll(); s != null; s = queue.poll()) {
            s.complete(result);
            all.add(s);
        }
        return all;
    }

    /**
     * Wakes strands that were completed. The lock is free.
     *
     * @param completed in the order in which they are to go on
     */
    protected static void wake(List<Strand> completed) {
        for (Strand s : completed) s.unparkInTurn();
    }

    /**
     * Waits for the end of what {@link #enter} has begun.
     *
     * @param strand the current one
     * @param operation what is said to be cancelled
     * @return what it was given
     */
    @Fiber
    protected final @Nullable Object await(Strand strand, String operation) {
        while (strand.isWaiting()) {
            if (strand.isCancelled() && withdraw(strand)) throw strand.cancellation(operation);
            if (strand.park()) Continuation.suspend();
        }
        return strand.takeItem();
    }

    /**
     * As {@link #await(Strand, String)}, and goes on waiting if it is cancelled. A thread that was interrupted is so again when it
     * returns. A pinned fiber that is cancelled can't block: it lets others run and looks again.
     *
     * @param strand the current one
     * @return what it was given
     */
    @Fiber
    protected final @Nullable Object awaitUncancelled(Strand strand) {
        boolean isThread = Continuation.current() == null;
        boolean interrupted = false;
        while (strand.isWaiting()) {
            if (isThread && Thread.interrupted()) interrupted = true;
            if (strand.park()) Continuation.suspend();
            else if (strand.isCancelled()) Thread.yield();
        }
        if (interrupted) Thread.currentThread().interrupt();
        return strand.takeItem();
    }

    /**
     * As {@link #await(Strand, String)}, for a time.
     *
     * @param strand the current one
     * @param operation what is said to be cancelled
     * @param time how long; nothing or less looks once
     * @return what it was given, or {@link #TIMED_OUT}
     */
    @Fiber
    protected final @Nullable Object await(Strand strand, String operation, Duration time) {
        Timeout timeout = new Timeout(strand);
        Timers timers = Timeout.timers();
        timers.set(timeout, Timeout.deadline(time));
        while (strand.isWaiting()) {
            if (strand.isCancelled() && withdraw(strand)) {
                timers.cancel(timeout);
                throw strand.cancellation(operation);
            }
            if (timeout.isExpired() && withdraw(strand)) return TIMED_OUT;
            if (strand.park()) Continuation.suspend();
        }
        timers.cancel(timeout);
        return strand.takeItem();
    }

    /**
     * How many wait.
     *
     * @return at some instant
     */
    public final int waiting() {
        lock();
        try {
            return queue.size();
        } finally {
            unlock();
        }
    }

    @Override
    public final boolean withdraw(Strand strand) {
        List<Strand> served;
        lock();
        try {
            if (!strand.isWaiting()) return false;
            queue.remove(strand);
            Object wanted = strand.item();
            strand.complete(null);
            strand.takeItem(); // it forgets this gate
            served = left(wanted);
        } finally {
            unlock();
        }
        wake(served);
        return true;
    }

    /**
     * Somebody waits no longer, without having been served. The lock is held.
     *
     * @param wanted what it wanted
     * @return who is served by that now, completed
     */
    protected List<Strand> left(@Nullable Object wanted) {
        return List.of();
    }
}

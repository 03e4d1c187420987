// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.sync.ConditionGate;
import dev.weft.internal.sync.Interrupts;
import dev.weft.internal.sync.ReentrantGate;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CyclicBarrier} that fibers wait at without blocking a thread. The barrier action is run by the last that comes, and may wait
 * itself if it is a fiber's code.
 *
 * <p>Who is cancelled while it waits breaks the barrier, as who is interrupted. See the package for the rest.
 */
public class FiberCyclicBarrier extends CyclicBarrier {
    /*
     * Ownership: count, generation, and what a generation has, are guarded by lock, which is held while the action runs. Who has begun
     * to wait is told under the lock when its generation is over.
     */

    /** Those that come together. */
    private static final class Generation {
        final ConditionGate waiting = new ConditionGate();
        boolean broken;
        boolean tripped;
    }

    private final ReentrantGate lock = new ReentrantGate(false);
    private final @Nullable Runnable action;
    private Generation generation = new Generation();
    private int count; // those that are still to come

    /**
     * A barrier without an action.
     *
     * @param parties how many wait for each other
     * @throws IllegalArgumentException if it is less than 1
     */
    public FiberCyclicBarrier(int parties) {
        this(parties, null);
    }

    /**
     * A barrier.
     *
     * @param parties how many wait for each other
     * @param action run by the last that comes, before all go on; null for none
     * @throws IllegalArgumentException if there are less than 1
     */
    @SuppressWarnings("NullAway") // null is as good as in the JDK's class
    public FiberCyclicBarrier(int parties, @Nullable Runnable action) {
        super(parties, action);
        this.action = action;
        count = parties;
    }

    /**
     * Waits until all parties have come.
     *
     * @return how many were still to come, the caller not counted: 0 for the last one
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits; that breaks the barrier
     * @throws BrokenBarrierException if the barrier is broken, or is while it waits, or reset
     */
    @Fiber
    @Override
    public int await() throws InterruptedException, BrokenBarrierException {
        try {
            return arrive(null);
        } catch (TimeoutException e) {
            throw new IllegalStateException("without a limit of time", e);
        }
    }

    /**
     * Waits until all parties have come, not longer than a time.
     *
     * @param time how long
     * @param unit of the time
     * @return as {@link #await()}
     * @throws InterruptedException as {@link #await()}
     * @throws BrokenBarrierException as {@link #await()}
     * @throws TimeoutException if the time is over; that breaks the barrier
     */
    @Fiber
    @Override
    public int await(long time, TimeUnit unit) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return arrive(Duration.ofNanos(unit.toNanos(time)));
    }

    @Fiber
    private int arrive(@Nullable Duration limit) throws InterruptedException, BrokenBarrierException, TimeoutException {
        Generation mine;
        int index;
        Strand strand = Strand.current();
        lock.acquire();
        try {
            mine = generation;
            if (mine.broken) throw new BrokenBarrierException();
            checkInterrupt(mine);
            index = --count;
            if (index == 0) {
                trip(mine);
                return 0;
            }
            if (limit != null && (limit.isNegative() || limit.isZero())) {
                breakUp(mine);
                throw new TimeoutException();
            }
            mine.waiting.begin(strand);
        } finally {
            lock.release();
        }
        await(mine, strand, limit);
        return index;
    }

    @Fiber
    private void checkInterrupt(Generation mine) throws InterruptedException {
        try {
            Interrupts.check();
        } catch (InterruptedException e) {
            breakUp(mine);
            throw e;
        }
    }

    /** The last one has come. The lock is held. */
    @Fiber
    private void trip(Generation mine) {
        boolean done = false;
        try {
            if (action != null) action.run();
            done = true;
        } finally {
            if (done) next(mine);
            else breakUp(mine);
        }
    }

    private void next(Generation mine) {
        mine.tripped = true;
        generation = new Generation();
        count = getParties();
        mine.waiting.signalAll();
    }

    /** The lock is held. */
    private void breakUp(Generation mine) {
        mine.broken = true;
        count = getParties();
        mine.waiting.signalAll();
    }

    @Fiber
    private void await(Generation mine, Strand strand, @Nullable Duration limit)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        boolean inTime = true;
        CancelledException cancelled = null;
        try {
            if (limit == null) mine.waiting.end(strand);
            else inTime = mine.waiting.end(strand, limit);
        } catch (CancelledException e) {
            cancelled = e;
        }
        lock.acquire();
        try {
            if (mine.tripped) return; // it came first; an interrupted thread stays so
            if (mine.broken) {
                throw new BrokenBarrierException();
            }
            breakUp(mine);
            if (cancelled != null) throw Interrupts.from(cancelled);
            if (!inTime) throw new TimeoutException();
            throw new IllegalStateException("woken by nobody");
        } finally {
            lock.release();
        }
    }

    /** Breaks the barrier for those that wait, and begins anew. */
    @Fiber
    @Override
    public void reset() {
        lock.acquire();
        try {
            Generation before = generation;
            if (!before.broken) breakUp(before);
            generation = new Generation();
            count = getParties();
        } finally {
            lock.release();
        }
    }

    @Fiber
    @Override
    public boolean isBroken() {
        lock.acquire();
        try {
            return generation.broken;
        } finally {
            lock.release();
        }
    }

    @Fiber
    @Override
    public int getNumberWaiting() {
        lock.acquire();
        try {
            return getParties() - count;
        } finally {
            lock.release();
        }
    }
}

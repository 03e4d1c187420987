// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.sync.ConditionGate;
import dev.weft.internal.sync.Interrupts;
import dev.weft.internal.sync.OwnedGate;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A {@link Condition} of a {@link FiberReentrantLock} or a {@link FiberWriteLock}. Signals go to who has waited longest.
 *
 * <p>All methods throw {@link IllegalMonitorStateException} if the caller doesn't hold the lock. Waiting gives it back, however often it
 * was locked, and takes it again as often before the method ends, in whatever way.
 */
public final class FiberCondition implements Condition {
    private final OwnedGate lock;
    private final ConditionGate waiting = new ConditionGate();

    FiberCondition(OwnedGate lock) {
        this.lock = lock;
    }

    /** A condition as one of a lock, which the caller holds. */
    static FiberCondition of(Condition condition, OwnedGate lock) {
        if (condition == null) throw new NullPointerException();
        if (!(condition instanceof FiberCondition c) || c.lock != lock)
            throw new IllegalArgumentException("not a condition of this lock");
        lock.checkOwner();
        return c;
    }

    /** How many wait. */
    int waiting() {
        return waiting.waiting();
    }

    /** Gives the lock back, having begun to wait. Answers how often it was held. */
    private int begin(Strand strand) {
        lock.checkOwner();
        waiting.begin(strand);
        return lock.releaseAll();
    }

    /**
     * Waits for a signal.
     *
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before the signal
     */
    @Fiber
    @Override
    public void await() throws InterruptedException {
        Interrupts.check();
        Strand strand = Strand.current();
        int holds = begin(strand);
        try {
            waiting.end(strand);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        } finally {
            lock.reacquire(holds);
        }
    }

    /** Waits for a signal, also if it is interrupted or cancelled. */
    @Fiber
    @Override
    public void awaitUninterruptibly() {
        Strand strand = Strand.current();
        int holds = begin(strand);
        waiting.endUncancelled(strand);
        lock.reacquire(holds);
    }

    /** Waits for a signal, for a time; false if none came. */
    @Fiber
    private boolean isSignalledWithin(Duration time) throws InterruptedException {
        Interrupts.check();
        Strand strand = Strand.current();
        int holds = begin(strand);
        try {
            return waiting.end(strand, time);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        } finally {
            lock.reacquire(holds);
        }
    }

    /**
     * Waits for a signal, for a time.
     *
     * @param nanos how many nanoseconds
     * @return how many are left; nothing or less if none came in time
     * @throws InterruptedException as {@link #await()}
     */
    @Fiber
    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        boolean signalled = isSignalledWithin(Duration.ofNanos(nanos));
        long left = nanos - (System.nanoTime() - start);
        return signalled ? left : Math.min(left, 0);
    }

    /**
     * Waits for a signal, for a time.
     *
     * @param time how long
     * @param unit of the time
     * @return false if none came in time
     * @throws InterruptedException as {@link #await()}
     */
    @Fiber
    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return isSignalledWithin(Duration.ofNanos(unit.toNanos(time)));
    }

    /**
     * Waits for a signal, until a time.
     *
     * @param deadline by the system's clock
     * @return false if none came until then
     * @throws InterruptedException as {@link #await()}
     */
    @Fiber
    @Override
    @SuppressWarnings("JavaUtilDate") // the interface has it
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        return isSignalledWithin(Duration.ofMillis(deadline.getTime() - System.currentTimeMillis()));
    }

    /** Lets the one go on that has waited longest, if any. */
    @Override
    public void signal() {
        lock.checkOwner();
        waiting.signal();
    }

    /** Lets all go on that wait. */
    @Override
    public void signalAll() {
        lock.checkOwner();
        waiting.signalAll();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.sync.Interrupts;
import dev.weft.internal.sync.ReentrantGate;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ReentrantLock} that belongs to the fiber or thread that has locked it. A fiber may wait while it holds the lock, and go on on
 * another thread.
 *
 * <pre>{@code
 *   lock.lock();
 *   try {
 *       ... receive, sleep, call ...
 *   } finally {
 *       lock.unlock();
 *   }
 * }</pre>
 *
 * <p>A fair lock always goes to who has waited longest. Another one goes to who comes first, but to who has waited for a
 * millisecond in any case, so nobody waits for ever.
 *
 * <p>See the package for cancellation, and for what isn't supported. Serialized it is as the JDK's: it comes back unlocked.
 */
public class FiberReentrantLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    private final transient ReentrantGate gate;

    /** An unlocked lock that isn't fair. */
    public FiberReentrantLock() {
        this(false);
    }

    /**
     * An unlocked lock.
     *
     * @param fair whether it goes to who has waited longest
     */
    public FiberReentrantLock(boolean fair) {
        super(fair);
        gate = new ReentrantGate(fair);
    }

    private Object readResolve() {
        return new FiberReentrantLock(isFair());
    }

    /** Waits until the lock is free, if it isn't the caller's already, and locks it. Can't be interrupted or cancelled. */
    @Fiber
    @Override
    public void lock() {
        gate.acquire();
    }

    /**
     * As {@link #lock()}, but ends if the caller is interrupted or cancelled.
     *
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public void lockInterruptibly() throws InterruptedException {
        Interrupts.check();
        try {
            gate.acquireCancellably();
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /**
     * Locks it if it is free, or the caller's already; also a fair one. Never waits.
     *
     * @return false if somebody else has it
     */
    @Override
    public boolean tryLock() {
        return gate.tryAcquire();
    }

    /**
     * Waits until the lock is free, not longer than a time, and locks it.
     *
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return false if the time is over
     * @throws InterruptedException as {@link #lockInterruptibly()}
     */
    @Fiber
    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        Duration limit = Duration.ofNanos(unit.toNanos(time));
        Interrupts.check();
        try {
            return gate.acquire(limit);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /**
     * Unlocks it, if it was locked no more than once.
     *
     * @throws IllegalMonitorStateException if it isn't the caller's
     */
    @Override
    public void unlock() {
        gate.release();
    }

    /**
     * Makes a condition.
     *
     * @return whose {@code await} parks a fiber
     */
    @Override
    public FiberCondition newCondition() {
        return new FiberCondition(gate);
    }

    @Override
    public int getHoldCount() {
        return gate.holdCount();
    }

    @Override
    public boolean isHeldByCurrentThread() {
        return gate.holdCount() > 0;
    }

    @Override
    public boolean isLocked() {
        return gate.isHeld();
    }

    /**
     * The thread that holds it.
     *
     * @return null if nobody does
     * @throws UnsupportedOperationException if a fiber does
     */
    @Override
    protected @Nullable Thread getOwner() {
        Object owner = gate.owner();
        if (owner == null || owner instanceof Thread) return (Thread) owner;
        throw new UnsupportedOperationException("the lock is held by " + owner + ", which isn't a thread");
    }

    /**
     * How many wait for the lock.
     *
     * @return at some instant
     */
    public int waiting() {
        return gate.waiting();
    }

    /**
     * Not supported.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    protected Collection<Thread> getQueuedThreads() {
        throw new UnsupportedOperationException("fibers may wait, which aren't threads; waiting() tells how many");
    }

    @Override
    public boolean hasWaiters(Condition condition) {
        return getWaitQueueLength(condition) > 0;
    }

    @Override
    public int getWaitQueueLength(Condition condition) {
        return FiberCondition.of(condition, gate).waiting();
    }

    /**
     * Not supported.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    protected Collection<Thread> getWaitingThreads(Condition condition) {
        FiberCondition unused = FiberCondition.of(condition, gate);
        throw new UnsupportedOperationException("fibers may wait, which aren't threads");
    }

    @Override
    public String toString() {
        return getClass().getName() + "@" + Integer.toHexString(hashCode()) + "[" + gate.holderName() + "]";
    }
}

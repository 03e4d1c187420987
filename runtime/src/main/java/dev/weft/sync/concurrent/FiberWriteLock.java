// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.sync.Interrupts;
import dev.weft.internal.sync.ReadWriteGate;
import dev.weft.internal.sync.ReadWriteGate.Mode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The lock for writing of a {@link FiberReentrantReadWriteLock}. */
public final class FiberWriteLock extends ReentrantReadWriteLock.WriteLock {
    private static final long serialVersionUID = 1L;

    private final FiberReentrantReadWriteLock both;
    private final transient ReadWriteGate gate;

    FiberWriteLock(FiberReentrantReadWriteLock both, ReadWriteGate gate) {
        super(both);
        this.both = both;
        this.gate = gate;
    }

    private Object readResolve() {
        return both.writeLock();
    }

    /**
     * Waits until nobody else reads or writes, and locks it. Can't be interrupted or cancelled. Who has the lock for reading waits for ever.
     */
    @Fiber
    @Override
    public void lock() {
        gate.takeUncancelled(Mode.WRITE);
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
            gate.take(Mode.WRITE);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /**
     * Locks it if nobody else reads or writes, whoever waits. Never waits.
     *
     * @return false if somebody does
     */
    @Override
    public boolean tryLock() {
        return gate.tryTake(Mode.WRITE);
    }

    /**
     * Waits until nobody else reads or writes, not longer than a time, and locks it.
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
            return gate.take(Mode.WRITE, limit);
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
        gate.release(Mode.WRITE);
    }

    /**
     * Makes a condition.
     *
     * @return whose {@code await} parks a fiber, and gives back this lock, but not the one for reading
     */
    @Override
    public FiberCondition newCondition() {
        return new FiberCondition(gate);
    }

    @Override
    public boolean isHeldByCurrentThread() {
        return gate.holds(Mode.WRITE) > 0;
    }

    @Override
    public int getHoldCount() {
        return gate.holds(Mode.WRITE);
    }

    @Override
    public String toString() {
        return getClass().getName() + "@" + Integer.toHexString(hashCode()) + "[" + gate.writerName() + "]";
    }
}

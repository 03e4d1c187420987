// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.sync.Interrupts;
import dev.weft.internal.sync.PermitGate;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Semaphore} that fibers wait for without blocking a thread. Permits belong to nobody: who releases needn't have acquired,
 * and there may be fewer than none.
 *
 * <p>Who waits is served in the order of arrival. A fair semaphore lets nobody overtake them but {@link #tryAcquire()}; another one lets
 * those overtake who find what they want on arrival.
 *
 * <p>See the package for cancellation, and for what isn't supported.
 */
public class FiberSemaphore extends Semaphore {
    private static final long serialVersionUID = 1L;

    private final transient PermitGate gate;
    private final boolean fair;

    /**
     * A semaphore that isn't fair.
     *
     * @param permits how many are free; negative if some have to be released first
     */
    public FiberSemaphore(int permits) {
        this(permits, false);
    }

    /**
     * A semaphore.
     *
     * @param permits how many are free; negative if some have to be released first
     * @param fair whether those that wait aren't overtaken
     */
    public FiberSemaphore(int permits, boolean fair) {
        super(permits, fair);
        this.fair = fair;
        gate = new PermitGate(permits, Integer.MAX_VALUE);
    }

    /** Serialized, it is the JDK's with as many permits. */
    private Object writeReplace() {
        return new Semaphore(availablePermits(), fair);
    }

    private static int checked(int permits) {
        if (permits < 0) throw new IllegalArgumentException("permits: " + permits);
        return permits;
    }

    /**
     * Waits for a permit, and takes it.
     *
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Waits for permits, and takes them.
     *
     * @param permits how many
     * @throws InterruptedException as {@link #acquire()}
     * @throws IllegalArgumentException if the number is negative
     */
    @Fiber
    @Override
    public void acquire(int permits) throws InterruptedException {
        int wanted = checked(permits);
        Interrupts.check();
        try {
            gate.take(wanted, !fair);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /** Waits for a permit, and takes it. Can't be interrupted or cancelled. */
    @Fiber
    @Override
    public void acquireUninterruptibly() {
        gate.takeUncancelled(1, !fair);
    }

    /**
     * Waits for permits, and takes them. Can't be interrupted or cancelled.
     *
     * @param permits how many
     * @throws IllegalArgumentException if the number is negative
     */
    @Fiber
    @Override
    public void acquireUninterruptibly(int permits) {
        gate.takeUncancelled(checked(permits), !fair);
    }

    /**
     * Takes a permit if one is free, though others may wait. Never waits.
     *
     * @return false if none is
     */
    @Override
    public boolean tryAcquire() {
        return gate.tryTake(1, true);
    }

    /**
     * Takes permits if they are free, though others may wait. Never waits.
     *
     * @param permits how many
     * @return false if they aren't
     * @throws IllegalArgumentException if the number is negative
     */
    @Override
    public boolean tryAcquire(int permits) {
        return gate.tryTake(checked(permits), true);
    }

    /**
     * Waits for a permit, not longer than a time, and takes it.
     *
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return false if the time is over
     * @throws InterruptedException as {@link #acquire()}
     */
    @Fiber
    @Override
    public boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException {
        return tryAcquire(1, time, unit);
    }

    /**
     * Waits for permits, not longer than a time, and takes them.
     *
     * @param permits how many
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return false if the time is over
     * @throws InterruptedException as {@link #acquire()}
     * @throws IllegalArgumentException if the number is negative
     */
    @Fiber
    @Override
    public boolean tryAcquire(int permits, long time, TimeUnit unit) throws InterruptedException {
        int wanted = checked(permits);
        Duration limit = Duration.ofNanos(unit.toNanos(time));
        Interrupts.check();
        try {
            return gate.take(wanted, !fair, limit);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /** Gives a permit back, or one more. */
    @Override
    public void release() {
        release(1);
    }

    /**
     * Gives permits back, or more.
     *
     * @param permits how many
     * @throws IllegalArgumentException if the number is negative
     * @throws Error if there were more than an {@code int} holds
     */
    @Override
    public void release(int permits) {
        if (!gate.give(checked(permits))) throw new Error("Maximum permit count exceeded");
    }

    @Override
    public int availablePermits() {
        return gate.free();
    }

    @Override
    public int drainPermits() {
        return gate.drain();
    }

    @Override
    protected void reducePermits(int reduction) {
        if (!gate.reduce(checked(reduction))) throw new Error("Permit count underflow");
    }

    @Override
    public boolean isFair() {
        return fair;
    }

    /**
     * How many wait for permits.
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
    public String toString() {
        return getClass().getName() + "@" + Integer.toHexString(hashCode()) + "[Permits = " + availablePermits() + "]";
    }
}

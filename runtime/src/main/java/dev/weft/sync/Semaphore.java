// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Fiber;
import dev.weft.internal.sync.PermitGate;
import java.time.Duration;

/**
 * A number of permits, of which one takes as many as it needs, waits until they are there, and gives them back; as
 * {@code semaphore.Weighted} of Go.
 *
 * <pre>{@code
 *   Semaphore connections = new Semaphore(20);
 *   ...
 *   connections.acquire();
 *   try {
 *       ... use one ...
 *   } finally {
 *       connections.release();
 *   }
 * }</pre>
 *
 * <p>First come, first served: who wants many permits isn't overtaken by those who want few.
 *
 * <p><b>Memory effects.</b> What is done before {@code release} happens before what follows an {@code acquire} of these permits.
 */
public final class Semaphore {
    private final int size;
    private final PermitGate permits;

    /**
     * All permits are free.
     *
     * @param permits how many there are
     * @throws IllegalArgumentException if there are fewer than 1
     */
    public Semaphore(int permits) {
        if (permits < 1) throw new IllegalArgumentException("a semaphore of " + permits);
        size = permits;
        this.permits = new PermitGate(permits, permits);
    }

    private int checked(int count) {
        if (count < 1 || count > size) throw new IllegalArgumentException(count + " permits of a semaphore of " + size);
        return count;
    }

    /**
     * Waits for a permit, and takes it.
     *
     * @throws dev.weft.CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public void acquire() {
        permits.take(1, false);
    }

    /**
     * Waits for permits, and takes them.
     *
     * @param count how many
     * @throws IllegalArgumentException if it is less than 1, or more than there are at all
     * @throws dev.weft.CancelledException as {@link #acquire()}
     */
    @Fiber
    public void acquire(int count) {
        permits.take(checked(count), false);
    }

    /**
     * Takes a permit if one is free and nobody waits.
     *
     * @return false if not
     */
    public boolean tryAcquire() {
        return permits.tryTake(1, false);
    }

    /**
     * Takes permits if they are free and nobody waits.
     *
     * @param count how many
     * @return false if not
     * @throws IllegalArgumentException as {@link #acquire(int)}
     */
    public boolean tryAcquire(int count) {
        return permits.tryTake(checked(count), false);
    }

    /**
     * Waits for permits, not longer than a time, and takes them.
     *
     * @param count how many
     * @param time how long; nothing or less tries once
     * @return false if they weren't free in time
     * @throws IllegalArgumentException as {@link #acquire(int)}
     * @throws dev.weft.CancelledException as {@link #acquire()}
     */
    @Fiber
    public boolean tryAcquire(int count, Duration time) {
        return permits.take(checked(count), false, time);
    }

    /**
     * Gives a permit back.
     *
     * @throws IllegalStateException if none was acquired
     */
    public void release() {
        give(1);
    }

    /**
     * Gives permits back.
     *
     * @param count how many
     * @throws IllegalArgumentException as {@link #acquire(int)}
     * @throws IllegalStateException if fewer were acquired
     */
    public void release(int count) {
        give(checked(count));
    }

    private void give(int count) {
        if (!permits.give(count)) throw new IllegalStateException("more is released than was acquired");
    }

    /**
     * How many are free.
     *
     * @return at some instant during the call
     */
    public int available() {
        return permits.free();
    }

    @Override
    public String toString() {
        return "Semaphore[" + available() + " of " + size + " free]";
    }
}

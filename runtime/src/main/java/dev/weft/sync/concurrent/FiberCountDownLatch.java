// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.sync.CountGate;
import dev.weft.internal.sync.Interrupts;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A {@link CountDownLatch} that fibers wait for without blocking a thread. See the package for cancellation. */
public class FiberCountDownLatch extends CountDownLatch {
    private final CountGate gate;

    /**
     * A latch.
     *
     * @param count how often it has to be counted down
     * @throws IllegalArgumentException if the number is negative
     */
    public FiberCountDownLatch(int count) {
        super(count);
        gate = new CountGate(count);
    }

    /**
     * Waits until the count is 0.
     *
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public void await() throws InterruptedException {
        Interrupts.check();
        try {
            gate.awaitZero();
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /**
     * Waits until the count is 0, not longer than a time.
     *
     * @param time how long; nothing or less looks once
     * @param unit of the time
     * @return false if the time is over
     * @throws InterruptedException as {@link #await()}
     */
    @Fiber
    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        Duration limit = Duration.ofNanos(unit.toNanos(time));
        Interrupts.check();
        try {
            return gate.awaitZero(limit);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /** Counts down by one, unless the count is 0. */
    @Override
    public void countDown() {
        boolean unused = gate.add(-1);
    }

    @Override
    public long getCount() {
        return gate.get();
    }

    @Override
    public String toString() {
        return getClass().getName() + "@" + Integer.toHexString(hashCode()) + "[Count = " + getCount() + "]";
    }
}

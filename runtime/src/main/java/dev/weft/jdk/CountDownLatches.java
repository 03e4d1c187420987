// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.abi.BlockingCall;
import dev.weft.sync.concurrent.FiberCountDownLatch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The calls of {@link CountDownLatch}. One that was made elsewhere is waited for by a thread of the I/O pool.
 */
public final class CountDownLatches {
    private CountDownLatches() {}

    /**
     * {@link CountDownLatch#await()}.
     *
     * @param latch the receiver
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static void await(CountDownLatch latch) throws InterruptedException {
        if (latch instanceof FiberCountDownLatch f) {
            f.await();
            return;
        }
        BlockingCall.enter();
        try {
            latch.await();
        } finally {
            BlockingCall.exit();
        }
    }

    /**
     * {@link CountDownLatch#await(long, TimeUnit)}.
     *
     * @param latch the receiver
     * @param time how long to wait
     * @param unit of the time
     * @return false if the time was over first
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static boolean await(CountDownLatch latch, long time, TimeUnit unit) throws InterruptedException {
        if (latch instanceof FiberCountDownLatch f) return f.await(time, unit);
        BlockingCall.enter();
        try {
            return latch.await(time, unit);
        } finally {
            BlockingCall.exit();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.abi.BlockingCall;
import dev.weft.sync.concurrent.FiberCyclicBarrier;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The calls of {@link CyclicBarrier}. One that was made elsewhere is waited for by a thread of the I/O pool, which also runs its action.
 */
public final class CyclicBarriers {
    private CyclicBarriers() {}

    /**
     * {@link CyclicBarrier#await()}.
     *
     * @param barrier the receiver
     * @return the place in the order of arrival
     * @throws InterruptedException as the receiver says
     * @throws BrokenBarrierException as the receiver says
     */
    @Fiber
    public static int await(CyclicBarrier barrier) throws InterruptedException, BrokenBarrierException {
        if (barrier instanceof FiberCyclicBarrier f) return f.await();
        BlockingCall.enter();
        try {
            return barrier.await();
        } finally {
            BlockingCall.exit();
        }
    }

    /**
     * {@link CyclicBarrier#await(long, TimeUnit)}.
     *
     * @param barrier the receiver
     * @param time how long to wait
     * @param unit of the time
     * @return the place in the order of arrival
     * @throws InterruptedException as the receiver says
     * @throws BrokenBarrierException as the receiver says
     * @throws TimeoutException as the receiver says
     */
    @Fiber
    public static int await(CyclicBarrier barrier, long time, TimeUnit unit)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        if (barrier instanceof FiberCyclicBarrier f) return f.await(time, unit);
        BlockingCall.enter();
        try {
            return barrier.await(time, unit);
        } finally {
            BlockingCall.exit();
        }
    }
}

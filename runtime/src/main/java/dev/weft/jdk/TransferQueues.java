// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.abi.BlockingCall;
import dev.weft.abi.Shadows;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;

/**
 * The calls of {@link TransferQueue} that {@link BlockingQueues} hasn't, with the same rules.
 */
public final class TransferQueues {
    private TransferQueues() {}

    /**
     * {@link TransferQueue#transfer(Object)}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @param element what to add
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> void transfer(TransferQueue<E> queue, E element) throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberTransferQueue<?>);
        if (leaves) BlockingCall.enter();
        try {
            queue.transfer(element);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link TransferQueue#tryTransfer(Object, long, TimeUnit)}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @param element what to add
     * @param time how long to wait
     * @param unit of the time
     * @return false if the time was over first
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> boolean tryTransfer(TransferQueue<E> queue, E element, long time, TimeUnit unit)
            throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberTransferQueue<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.tryTransfer(element, time, unit);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.abi.BlockingCall;
import dev.weft.abi.Shadows;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link BlockingQueue}. A queue that was made elsewhere, and for which a fiber can't wait, is waited for by a thread of the
 * I/O pool.
 */
public final class BlockingQueues {
    private BlockingQueues() {}

    /**
     * {@link BlockingQueue#put(Object)}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @param element what to add
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> void put(BlockingQueue<E> queue, E element) throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingQueue<?>);
        if (leaves) BlockingCall.enter();
        try {
            queue.put(element);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingQueue#offer(Object, long, TimeUnit)}.
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
    public static <E> boolean offer(BlockingQueue<E> queue, E element, long time, TimeUnit unit)
            throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingQueue<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.offer(element, time, unit);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingQueue#take()}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @return the element
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> E take(BlockingQueue<E> queue) throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingQueue<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.take();
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingQueue#poll(long, TimeUnit)}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @param time how long to wait
     * @param unit of the time
     * @return null if the time was over first
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> @Nullable E poll(BlockingQueue<E> queue, long time, TimeUnit unit) throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingQueue<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.poll(time, unit);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }
}

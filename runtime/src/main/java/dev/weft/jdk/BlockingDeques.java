// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.abi.BlockingCall;
import dev.weft.abi.Shadows;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link BlockingDeque} that {@link BlockingQueues} hasn't, with the same rules.
 */
public final class BlockingDeques {
    private BlockingDeques() {}

    /**
     * {@link BlockingDeque#putFirst(Object)}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @param element what to add
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> void putFirst(BlockingDeque<E> queue, E element) throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingDeque<?>);
        if (leaves) BlockingCall.enter();
        try {
            queue.putFirst(element);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingDeque#putLast(Object)}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @param element what to add
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> void putLast(BlockingDeque<E> queue, E element) throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingDeque<?>);
        if (leaves) BlockingCall.enter();
        try {
            queue.putLast(element);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingDeque#offerFirst(Object, long, TimeUnit)}.
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
    public static <E> boolean offerFirst(BlockingDeque<E> queue, E element, long time, TimeUnit unit)
            throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingDeque<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.offerFirst(element, time, unit);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingDeque#offerLast(Object, long, TimeUnit)}.
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
    public static <E> boolean offerLast(BlockingDeque<E> queue, E element, long time, TimeUnit unit)
            throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingDeque<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.offerLast(element, time, unit);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingDeque#takeFirst()}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @return the element
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> E takeFirst(BlockingDeque<E> queue) throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingDeque<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.takeFirst();
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingDeque#takeLast()}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @return the element
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> E takeLast(BlockingDeque<E> queue) throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingDeque<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.takeLast();
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingDeque#pollFirst(long, TimeUnit)}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @param time how long to wait
     * @param unit of the time
     * @return null if the time was over first
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> @Nullable E pollFirst(BlockingDeque<E> queue, long time, TimeUnit unit)
            throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingDeque<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.pollFirst(time, unit);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }

    /**
     * {@link BlockingDeque#pollLast(long, TimeUnit)}.
     *
     * @param <E> the type of the elements
     * @param queue the receiver
     * @param time how long to wait
     * @param unit of the time
     * @return null if the time was over first
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static <E> @Nullable E pollLast(BlockingDeque<E> queue, long time, TimeUnit unit)
            throws InterruptedException {
        boolean leaves = !(queue instanceof Shadows.FiberBlockingDeque<?>);
        if (leaves) BlockingCall.enter();
        try {
            return queue.pollLast(time, unit);
        } finally {
            if (leaves) BlockingCall.exit();
        }
    }
}

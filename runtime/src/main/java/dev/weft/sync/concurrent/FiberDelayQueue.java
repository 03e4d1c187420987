// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.Fiber;
import dev.weft.internal.sync.Interrupts;
import dev.weft.internal.sync.Waiters;
import java.util.Collection;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DelayQueue} that fibers wait for without blocking a thread. See the package for cancellation.
 *
 * @param <E> the type of the elements
 */
public class FiberDelayQueue<E extends Delayed> extends DelayQueue<E> {
    /*
     * Progress: somebody of those that wait looks again when the head is due. Who begins to wait, or is told to look, waits no longer than
     * until then; who brings a new head tells one of them; and who stops waiting, in whatever way, tells another one, which may
     * have begun when there was another head, or none.
     */

    private final Waiters takers = new Waiters();

    /** An empty queue. */
    public FiberDelayQueue() {}

    /**
     * A queue of some elements.
     *
     * @param elements none of them null
     */
    public FiberDelayQueue(Collection<? extends E> elements) {
        addAll(elements);
    }

    @Override
    public boolean offer(E element) {
        boolean added = super.offer(element);
        if (peek() == element) takers.signal();
        return added;
    }

    @Override
    public void put(E element) {
        boolean unused = offer(element);
    }

    @Override
    public boolean offer(E element, long time, TimeUnit unit) {
        return offer(element);
    }

    @Override
    public boolean add(E element) {
        return offer(element);
    }

    /**
     * Takes the element whose time is over for longest, and waits for one before.
     *
     * @return the element
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public E take() throws InterruptedException {
        Interrupts.check();
        try {
            while (true) {
                E element = takers.awaitOnce(() -> super.poll(), () -> untilNext(Long.MAX_VALUE));
                if (element != null) return element;
            }
        } finally {
            next();
        }
    }

    /**
     * Takes the element whose time is over for longest, and waits for one before, not longer than a time.
     *
     * @param time how long; nothing or less looks once
     * @param unit of the time
     * @return null if there was none in time
     * @throws InterruptedException as {@link #take}
     */
    @Fiber
    @Override
    public @Nullable E poll(long time, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(time);
        long start = System.nanoTime();
        Interrupts.check();
        try {
            while (true) {
                E element = super.poll();
                long left = nanos - (System.nanoTime() - start);
                if (element != null || left <= 0) return element;
                element = takers.awaitOnce(() -> super.poll(), () -> untilNext(left));
                if (element != null) return element;
            }
        } finally {
            next();
        }
    }

    /** How long to wait at most, though something may be due later. */
    private long untilNext(long nanos) {
        E head = peek();
        return head == null ? nanos : Math.min(nanos, head.getDelay(TimeUnit.NANOSECONDS));
    }

    private void next() {
        if (peek() != null) takers.signal();
    }
}

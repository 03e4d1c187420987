// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.Fiber;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PriorityBlockingQueue} that fibers wait for without blocking a thread. See the package for cancellation.
 *
 * @param <E> the type of the elements
 */
public class FiberPriorityBlockingQueue<E> extends PriorityBlockingQueue<E> {
    private static final long serialVersionUID = 1L;

    private final transient QueueWaits waits = new QueueWaits();

    /** An empty queue of elements that are compared by themselves. */
    public FiberPriorityBlockingQueue() {}

    /**
     * An empty queue of elements that are compared by themselves.
     *
     * @param initialCapacity how many elements to have room for at first
     */
    public FiberPriorityBlockingQueue(int initialCapacity) {
        super(initialCapacity);
    }

    /**
     * An empty queue.
     *
     * @param initialCapacity how many elements to have room for at first
     * @param comparator says which element comes first; null if they are compared by themselves
     */
    public FiberPriorityBlockingQueue(int initialCapacity, @Nullable Comparator<? super E> comparator) {
        super(initialCapacity, comparator);
    }

    /**
     * A queue of some elements.
     *
     * @param elements if they are in a sorted set or a priority queue, their order is this one's
     */
    public FiberPriorityBlockingQueue(Collection<? extends E> elements) {
        super(elements);
    }

    @Override
    public boolean offer(E element) {
        return waits.added(super.offer(element));
    }

    /**
     * Adds an element. Never waits, since there is always room.
     *
     * @param element not null
     */
    @Override
    public void put(E element) {
        boolean unused = offer(element);
    }

    /**
     * Adds an element. Never waits, since there is always room.
     *
     * @param element not null
     * @param time is of no account
     * @param unit likewise
     * @return true
     */
    @Override
    public boolean offer(E element, long time, TimeUnit unit) {
        return offer(element);
    }

    @Override
    public @Nullable E poll() {
        return waits.taken(super.poll());
    }

    /**
     * Takes the first element, and waits for one before.
     *
     * @return the element
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public E take() throws InterruptedException {
        E element = waits.takers.await(() -> super.poll());
        waits.putters.signal();
        return element;
    }

    /**
     * Takes the first element, and waits for one before, not longer than a time.
     *
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return null if there was none in time
     * @throws InterruptedException as {@link #take}
     */
    @Fiber
    @Override
    public @Nullable E poll(long time, TimeUnit unit) throws InterruptedException {
        return waits.taken(waits.takers.await(() -> super.poll(), unit.toNanos(time)));
    }

    @Override
    public boolean remove(Object element) {
        return waits.removed(super.remove(element));
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return waits.change(() -> super.addAll(elements));
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        return waits.change(() -> super.removeAll(elements));
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        return waits.change(() -> super.retainAll(elements));
    }

    @Override
    public boolean removeIf(Predicate<? super E> condition) {
        return waits.change(() -> super.removeIf(condition));
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int most) {
        try {
            return super.drainTo(target, most);
        } finally {
            waits.changed();
        }
    }

    @Override
    public void clear() {
        super.clear();
        waits.changed();
    }

    /** As the JDK's; its {@code remove()} makes room. */
    @Override
    public Iterator<E> iterator() {
        return waits.iterator(super.iterator());
    }

    /** Serialized, it is the JDK's with the same elements. */
    private Object writeReplace() {
        PriorityBlockingQueue<E> copy = new PriorityBlockingQueue<>(Math.max(1, size()), comparator());
        copy.addAll(this);
        return copy;
    }
}

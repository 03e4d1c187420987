// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.Fiber;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ArrayBlockingQueue} that fibers wait for without blocking a thread.
 *
 * <p>Who waits is told in the order of arrival, but doesn't keep others from coming in between, also if the queue was made with
 * {@code fair}: an order is not promised. See the package for cancellation.
 *
 * @param <E> the type of the elements
 */
public class FiberArrayBlockingQueue<E> extends ArrayBlockingQueue<E> {
    private static final long serialVersionUID = 1L;

    private final transient QueueWaits waits = new QueueWaits();

    /**
     * An empty queue.
     *
     * @param capacity how many elements there is room for, at least 1
     */
    public FiberArrayBlockingQueue(int capacity) {
        super(capacity);
    }

    /**
     * An empty queue.
     *
     * @param capacity how many elements there is room for, at least 1
     * @param fair for the JDK's own lock; see above
     */
    public FiberArrayBlockingQueue(int capacity, boolean fair) {
        super(capacity, fair);
    }

    /**
     * A queue of some elements.
     *
     * @param capacity how many elements there is room for, at least 1
     * @param fair for the JDK's own lock; see above
     * @param elements at most as many as there is room for
     */
    public FiberArrayBlockingQueue(int capacity, boolean fair, Collection<? extends E> elements) {
        super(capacity, fair, elements);
    }

    @Override
    public boolean offer(E element) {
        return waits.added(super.offer(element));
    }

    /**
     * Adds an element, and waits for room before.
     *
     * @param element not null
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public void put(E element) throws InterruptedException {
        Boolean unused = waits.putters.await(() -> super.offer(element) ? true : null);
        waits.takers.signal();
    }

    /**
     * Adds an element, and waits for room before, not longer than a time.
     *
     * @param element not null
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return false if there was none in time
     * @throws InterruptedException as {@link #put}
     */
    @Fiber
    @Override
    public boolean offer(E element, long time, TimeUnit unit) throws InterruptedException {
        return waits.added(waits.putters.await(() -> super.offer(element) ? true : null, unit.toNanos(time)) != null);
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
        return new ArrayBlockingQueue<>(size() + remainingCapacity(), false, this);
    }
}

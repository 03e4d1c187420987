// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.Fiber;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LinkedBlockingDeque} that fibers wait for without blocking a thread. See the package for cancellation.
 *
 * @param <E> the type of the elements
 */
public class FiberLinkedBlockingDeque<E> extends LinkedBlockingDeque<E> {
    /*
     * Those methods that this class doesn't have are made of these in the JDK's: add and push of addFirst and addLast, these of
     * offerFirst and offerLast, and so on. Where the JDK's don't say so, they are here.
     */

    private static final long serialVersionUID = 1L;

    private final transient QueueWaits waits = new QueueWaits();

    /** An empty deque, practically without a bound. */
    public FiberLinkedBlockingDeque() {}

    /**
     * An empty deque.
     *
     * @param capacity how many elements there is room for, at least 1
     */
    public FiberLinkedBlockingDeque(int capacity) {
        super(capacity);
    }

    /**
     * A deque of some elements, practically without a bound.
     *
     * @param elements none of them null
     */
    public FiberLinkedBlockingDeque(Collection<? extends E> elements) {
        super.addAll(elements); // the JDK's own constructor does it before there is somebody to be told
    }

    // ---------------------------------------------------------------- putting

    @Override
    public boolean offerFirst(E element) {
        return waits.added(super.offerFirst(element));
    }

    @Override
    public boolean offerLast(E element) {
        return waits.added(super.offerLast(element));
    }

    @Override
    public void addFirst(E element) {
        if (!offerFirst(element)) throw new IllegalStateException("Deque full");
    }

    @Override
    public void addLast(E element) {
        if (!offerLast(element)) throw new IllegalStateException("Deque full");
    }

    @Override
    public boolean add(E element) {
        addLast(element);
        return true;
    }

    @Override
    public void push(E element) {
        addFirst(element);
    }

    @Override
    public boolean offer(E element) {
        return offerLast(element);
    }

    /**
     * Adds an element as the first, and waits for room before.
     *
     * @param element not null
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, and it has to wait
     */
    @Fiber
    @Override
    public void putFirst(E element) throws InterruptedException {
        if (offerFirst(element)) return;
        Boolean unused = waits.putters.await(() -> super.offerFirst(element) ? true : null);
        waits.takers.signal();
    }

    /**
     * Adds an element as the last, and waits for room before.
     *
     * @param element not null
     * @throws InterruptedException as {@link #putFirst}
     */
    @Fiber
    @Override
    public void putLast(E element) throws InterruptedException {
        if (offerLast(element)) return;
        Boolean unused = waits.putters.await(() -> super.offerLast(element) ? true : null);
        waits.takers.signal();
    }

    /** As {@link #putLast}. */
    @Fiber
    @Override
    public void put(E element) throws InterruptedException {
        putLast(element);
    }

    /**
     * Adds an element as the first, and waits for room before, not longer than a time.
     *
     * @param element not null
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return false if there was none in time
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public boolean offerFirst(E element, long time, TimeUnit unit) throws InterruptedException {
        return waits.added(
                waits.putters.await(() -> super.offerFirst(element) ? true : null, unit.toNanos(time)) != null);
    }

    /**
     * Adds an element as the last, and waits for room before, not longer than a time.
     *
     * @param element not null
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return false if there was none in time
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public boolean offerLast(E element, long time, TimeUnit unit) throws InterruptedException {
        return waits.added(
                waits.putters.await(() -> super.offerLast(element) ? true : null, unit.toNanos(time)) != null);
    }

    /** As {@link #offerLast(Object, long, TimeUnit)}. */
    @Fiber
    @Override
    public boolean offer(E element, long time, TimeUnit unit) throws InterruptedException {
        return offerLast(element, time, unit);
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return waits.change(() -> super.addAll(elements));
    }

    // ---------------------------------------------------------------- taking

    @Override
    public @Nullable E pollFirst() {
        return waits.taken(super.pollFirst());
    }

    @Override
    public @Nullable E pollLast() {
        return waits.taken(super.pollLast());
    }

    @Override
    public @Nullable E poll() {
        return pollFirst();
    }

    /**
     * Takes the first element, and waits for one before.
     *
     * @return the element
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, and it has to wait
     */
    @Fiber
    @Override
    public E takeFirst() throws InterruptedException {
        E element = super.pollFirst();
        if (element == null) element = waits.takers.await(() -> super.pollFirst());
        waits.putters.signal();
        return element;
    }

    /**
     * Takes the last element, and waits for one before.
     *
     * @return the element
     * @throws InterruptedException as {@link #takeFirst}
     */
    @Fiber
    @Override
    public E takeLast() throws InterruptedException {
        E element = super.pollLast();
        if (element == null) element = waits.takers.await(() -> super.pollLast());
        waits.putters.signal();
        return element;
    }

    /** As {@link #takeFirst}. */
    @Fiber
    @Override
    public E take() throws InterruptedException {
        return takeFirst();
    }

    /**
     * Takes the first element, and waits for one before, not longer than a time.
     *
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return null if there was none in time
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public @Nullable E pollFirst(long time, TimeUnit unit) throws InterruptedException {
        return waits.taken(waits.takers.await(() -> super.pollFirst(), unit.toNanos(time)));
    }

    /**
     * Takes the last element, and waits for one before, not longer than a time.
     *
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return null if there was none in time
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    public @Nullable E pollLast(long time, TimeUnit unit) throws InterruptedException {
        return waits.taken(waits.takers.await(() -> super.pollLast(), unit.toNanos(time)));
    }

    /** As {@link #pollFirst(long, TimeUnit)}. */
    @Fiber
    @Override
    public @Nullable E poll(long time, TimeUnit unit) throws InterruptedException {
        return pollFirst(time, unit);
    }

    @Override
    public boolean removeFirstOccurrence(Object element) {
        return waits.removed(super.removeFirstOccurrence(element));
    }

    @Override
    public boolean removeLastOccurrence(Object element) {
        return waits.removed(super.removeLastOccurrence(element));
    }

    @Override
    public boolean remove(Object element) {
        return removeFirstOccurrence(element);
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

    /** As the JDK's; its {@code remove()} makes room. */
    @Override
    public Iterator<E> descendingIterator() {
        return waits.iterator(super.descendingIterator());
    }

    /** Serialized, it is the JDK's with the same elements. */
    private Object writeReplace() {
        LinkedBlockingDeque<E> copy = new LinkedBlockingDeque<>(size() + remainingCapacity());
        copy.addAll(this);
        return copy;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.Fiber;
import dev.weft.internal.sync.TransferGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LinkedTransferQueue} that fibers wait for without blocking a thread. See the package for cancellation.
 *
 * <p>Its size is known at once. An iterator has the elements that were there when it was made. Who waits in {@code transfer} goes on if its
 * element is removed, as if it had been taken.
 *
 * @param <E> the type of the elements
 */
public class FiberLinkedTransferQueue<E> extends LinkedTransferQueue<E> {
    private static final long serialVersionUID = 1L;

    /** Instead of all that the JDK's has. */
    private final transient TransferGate gate = new TransferGate();

    /** An empty queue. */
    public FiberLinkedTransferQueue() {}

    /**
     * A queue of some elements.
     *
     * @param elements none of them null
     */
    public FiberLinkedTransferQueue(Collection<? extends E> elements) {
        for (E element : elements) leave(element);
    }

    private void leave(E element) {
        boolean unused = gate.put(Objects.requireNonNull(element), TransferGate.Put.LEAVE);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // null is null, whatever the type
    private E cast(@Nullable Object element) {
        return (E) element;
    }

    // ---------------------------------------------------------------- putting

    @Override
    public void put(E element) {
        leave(element);
    }

    @Override
    public boolean offer(E element, long time, TimeUnit unit) {
        leave(element);
        return true;
    }

    @Override
    public boolean offer(E element) {
        leave(element);
        return true;
    }

    @Override
    public boolean add(E element) {
        leave(element);
        return true;
    }

    @Override
    public boolean tryTransfer(E element) {
        return gate.put(Objects.requireNonNull(element), TransferGate.Put.HAND_OVER);
    }

    /**
     * Adds an element, and waits until it is taken.
     *
     * @param element not null
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, and it has to wait; then it isn't added
     */
    @Fiber
    @Override
    public void transfer(E element) throws InterruptedException {
        gate.transfer(Objects.requireNonNull(element));
    }

    /**
     * Adds an element, and waits until it is taken, not longer than a time.
     *
     * @param element not null
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return false if it wasn't taken in time, and isn't added
     * @throws InterruptedException as {@link #transfer}
     */
    @Fiber
    @Override
    public boolean tryTransfer(E element, long time, TimeUnit unit) throws InterruptedException {
        return gate.transfer(Objects.requireNonNull(element), Duration.ofNanos(unit.toNanos(time)));
    }

    // ---------------------------------------------------------------- taking

    /**
     * Takes the first element, and waits for one before.
     *
     * @return the element
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, and it has to wait
     */
    @Fiber
    @Override
    public E take() throws InterruptedException {
        return cast(gate.take());
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
        return cast(gate.take(Duration.ofNanos(unit.toNanos(time))));
    }

    @Override
    public @Nullable E poll() {
        return cast(gate.poll());
    }

    @Override
    public @Nullable E peek() {
        return cast(gate.peek());
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int most) {
        Objects.requireNonNull(target);
        if (target == this) throw new IllegalArgumentException("to itself");
        int n = 0;
        while (n < most) {
            E element = poll();
            if (element == null) break;
            target.add(element);
            n++;
        }
        return n;
    }

    // ---------------------------------------------------------------- what is in it

    @Override
    public int size() {
        return gate.size();
    }

    @Override
    public boolean isEmpty() {
        return gate.size() == 0;
    }

    @Override
    public boolean hasWaitingConsumer() {
        return gate.waitingTakers() > 0;
    }

    @Override
    public int getWaitingConsumerCount() {
        return gate.waitingTakers();
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return element != null && elements().contains(element);
    }

    @Override
    public boolean remove(@Nullable Object element) {
        return element != null && gate.removeIf(element::equals, 1);
    }

    @Override
    public boolean removeIf(Predicate<? super E> condition) {
        Objects.requireNonNull(condition);
        return gate.removeIf(e -> condition.test(cast(e)), Integer.MAX_VALUE);
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        Objects.requireNonNull(elements);
        return gate.removeIf(elements::contains, Integer.MAX_VALUE);
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        Objects.requireNonNull(elements);
        return gate.removeIf(e -> !elements.contains(e), Integer.MAX_VALUE);
    }

    @Override
    public void clear() {
        boolean unused = gate.removeIf(e -> true, Integer.MAX_VALUE);
    }

    private List<E> elements() {
        List<E> all = new ArrayList<>();
        for (Object entry : gate.entries()) all.add(cast(TransferGate.elementOf(entry)));
        return all;
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        elements().forEach(action);
    }

    @Override
    public Iterator<E> iterator() {
        Iterator<Object> entries = gate.entries().iterator();
        return new Iterator<>() {
            private @Nullable Object last;

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public E next() {
                if (!entries.hasNext()) throw new NoSuchElementException();
                Object entry = entries.next();
                last = entry;
                return cast(TransferGate.elementOf(entry));
            }

            @Override
            public void remove() {
                Object entry = last;
                if (entry == null) throw new IllegalStateException();
                last = null;
                boolean unused = gate.remove(entry);
            }
        };
    }

    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                elements().iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT);
    }

    @Override
    public Object[] toArray() {
        return elements().toArray();
    }

    @Override
    public <T> T[] toArray(T[] target) {
        return elements().toArray(target);
    }

    @Override
    public <T> T[] toArray(IntFunction<T[]> generator) {
        return elements().toArray(generator);
    }

    @Override
    public String toString() {
        return elements().toString();
    }

    /** Serialized, it is the JDK's with the same elements. */
    private Object writeReplace() {
        return new LinkedTransferQueue<>(elements());
    }
}

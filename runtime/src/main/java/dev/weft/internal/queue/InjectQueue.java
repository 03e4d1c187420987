// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.queue;

import dev.weft.internal.util.SpinLock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An unbounded FIFO queue that all threads share: what comes from outside the workers, and what their rings can't hold.
 *
 * <p>Every method may be called by any thread.
 *
 * @param <T> the type of the elements
 */
public final class InjectQueue<T> extends SpinLock {
    /*
     * Ownership: slots, head and the writes of size are guarded by the lock. size is read without it.
     *
     * Ordering: size is released inside the lock and read anywhere. Of one who pushes, then after a full fence looks for
     * idle workers, and one who goes idle by a CAS, then reads size, at least one sees the other (see the scheduler).
     *
     * Progress: elements move in batches, 129 at once from a full ring and up to 128 into an empty one, so that workers
     * seldom meet here.
     *
     * Rejected: a lock-free linked queue. It costs a node for each element, and a batch costs as many CASes as elements.
     */

    private static final int MIN_CAPACITY = 64;
    private static final int MAX_IDLE_CAPACITY = 1 << 12;
    private static final VarHandle SIZE;

    static {
        try {
            SIZE = MethodHandles.lookup().findVarHandle(InjectQueue.class, "size", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private @Nullable Object[] slots = new @Nullable Object[MIN_CAPACITY]; // a ring; its length is a power of two
    private int head;
    private volatile int size;

    /** An empty queue. */
    public InjectQueue() {}

    /**
     * Puts an element behind all others.
     *
     * @param element the element
     */
    public void push(T element) {
        lock();
        try {
            int n = size;
            ensureCapacity(n + 1);
            slots[(head + n) & (slots.length - 1)] = element;
            SIZE.setRelease(this, n + 1);
        } finally {
            unlock();
        }
    }

    /** Puts the first n of the batch behind all others, in their order. */
    void pushBatch(@Nullable Object[] batch, int n) {
        lock();
        try {
            int old = size;
            ensureCapacity(old + n);
            for (int i = 0; i < n; i++) slots[(head + old + i) & (slots.length - 1)] = batch[i];
            SIZE.setRelease(this, old + n);
        } finally {
            unlock();
        }
    }

    /**
     * Takes the oldest element.
     *
     * @return null if there is none
     */
    public @Nullable T poll() {
        if (size == 0) return null;
        lock();
        try {
            int n = size;
            if (n == 0) return null;
            T element = take();
            shrunk(n - 1);
            return element;
        } finally {
            unlock();
        }
    }

    /**
     * Takes the oldest element, and moves a fair share of the rest into a worker's queue.
     *
     * @param queue owned by the caller
     * @param sharers among how many workers to share
     * @return null if there is none
     */
    public @Nullable T pollInto(WorkQueue<T> queue, int sharers) {
        if (size == 0) return null;
        lock();
        try {
            int n = size;
            if (n == 0) return null;
            T first = take();
            shrunk(n - 1 - move(queue, share(n, sharers) - 1));
            return first;
        } finally {
            unlock();
        }
    }

    /**
     * Moves a fair share of the elements into a worker's queue, as far as they fit.
     *
     * @param queue owned by the caller
     * @param sharers among how many workers to share
     */
    public void moveInto(WorkQueue<T> queue, int sharers) {
        lock();
        try {
            int n = size;
            shrunk(n - move(queue, share(n, sharers)));
        } finally {
            unlock();
        }
    }

    private static int share(int n, int sharers) {
        return Math.min(n, Math.min(n / sharers + 1, WorkQueue.CAPACITY / 2));
    }

    private int move(WorkQueue<T> queue, int wanted) {
        int moved = 0;
        while (moved < wanted && queue.push(peek())) {
            take();
            moved++;
        }
        return moved;
    }

    /**
     * Whether there is nothing, at the instant of the call.
     *
     * @return true if so
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * How many elements there are.
     *
     * @return at the instant of the call
     */
    public int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    private T peek() {
        return (T) slots[head];
    }

    private T take() {
        T element = peek();
        slots[head] = null;
        head = (head + 1) & (slots.length - 1);
        return element;
    }

    private void shrunk(int newSize) {
        if (newSize == 0 && slots.length > MAX_IDLE_CAPACITY) {
            slots = new @Nullable Object[MIN_CAPACITY];
            head = 0;
        }
        SIZE.setRelease(this, newSize);
    }

    private void ensureCapacity(int wanted) {
        int capacity = slots.length;
        if (wanted <= capacity) return;
        while (capacity < wanted) capacity *= 2;
        @Nullable Object[] wider = new @Nullable Object[capacity];
        int n = size;
        int upper = Math.min(n, slots.length - head);
        System.arraycopy(slots, head, wider, 0, upper);
        System.arraycopy(slots, 0, wider, upper, n - upper);
        slots = wider;
        head = 0;
    }
}

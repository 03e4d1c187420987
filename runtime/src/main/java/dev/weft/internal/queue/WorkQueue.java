// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A bounded FIFO run queue owned by one worker, from which other workers may steal.
 *
 * <p>{@code push}, {@code pop} and {@code spillInto} belong to the owner; {@link #stealInto} and {@link #isEmpty} may be
 * called by any thread.
 *
 * @param <T> the type of the elements
 */
public final class WorkQueue<T> {
    /*
     * After the local run queue of the Go scheduler (D. Vyukov, "Scalable Go Scheduler Design Doc", 2012).
     *
     * Ownership: tail and the slots are written by the owner only. head is advanced by whoever takes elements, by CAS.
     * Indices grow for ever and wrap; slot of index i is i % CAPACITY; tail - head is the size.
     *
     * Ordering: push() stores the slot, then releases tail; a taker acquires tail before it reads slots, so whoever sees
     * the index sees the element. A taker CASes head after it has read the slots; the owner acquires head before it
     * stores into a slot, so a slot is overwritten only after the CAS that took its old element. A thief that has read an
     * overwritten slot fails its CAS, since head had to move first.
     *
     * Progress: lock-free. A failed CAS means that another taker has succeeded.
     *
     * Rejected: an unbounded array; it hides overload, which goes to the inject queue, where all see it. A Chase-Lev deque:
     * its owner takes the youngest, which starves the oldest, and its thief takes one element at a time.
     */

    /** How many elements fit. */
    public static final int CAPACITY = 256;

    private static final int MASK = CAPACITY - 1;
    private static final VarHandle HEAD;
    private static final VarHandle TAIL;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(WorkQueue.class, "head", int.class);
            TAIL = lookup.findVarHandle(WorkQueue.class, "tail", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Object[] slots = new @Nullable Object[CAPACITY];

    @SuppressWarnings("unused") // by HEAD
    private volatile int head;

    private volatile int tail;

    /** An empty queue. */
    public WorkQueue() {}

    /**
     * Puts an element behind all others. By the owner.
     *
     * @param element the element
     * @return false if the queue is full
     */
    public boolean push(T element) {
        int t = (int) TAIL.get(this);
        if (t - (int) HEAD.getAcquire(this) >= CAPACITY) return false;
        SLOT.setOpaque(slots, t & MASK, element);
        TAIL.setRelease(this, t + 1);
        return true;
    }

    /**
     * Takes the oldest element. By the owner.
     *
     * @return null if there is none
     */
    public @Nullable T pop() {
        int t = (int) TAIL.get(this);
        while (true) {
            int h = (int) HEAD.getAcquire(this);
            if (h == t) return null;
            T element = elementAt(h);
            if (HEAD.compareAndSet(this, h, h + 1)) {
                SLOT.setOpaque(slots, h & MASK, null);
                return element;
            }
        }
    }

    /**
     * Moves the older half, or all of it if a single element is left, into another queue. By any thread that owns the
     * other.
     *
     * @param thief where to; must be empty
     * @return one of the stolen elements, which is not in the other queue; null if there was nothing to steal
     */
    public @Nullable T stealInto(WorkQueue<T> thief) {
        while (true) {
            int h = (int) HEAD.getAcquire(this);
            int t = (int) TAIL.getAcquire(this);
            int size = t - h;
            int n = size - size / 2;
            if (n <= 0) return null;
            if (n > CAPACITY / 2) continue; // head was read long before tail
            int to = (int) TAIL.get(thief);
            for (int i = 0; i < n - 1; i++) {
                SLOT.setOpaque(thief.slots, (to + i) & MASK, SLOT.getOpaque(slots, (h + i) & MASK));
            }
            T last = elementAt(h + n - 1);
            if (HEAD.compareAndSet(this, h, h + n)) {
                TAIL.setRelease(thief, to + n - 1);
                return last;
            }
        }
    }

    /**
     * Takes the older half, or less if thieves are about, and puts it into a shared queue with one more element behind.
     * By the owner, when {@link #push} has failed.
     *
     * @param overflow where to
     * @param element the element that didn't fit
     */
    public void spillInto(InjectQueue<T> overflow, T element) {
        int n = CAPACITY / 2;
        @Nullable Object[] batch = new @Nullable Object[n + 1];
        int h = (int) HEAD.getAcquire(this);
        if ((int) TAIL.get(this) - h < CAPACITY) { // a thief has made room since
            if (push(element)) return;
        }
        for (int i = 0; i < n; i++) batch[i] = SLOT.getOpaque(slots, (h + i) & MASK);
        if (!HEAD.compareAndSet(this, h, h + n)) {
            if (!push(element)) overflow.push(element);
            return;
        }
        for (int i = 0; i < n; i++) SLOT.setOpaque(slots, (h + i) & MASK, null);
        batch[n] = element;
        overflow.pushBatch(batch, n + 1);
    }

    /**
     * Clears what stolen elements have left in the slots, so that an idle queue keeps nothing alive. By the owner.
     */
    public void forgetStolen() {
        if (isEmpty()) Arrays.fill(slots, null);
    }

    /**
     * Whether nothing can be taken, at some instant during the call.
     *
     * @return true if there was an instant with no element
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * How many elements there are, roughly.
     *
     * @return exact if no other thread takes or puts
     */
    public int size() {
        while (true) {
            int h = (int) HEAD.getVolatile(this);
            int size = tail - h;
            if (size <= CAPACITY) return size;
        }
    }

    @SuppressWarnings("unchecked")
    private T elementAt(int index) {
        return (T) SLOT.getOpaque(slots, index & MASK);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.fiber.WaitQueue;
import dev.weft.internal.sched.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue of elements, some of which have somebody who waits until they are taken; and those who wait for an element. First come first
 * served, on both sides.
 */
public final class TransferGate extends WaitLock {
    /*
     * After the dual queue of William Scherer and Michael Scott (Nonblocking Concurrent Data Structures with Condition Synchronization,
     * 2004), with a lock.
     *
     * Ownership: everything is guarded by the lock, which no holder suspends with. A strand that waits has its node as its item, or
     * none if it wants an element; what a taker is given is its item then.
     *
     * Progress: somebody waits for an element only if there is none. Whoever brings one gives it to the first of those. Whoever
     * takes a node out of the list completes who waits with it.
     *
     * Ordering: by the lock, or by Strand.complete().
     *
     * As in the JDK's queues of this kind, who is interrupted or cancelled succeeds all the same if it needn't wait.
     */

    /** What was asked for isn't possible at once, or in time. */
    private static final Object TIMED_OUT = new Object();

    /** How an element is put. */
    public enum Put {
        /** It stays until it is taken. */
        LEAVE,
        /** Only if somebody waits for it. */
        HAND_OVER
    }

    /** An element that was put and not taken. */
    private static final class Node {
        final Object element;
        final @Nullable Strand putter; // waits until it is taken

        @Nullable
        Node previous;

        @Nullable
        Node next;

        boolean linked;

        Node(Object element, @Nullable Strand putter) {
            this.element = element;
            this.putter = putter;
        }
    }

    private final WaitQueue takers = new WaitQueue();
    private @Nullable Node first;
    private @Nullable Node last;
    private int count;

    /** Empty. */
    public TransferGate() {}

    // ---------------------------------------------------------------- the list; the lock is held

    private void link(Object element, @Nullable Strand putter) {
        Node node = new Node(element, putter);
        if (putter != null) putter.startWaiting(node, this);
        Node before = last;
        node.previous = before;
        if (before == null) first = node;
        else before.next = node;
        last = node;
        node.linked = true;
        count++;
    }

    private void unlink(Node node) {
        Node before = node.previous;
        Node after = node.next;
        if (before == null) first = after;
        else before.next = after;
        if (after == null) last = before;
        else after.previous = before;
        node.linked = false;
        count--;
    }

    /** Takes a node out. Answers who is to be submitted, when the lock is free. */
    private @Nullable Strand take(Node node) {
        unlink(node);
        Strand putter = node.putter;
        if (putter == null) return null;
        putter.complete(null);
        return putter.release(this) ? putter : null;
    }

    // ---------------------------------------------------------------- putting

    /**
     * Puts an element, and waits for nobody.
     *
     * @param element not null
     * @param how what becomes of it if nobody waits for it
     * @return false if it was not put
     */
    public boolean put(Object element, Put how) {
        return begin(element, how == Put.LEAVE, null);
    }

    /** Gives it to who waits for one, or leaves it here; false if it isn't taken, and the putter, if there is one, waits for that. */
    private boolean begin(Object element, boolean leaves, @Nullable Strand putter) {
        Strand taker;
        boolean parked;
        lock();
        try {
            taker = takers.poll();
            if (taker == null) {
                if (leaves || putter != null) link(element, putter);
                return leaves;
            }
            taker.complete(element);
            parked = taker.release(this);
        } finally {
            unlock();
        }
        if (parked) taker.submit();
        return true;
    }

    /**
     * Puts an element, and waits until it is taken.
     *
     * @param element not null
     * @throws InterruptedException if the thread is interrupted or the routine cancelled; it isn't put then
     */
    @Fiber
    public void transfer(Object element) throws InterruptedException {
        Strand strand = Strand.current();
        if (begin(element, false, strand)) return;
        while (strand.isWaiting()) {
            if (strand.isCancelled() && withdraw(strand)) throw Interrupts.of(strand, "transfer");
            if (strand.park()) Continuation.suspend();
        }
        strand.takeItem();
    }

    /**
     * As {@link #transfer(Object)}, for a time.
     *
     * @param element not null
     * @param time how long; nothing or less hands it over if somebody waits for it
     * @return false if it wasn't taken in time; it isn't put then
     * @throws InterruptedException as {@link #transfer(Object)}
     */
    @Fiber
    public boolean transfer(Object element, Duration time) throws InterruptedException {
        if (time.isNegative() || time.isZero()) {
            if (put(element, Put.HAND_OVER)) return true;
            Interrupts.check();
            return false;
        }
        Strand strand = Strand.current();
        return begin(element, false, strand) || await(strand, "transfer", time) != TIMED_OUT;
    }

    // ---------------------------------------------------------------- taking

    /**
     * Takes the first element.
     *
     * @return null if there is none
     */
    public @Nullable Object poll() {
        return begin(null);
    }

    /** Null if there is none, and the taker, if there is one, waits for it. */
    private @Nullable Object begin(@Nullable Strand taker) {
        Node node;
        Strand putter;
        lock();
        try {
            node = first;
            if (node == null) {
                if (taker != null) {
                    taker.startWaiting(null, this);
                    takers.add(taker);
                }
                return null;
            }
            putter = take(node);
        } finally {
            unlock();
        }
        if (putter != null) putter.submit();
        return node.element;
    }

    /**
     * Waits for an element, and takes it.
     *
     * @return the element
     * @throws InterruptedException if the thread is interrupted or the routine cancelled; nothing is taken then
     */
    @Fiber
    public Object take() throws InterruptedException {
        Strand strand = Strand.current();
        Object element = begin(strand);
        if (element != null) return element;
        while (strand.isWaiting()) {
            if (strand.isCancelled() && withdraw(strand)) throw Interrupts.of(strand, "take");
            if (strand.park()) Continuation.suspend();
        }
        return Objects.requireNonNull(strand.takeItem());
    }

    /**
     * As {@link #take()}, for a time.
     *
     * @param time how long; nothing or less looks once
     * @return null if there was none in time
     * @throws InterruptedException as {@link #take()}
     */
    @Fiber
    public @Nullable Object take(Duration time) throws InterruptedException {
        if (time.isNegative() || time.isZero()) {
            Object element = poll();
            if (element == null) Interrupts.check();
            return element;
        }
        Strand strand = Strand.current();
        Object element = begin(strand);
        if (element != null) return element;
        element = await(strand, "take", time);
        return element == TIMED_OUT ? null : element;
    }

    // ---------------------------------------------------------------- waiting

    @Fiber
    private @Nullable Object await(Strand strand, String operation, Duration time) throws InterruptedException {
        Timeout timeout = new Timeout(strand);
        Timers timers = Timeout.timers();
        timers.set(timeout, Timeout.deadline(time));
        try {
            while (strand.isWaiting()) {
                if (strand.isCancelled() && withdraw(strand)) throw Interrupts.of(strand, operation);
                if (timeout.isExpired() && withdraw(strand)) return TIMED_OUT;
                if (strand.park()) Continuation.suspend();
            }
            return strand.takeItem();
        } finally {
            timers.cancel(timeout);
        }
    }

    @Override
    public boolean withdraw(Strand strand) {
        lock();
        try {
            if (!strand.isWaiting()) return false;
            if (strand.item() instanceof Node node) unlink(node);
            else takers.remove(strand);
            strand.complete(null);
            strand.takeItem(); // it forgets this gate
            return true;
        } finally {
            unlock();
        }
    }

    // ---------------------------------------------------------------- what is in it

    /**
     * Takes out elements; who waits with one goes on as if it were taken.
     *
     * @param condition asked for each, in their order, until it has taken the most; called without the lock
     * @param most how many at most
     * @return whether any was
     */
    public boolean removeIf(Predicate<Object> condition, int most) {
        int removed = 0;
        for (Object entry : entries()) {
            if (removed == most) break;
            if (condition.test(elementOf(entry)) && remove(entry)) removed++;
        }
        return removed > 0;
    }

    /**
     * What is in it now, to be given to {@link #elementOf} and {@link #remove}.
     *
     * @return in their order
     */
    public List<Object> entries() {
        lock();
        try {
            List<Object> all = new ArrayList<>(count);
            for (Node n = first; n != null; n = n.next) all.add(n);
            return all;
        } finally {
            unlock();
        }
    }

    /**
     * The element of an entry.
     *
     * @param entry of {@link #entries()}
     * @return not null
     */
    public static Object elementOf(Object entry) {
        return ((Node) entry).element;
    }

    /**
     * Takes an entry out; who waits with it goes on as if it were taken.
     *
     * @param entry of {@link #entries()}
     * @return false if it is no longer in it
     */
    public boolean remove(Object entry) {
        Node node = (Node) entry;
        Strand putter;
        lock();
        try {
            if (!node.linked) return false;
            putter = take(node);
        } finally {
            unlock();
        }
        if (putter != null) putter.submit();
        return true;
    }

    /**
     * The first element, which stays.
     *
     * @return null if there is none
     */
    public @Nullable Object peek() {
        lock();
        try {
            return first == null ? null : first.element;
        } finally {
            unlock();
        }
    }

    /**
     * How many elements are in it.
     *
     * @return at some instant
     */
    public int size() {
        lock();
        try {
            return count;
        } finally {
            unlock();
        }
    }

    /**
     * How many wait for an element.
     *
     * @return at some instant, counted one by one
     */
    public int waitingTakers() {
        lock();
        try {
            return takers.size();
        } finally {
            unlock();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.fiber.WaitQueue;
import dev.weft.internal.select.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A kind of channel: where elements lie, and who waits for room or for an element. No method waits.
 *
 * <p>May be used by any threads and fibers at once.
 */
public abstract class Flavor extends WaitLock {
    /*
     * After Go's chan.go: one lock for each channel; a receiver that waits is handed the element itself.
     *
     * Ownership: everything is guarded by the lock, which no holder suspends with. closed may be read without it.
     *
     * Ordering: what a sender did before it sent happens before what the receiver does with the element, by the lock or
     * by Strand.complete(); likewise what was done before close(), and, where a sender waited for room, the receive that
     * made it.
     *
     * Progress: a strand is in a queue only if its counterpart's queue is empty and the elements don't serve it. Whoever
     * takes it out completes and releases it, and submits it when the lock is free.
     */

    /** Given to those that wait when the channel is closed, and for an element of one that is. */
    public static final Object CLOSED = new Object();

    /** Strands whose item is what they send. */
    final WaitQueue senders = new WaitQueue();

    /** Strands that want an element. */
    final WaitQueue receivers = new WaitQueue();

    private volatile boolean closed;
    private @Nullable Throwable closeCause; // written before closed

    Flavor() {}

    /** Puts an element where a later receive finds it; false if there is no room. */
    abstract boolean store(Object element);

    /** Takes the oldest stored element; null if there is none. */
    abstract @Nullable Object take();

    /** How many elements are stored. */
    abstract int stored();

    /**
     * How many elements can be stored.
     *
     * @return {@link Integer#MAX_VALUE} if there is no bound
     */
    public abstract int capacity();

    /**
     * Sends, or has a strand wait for it.
     *
     * @param element what to send
     * @param sender who is to wait; null if nobody is
     * @return null if it was sent, {@link #CLOSED} if it can't be, the sender if it waits or would have to
     */
    public final @Nullable Object send(Object element, @Nullable Strand sender) {
        Strand receiver;
        boolean parked;
        lock();
        try {
            if (closed) return CLOSED;
            receiver = receivers.poll();
            if (receiver == null) {
                if (store(element)) return null;
                if (sender == null) return element;
                sender.startWaiting(element, this);
                senders.add(sender);
                return sender;
            }
            receiver.complete(element);
            parked = receiver.release(this);
        } finally {
            unlock();
        }
        if (parked) receiver.submit();
        return null;
    }

    /**
     * Receives, or has a strand wait for it.
     *
     * @param receiver who is to wait; null if nobody is
     * @return the element, {@link #CLOSED}, or null if the receiver waits or would have to
     */
    public final @Nullable Object receive(@Nullable Strand receiver) {
        Object element;
        Strand sender;
        boolean parked;
        lock();
        try {
            element = take();
            sender = senders.poll();
            if (sender == null) {
                if (element != null) return element;
                if (closed) return CLOSED;
                if (receiver == null) return null;
                receiver.startWaiting(null, this);
                await(receiver);
                return null;
            }
            Object offered = Objects.requireNonNull(sender.item());
            if (element == null) element = offered;
            else store(offered);
            sender.complete(null);
            parked = sender.release(this);
        } finally {
            unlock();
        }
        if (parked) sender.submit();
        return element;
    }

    /** Puts a strand that begins to wait among the receivers. The lock is held. */
    void await(Strand receiver) {
        receivers.add(receiver);
    }

    /**
     * A case that receives.
     *
     * @return for one select
     */
    public ReceiveCase receiveCase() {
        return new ReceiveCase(this);
    }

    /** As {@link #send}, for a select that holds the lock: false if it would have to wait. */
    final boolean attemptSend(Object element, Selection selection) {
        if (closed) {
            selection.setOutcome(CLOSED);
            return true;
        }
        Strand receiver = receivers.poll();
        if (receiver == null) return store(element);
        receiver.complete(element);
        if (receiver.release(this)) selection.submitLater(receiver);
        return true;
    }

    /** As {@link #receive}, for a select that holds the lock: false if it would have to wait. */
    final boolean attemptReceive(Selection selection) {
        Object element = take();
        Strand sender = senders.poll();
        if (sender != null) {
            Object offered = Objects.requireNonNull(sender.item());
            if (element == null) element = offered;
            else store(offered);
            sender.complete(null);
            if (sender.release(this)) selection.submitLater(sender);
        } else if (element == null) {
            if (!closed) return false;
            element = CLOSED;
        }
        selection.setOutcome(element);
        return true;
    }

    /** Whether a send seems not to have to wait; looked at without the lock, so it may be wrong. */
    final boolean maySend() {
        return !receivers.isEmpty() || hasRoom() || closed;
    }

    /** Whether a receive seems not to have to wait; looked at without the lock, so it may be wrong. */
    final boolean mayReceive() {
        return !senders.isEmpty() || stored() > 0 || closed;
    }

    /** Whether an element can be stored. */
    abstract boolean hasRoom();

    @Override
    public boolean withdraw(Strand strand) {
        lock();
        try {
            if (!strand.isWaiting()) return false;
            WaitQueue queue = strand.item() == null ? receivers : senders;
            queue.remove(strand);
            strand.complete(null);
            strand.takeItem(); // it forgets this channel
            return true;
        } finally {
            unlock();
        }
    }

    /**
     * Closes: nothing can be sent any more, and what is stored can be received.
     *
     * @param cause why; null if there is nothing to be said
     * @return false if it is closed already
     */
    public boolean close(@Nullable Throwable cause) {
        List<Strand> waiting = new ArrayList<>();
        lock();
        try {
            if (closed) return false;
            closeCause = cause;
            closed = true;
            for (Strand s = receivers.poll(); s != null; s = receivers.poll()) waiting.add(s);
            for (Strand s = senders.poll(); s != null; s = senders.poll()) waiting.add(s);
            for (Strand s : waiting) s.complete(CLOSED);
        } finally {
            unlock();
        }
        for (Strand s : waiting) s.unparkInTurn();
        return true;
    }

    /**
     * Whether it is closed.
     *
     * @return true from the close on
     */
    public final boolean isClosed() {
        return closed;
    }

    /**
     * Why it is closed.
     *
     * @return null if it isn't, or for no cause
     */
    public final @Nullable Throwable closeCause() {
        return closed ? closeCause : null;
    }

    /**
     * How many elements can be received without a sender.
     *
     * @return at some instant during the call
     */
    public int size() {
        lock();
        try {
            return stored();
        } finally {
            unlock();
        }
    }

    @Override
    public final String describe() {
        int capacity = capacity();
        return "Channel#" + rank()
                + (capacity == 0
                        ? " (rendezvous)"
                        : " (" + stored() + " of " + (capacity == Integer.MAX_VALUE ? "any" : capacity) + " stored)");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.fiber.WaitQueue;
import dev.weft.internal.sched.Timers;
import dev.weft.internal.select.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A channel of longs, in which nothing is boxed: what the channels of primitive values are faces of.
 *
 * <p>May be used by any threads and fibers at once.
 */
public final class LongFlavor extends WaitLock {
    /*
     * As Flavor, for values that no object is made of. A strand that waits has its value in its own slot: a sender what it sends, a
     * receiver what it is given.
     *
     * Ownership: everything is guarded by the lock, which no holder suspends with. closed may be read without it. A strand's slot
     * belongs to the lock while the strand waits.
     *
     * The slot is where a continuation keeps results of calls as well. So who waits calls no fiber method between the beginning of
     * its wait and the reading of the slot but the one that suspends. A select's alternatives have slots of their own, and who claims
     * one moves its value to the strand's.
     *
     * Rejected: a slot of its own for each strand. Eight bytes more for a million fibers that wait for something else.
     */

    private static final Object SERVED = new Object();

    /** Given to those that wait when the channel is closed, and the outcome of a case of one that is. */
    public static final Object CLOSED = new Object();

    /** What a sender waits with; a receiver waits with nothing. */
    static final Object SENDING = new Object();

    private static final int MIN_UNBOUNDED = 16;

    private final int capacity;

    /** Strands whose slot is what they send. */
    final WaitQueue senders = new WaitQueue();

    /** Strands that want a value. */
    final WaitQueue receivers = new WaitQueue();

    private long[] values;
    private int first;
    private int count;
    private volatile boolean closed;
    private @Nullable Throwable closeCause; // written before closed

    /**
     * A new one.
     *
     * @param capacity how many values are stored; {@link Integer#MAX_VALUE} for as many as memory holds
     */
    public LongFlavor(int capacity) {
        if (capacity < 0) throw new IllegalArgumentException("a buffer of " + capacity);
        this.capacity = capacity;
        values = new long[capacity == Integer.MAX_VALUE ? MIN_UNBOUNDED : capacity];
    }

    // ---------------------------------------------------------------- what is stored; the lock is held

    private boolean store(long value) {
        if (count == capacity) return false;
        if (count == values.length) grow();
        int place = first + count++;
        values[place < values.length ? place : place - values.length] = value;
        return true;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(2, values.length)];
        int atEnd = values.length - first;
        System.arraycopy(values, first, larger, 0, atEnd);
        System.arraycopy(values, 0, larger, atEnd, first);
        values = larger;
        first = 0;
    }

    private long take() {
        long value = values[first];
        if (++first == values.length) first = 0;
        count--;
        return value;
    }

    // ---------------------------------------------------------------- one step, which doesn't wait

    /** SERVED, CLOSED, or null if the sender waits now; or would have to, if there is none. */
    private @Nullable Object begin(long value, @Nullable Strand sender) {
        Strand receiver;
        boolean parked;
        lock();
        try {
            if (closed) return CLOSED;
            receiver = receivers.poll();
            if (receiver == null) {
                if (store(value)) return SERVED;
                if (sender == null) return null;
                sender.setSlot(value);
                sender.startWaiting(SENDING, this);
                senders.add(sender);
                return null;
            }
            receiver.setSlot(value);
            receiver.complete(SERVED);
            parked = receiver.release(this);
        } finally {
            unlock();
        }
        if (parked) receiver.submit();
        return SERVED;
    }

    /** As {@link #begin(long, Strand)}; the value is in the receiver's slot. */
    private @Nullable Object begin(Strand receiver, boolean waits) {
        Strand sender;
        boolean parked;
        lock();
        try {
            sender = senders.poll();
            if (count > 0) receiver.setSlot(take());
            else if (sender != null) receiver.setSlot(sender.slot());
            else if (closed) return CLOSED;
            else {
                if (!waits) return null;
                receiver.startWaiting(null, this);
                receivers.add(receiver);
                return null;
            }
            if (sender == null) return SERVED;
            if (capacity > 0) store(sender.slot());
            sender.complete(SERVED);
            parked = sender.release(this);
        } finally {
            unlock();
        }
        if (parked) sender.submit();
        return SERVED;
    }

    // ---------------------------------------------------------------- for a select, which holds the lock

    /** As {@link #begin(long, Strand)}: false if it would have to wait. */
    boolean attemptSend(long value, Selection selection) {
        if (closed) {
            selection.setOutcome(CLOSED);
            return true;
        }
        Strand receiver = receivers.poll();
        if (receiver == null) return store(value);
        receiver.setSlot(value);
        receiver.complete(SERVED);
        if (receiver.release(this)) selection.submitLater(receiver);
        return true;
    }

    /** As {@link #begin(Strand, boolean)}: false if it would have to wait. The value is in the case. */
    boolean attemptReceive(LongReceiveCase receiving, Selection selection) {
        Strand sender = senders.poll();
        if (count > 0) {
            receiving.setValue(take());
        } else if (sender != null) {
            receiving.setValue(sender.slot());
        } else {
            if (closed) selection.setOutcome(CLOSED);
            return closed;
        }
        if (sender == null) return true;
        if (capacity > 0) store(sender.slot());
        sender.complete(SERVED);
        if (sender.release(this)) selection.submitLater(sender);
        return true;
    }

    /** Whether a send seems not to have to wait; looked at without the lock, so it may be wrong. */
    boolean maySend() {
        return !receivers.isEmpty() || count < capacity || closed;
    }

    /** Whether a receive seems not to have to wait; looked at without the lock, so it may be wrong. */
    boolean mayReceive() {
        return !senders.isEmpty() || count > 0 || closed;
    }

    // ---------------------------------------------------------------- operations

    /**
     * Sends; waits for room, or for a receiver.
     *
     * @param value what to send
     * @return false if it is closed
     */
    @Fiber
    public boolean send(long value) {
        Strand strand = Strand.current();
        Object outcome = begin(value, strand);
        if (outcome == null) {
            while (strand.isWaiting()) {
                if (strand.isCancelled() && withdraw(strand)) throw strand.cancellation("send");
                if (strand.park()) Continuation.suspend();
            }
            outcome = strand.takeItem();
        }
        return outcome != CLOSED;
    }

    /**
     * Sends, not waiting longer than a time.
     *
     * @param value what to send
     * @param time how long; nothing or less tries once
     * @return null if it is closed, else whether it was sent
     */
    @Fiber
    public @Nullable Boolean trySend(long value, Duration time) {
        boolean waits = !time.isNegative() && !time.isZero();
        Strand strand = waits ? Strand.current() : null;
        Object outcome = begin(value, strand);
        if (outcome == null && strand != null) {
            outcome = awaitServed(time, strand, "send");
        }
        return outcome == CLOSED ? null : Boolean.valueOf(outcome == SERVED);
    }

    /**
     * Receives; waits for a value.
     *
     * @param ifClosed answers, or throws, if it is closed and drained
     * @return the value
     */
    @Fiber
    public long receive(LongSupplier ifClosed) {
        Strand strand = Strand.current();
        Object outcome = begin(strand, true);
        if (outcome == null) {
            while (strand.isWaiting()) {
                if (strand.isCancelled() && withdraw(strand)) throw strand.cancellation("receive");
                if (strand.park()) Continuation.suspend();
            }
            outcome = strand.takeItem();
        }
        return outcome == CLOSED ? ifClosed.getAsLong() : strand.slot();
    }

    /**
     * Receives, not waiting longer than a time.
     *
     * @param time how long; nothing or less tries once
     * @param receiver is given the value; doesn't wait
     * @return null if it is closed and drained, else whether there was one
     */
    @Fiber
    public @Nullable Boolean tryReceive(Duration time, LongConsumer receiver) {
        boolean waits = !time.isNegative() && !time.isZero();
        Strand strand = Strand.current();
        Object outcome = begin(strand, waits);
        if (outcome == null && waits) outcome = awaitServed(time, strand, "receive");
        if (outcome == null) return false;
        if (outcome == CLOSED) return null;
        long value = strand.slot();
        receiver.accept(value);
        return true;
    }

    /** Null if the time is over before, and it has had no effect. It gives a reference, since a primitive result would go by the slot. */
    @Fiber
    private @Nullable Object awaitServed(Duration time, Strand strand, String operation) {
        Timeout timeout = new Timeout(strand);
        Timers timers = Timeout.timers();
        timers.set(timeout, Timeout.deadline(time));
        try {
            while (strand.isWaiting()) {
                if (strand.isCancelled() && withdraw(strand)) throw strand.cancellation(operation);
                if (timeout.isExpired() && withdraw(strand)) return null;
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
            (strand.item() == null ? receivers : senders).remove(strand);
            strand.complete(null);
            strand.takeItem(); // it forgets this channel
            return true;
        } finally {
            unlock();
        }
    }

    // ---------------------------------------------------------------- its state

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
    public boolean isClosed() {
        return closed;
    }

    /**
     * Why it is closed.
     *
     * @return null if it isn't, or for no cause
     */
    public @Nullable Throwable closeCause() {
        return closed ? closeCause : null;
    }

    /**
     * How many values can be received without a sender.
     *
     * @return at some instant during the call
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
     * How many values can be stored.
     *
     * @return {@link Integer#MAX_VALUE} if there is no bound
     */
    public int capacity() {
        return capacity;
    }

    @Override
    public String describe() {
        String most = capacity == Integer.MAX_VALUE ? "any" : String.valueOf(capacity);
        return "Channel#" + rank() + (capacity == 0 ? " (rendezvous)" : " (" + count + " of " + most + " stored)");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.channel.Buffered;
import dev.weft.internal.channel.Flavor;
import dev.weft.internal.channel.Rendezvous;
import dev.weft.internal.channel.Ticks;
import dev.weft.internal.channel.Unbounded;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.sched.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A queue between fibers, platform threads and virtual threads, in any mix, by which they hand over elements and wait for
 * each other; as a channel of Go.
 *
 * <ul>
 *   <li>{@link #rendezvous()}: a send waits until the element has been received.
 *   <li>{@link #buffered(int)}: a send waits while the buffer is full.
 *   <li>{@link #unbounded()}: a send never waits.
 * </ul>
 *
 * <pre>{@code
 *   Channel<Path> found = Channel.buffered(100);
 *   Weft.go(() -> {
 *       try {
 *           walk(root, found); // sends each file
 *       } finally {
 *           found.close();
 *       }
 *   });
 *   for (Path file : found.elements()) System.out.println(file);
 * }</pre>
 *
 * <p>Elements arrive in the order in which they were sent, and whoever waits longest is served first. {@code null} can't
 * be sent.
 *
 * <p><b>Waiting.</b> In instrumented code a fiber that waits suspends and holds no thread. A thread that waits blocks. A
 * wait ends with a {@link CancelledException} if the routine is cancelled or the thread interrupted (whose interrupt flag
 * stays set); then the element was not sent, or nothing was received.
 *
 * <p><b>Closing.</b> A sender says by {@link #close()} that nothing more will come. From then on, and also if it was
 * waiting already, a send throws {@link ChannelClosedException}. Receivers get what is in the buffer, and then learn of the
 * close.
 *
 * <p><b>One end of it.</b> A method that is only to receive takes a {@link ReceiveChannel}, one that is only to send a
 * {@link SendChannel}. A channel is both.
 *
 * <p><b>Memory effects.</b> What is done before a send happens before what follows the receive of its element; what is
 * done before a receive from a channel with capacity <i>n</i> happens before what follows the <i>n</i>-th send after the
 * one it has received; what is done before {@code close} happens before what follows a receive that reports it.
 *
 * @param <E> the type of the elements
 */
public final class Channel<E> implements SendChannel<E>, ReceiveChannel<E> {
    private final Flavor flavor;

    private Channel(Flavor flavor) {
        this.flavor = flavor;
    }

    /** For a select. */
    static Flavor flavorOf(ReceiveChannel<?> channel) {
        return ((Channel<?>) channel).flavor;
    }

    /** Likewise. */
    static Flavor flavorOf(SendChannel<?> channel) {
        return ((Channel<?>) channel).flavor;
    }

    /**
     * A channel without a buffer.
     *
     * @param <E> the type of the elements
     * @return a new channel
     */
    public static <E> Channel<E> rendezvous() {
        return new Channel<>(new Rendezvous());
    }

    /**
     * A channel that holds up to a number of elements.
     *
     * @param <E> the type of the elements
     * @param capacity how many; with 0 it is a {@link #rendezvous()}
     * @return a new channel
     * @throws IllegalArgumentException if the capacity is negative
     */
    public static <E> Channel<E> buffered(int capacity) {
        if (capacity < 0) throw new IllegalArgumentException("negative capacity: " + capacity);
        return new Channel<>(capacity == 0 ? new Rendezvous() : new Buffered(capacity));
    }

    /**
     * A channel that holds any number of elements.
     *
     * @param <E> the type of the elements
     * @return a new channel
     */
    public static <E> Channel<E> unbounded() {
        return new Channel<>(new Unbounded());
    }

    /**
     * A channel on which an element comes once, after a time: {@code receive(Channel.after(time), …)} in a {@code Select}. Nothing
     * is kept of it if nobody waits for it any more.
     *
     * @param time how long; nothing or less has passed already
     * @return a new channel, which gives the time at which the element was due; a {@link Timer} can be stopped, too
     */
    public static ReceiveChannel<Instant> after(Duration time) {
        return new Timer(time).channel();
    }

    /** For a timer. */
    static Channel<Instant> of(Ticks ticks) {
        return new Channel<>(ticks);
    }

    @Fiber
    @Override
    public void send(E element) {
        Strand strand = Strand.current();
        Object outcome = flavor.send(Objects.requireNonNull(element, "null can't be sent"), strand);
        if (outcome == null) return;
        if (outcome == strand) {
            while (strand.isWaiting()) {
                if (strand.isCancelled() && flavor.withdraw(strand)) throw strand.cancellation("send");
                if (strand.park()) Continuation.suspend();
            }
            outcome = strand.takeItem();
        }
        if (outcome == Flavor.CLOSED) throw new ChannelClosedException("send on a closed channel", flavor.closeCause());
    }

    @Fiber
    @Override
    public E receive() {
        Strand strand = Strand.current();
        Object element = flavor.receive(strand);
        if (element == null) {
            while (strand.isWaiting()) {
                if (strand.isCancelled() && flavor.withdraw(strand)) throw strand.cancellation("receive");
                if (strand.park()) Continuation.suspend();
            }
            element = strand.takeItem();
        }
        if (element == Flavor.CLOSED)
            throw new ChannelClosedException("receive from a closed channel", flavor.closeCause());
        return cast(element);
    }

    @Fiber
    @Override
    public @Nullable E receiveOrNull() {
        Strand strand = Strand.current();
        Object element = flavor.receive(strand);
        if (element == null) {
            while (strand.isWaiting()) {
                if (strand.isCancelled() && flavor.withdraw(strand)) throw strand.cancellation("receive");
                if (strand.park()) Continuation.suspend();
            }
            element = strand.takeItem();
        }
        return element == Flavor.CLOSED ? end() : cast(element);
    }

    @Override
    public boolean trySend(E element) {
        Object outcome = flavor.send(Objects.requireNonNull(element, "null can't be sent"), null);
        if (outcome == Flavor.CLOSED) throw new ChannelClosedException("send on a closed channel", flavor.closeCause());
        return outcome == null;
    }

    @Override
    public @Nullable E tryReceive() {
        Object element = flavor.receive(null);
        if (element == Flavor.CLOSED) return end();
        return element == null ? null : cast(element);
    }

    @Fiber
    @Override
    public boolean trySend(E element, Duration time) {
        if (time.isNegative() || time.isZero()) return trySend(element);
        Strand strand = Strand.current();
        Object outcome = flavor.send(Objects.requireNonNull(element, "null can't be sent"), strand);
        if (outcome == strand) {
            if (!isServedWithin(time, strand, "send")) return false;
            outcome = strand.takeItem();
        }
        if (outcome == Flavor.CLOSED) throw new ChannelClosedException("send on a closed channel", flavor.closeCause());
        return true;
    }

    @Fiber
    @Override
    public @Nullable E tryReceive(Duration time) {
        if (time.isNegative() || time.isZero()) return tryReceive();
        Strand strand = Strand.current();
        Object element = flavor.receive(strand);
        if (element == null) {
            if (!isServedWithin(time, strand, "receive")) return null;
            element = strand.takeItem();
        }
        return element == Flavor.CLOSED ? end() : cast(element);
    }

    /** Waits for the end of what the strand has begun; false if the time is over before, and it has had no effect. */
    @Fiber
    private boolean isServedWithin(Duration time, Strand strand, String operation) {
        Timeout timeout = new Timeout(strand);
        Timers timers = Timeout.timers();
        timers.set(timeout, Timeout.deadline(time));
        try {
            while (strand.isWaiting()) {
                if (strand.isCancelled() && flavor.withdraw(strand)) throw strand.cancellation(operation);
                if (timeout.isExpired() && flavor.withdraw(strand)) return false;
                if (strand.park()) Continuation.suspend();
            }
            return true;
        } finally {
            timers.cancel(timeout);
        }
    }

    /** What is received instead of an element when there will be none: a failure isn't taken for the end. */
    private @Nullable E end() {
        if (flavor.closeCause() != null)
            throw new ChannelClosedException("the channel was closed by a failure", flavor.closeCause());
        return null;
    }

    @Override
    public void close() {
        if (!flavor.close(null)) throw new ChannelClosedException("close of a closed channel", flavor.closeCause());
    }

    @Override
    public void close(Throwable cause) {
        if (!flavor.close(Objects.requireNonNull(cause)))
            throw new ChannelClosedException("close of a closed channel", flavor.closeCause());
    }

    @Override
    public @Nullable Throwable closeCause() {
        return flavor.closeCause();
    }

    @Override
    public boolean isClosed() {
        return flavor.isClosed();
    }

    @Override
    public int size() {
        return flavor.size();
    }

    @Override
    public int capacity() {
        return flavor.capacity();
    }

    @Fiber
    @Override
    public void forEach(Receiver<? super E> receiver) throws Exception {
        for (E element = receiveOrNull(); element != null; element = receiveOrNull()) receiver.accept(element);
    }

    @Override
    public Iterable<E> elements() {
        return () -> new Iterator<>() {
            private @Nullable E next;

            @Fiber
            @Override
            public boolean hasNext() {
                if (next == null) next = receiveOrNull();
                return next != null;
            }

            @Fiber
            @Override
            public E next() {
                if (!hasNext()) throw new NoSuchElementException("the channel is closed");
                E element = Objects.requireNonNull(next);
                next = null;
                return element;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private E cast(@Nullable Object element) {
        return (E) Objects.requireNonNull(element);
    }

    @Override
    public String toString() {
        return "Channel[" + size() + " of " + (capacity() == Integer.MAX_VALUE ? "any" : capacity())
                + (isClosed() ? ", closed]" : "]");
    }
}

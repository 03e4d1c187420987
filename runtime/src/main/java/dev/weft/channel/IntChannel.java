// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Channel} of int values, in which nothing is boxed: sending and receiving allocates nothing. It waits, is closed, and
 * makes visible what was done before, as that does.
 */
public final class IntChannel extends PrimitiveChannel {
    /** What {@link #forEach} does with each value. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Takes one value; may block.
         *
         * @param value the value
         * @throws Exception ends the loop, and is thrown by it
         */
        @Fiber
        void accept(int value) throws Exception;
    }

    /**
     * What a {@link Select} does with a value that it has received.
     *
     * @param <R> the type of the answer
     */
    @FunctionalInterface
    public interface Handler<R extends @Nullable Object> {
        /**
         * Called after the choice; may block.
         *
         * @param value was received
         * @return what the select answers
         */
        @Fiber
        R handle(int value);
    }

    /** What a {@link Select} sends. */
    @FunctionalInterface
    public interface Source {
        /**
         * Called before the choice; may block.
         *
         * @return the value
         */
        @Fiber
        int next();
    }

    private IntChannel(int capacity) {
        super(capacity);
    }

    /**
     * A channel without a buffer.
     *
     * @return a new channel
     */
    public static IntChannel rendezvous() {
        return new IntChannel(0);
    }

    /**
     * A channel that holds up to a number of values.
     *
     * @param capacity how many; with 0 it is a {@link #rendezvous()}
     * @return a new channel
     * @throws IllegalArgumentException if the capacity is negative
     */
    public static IntChannel buffered(int capacity) {
        return new IntChannel(capacity);
    }

    /**
     * A channel that holds as many values as memory does: a send never waits.
     *
     * @return a new channel
     */
    public static IntChannel unbounded() {
        return new IntChannel(Integer.MAX_VALUE);
    }

    /**
     * Sends a value; waits while there is no room, or no receiver for a rendezvous.
     *
     * @param value the value
     * @throws ChannelClosedException if the channel is closed, or is while it waits: the value was not sent
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while it waits: the value was not sent
     */
    @Fiber
    public void send(int value) {
        if (!flavor.send(value)) throw new ChannelClosedException("send on a closed channel", flavor.closeCause());
    }

    /**
     * Sends a value if that is possible without waiting.
     *
     * @param value the value
     * @return false if there is no room, or no receiver for a rendezvous
     * @throws ChannelClosedException if the channel is closed
     */
    @Fiber
    public boolean trySend(int value) {
        return trySend(value, Duration.ZERO);
    }

    /**
     * Sends a value, and waits for that not longer than a time.
     *
     * @param value the value
     * @param time how long; nothing or less tries once
     * @return false if the time is over: the value was not sent
     * @throws ChannelClosedException as {@link #send}
     * @throws CancelledException as {@link #send}
     */
    @Fiber
    public boolean trySend(int value, Duration time) {
        Boolean sent = flavor.trySend(value, time);
        if (sent == null) throw new ChannelClosedException("send on a closed channel", flavor.closeCause());
        return sent;
    }

    /**
     * Receives a value; waits while there is none.
     *
     * @return the value
     * @throws ChannelClosedException if the channel is closed and nothing is left in it
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while it waits: nothing was received
     */
    @Fiber
    public int receive() {
        return (int) flavor.receive(ifClosed);
    }

    /**
     * Receives a value if there is one.
     *
     * @param receiver is given the value; must not wait
     * @return false if there is none; {@link #isClosed()} tells whether one may still come
     * @throws ChannelClosedException if the channel was closed with a cause and nothing is left in it
     */
    @Fiber
    public boolean tryReceive(IntConsumer receiver) {
        return tryReceive(receiver, Duration.ZERO);
    }

    /**
     * Receives a value, and waits for one not longer than a time.
     *
     * @param receiver is given the value; must not wait
     * @param time how long; nothing or less tries once
     * @return false if there was none in time, or the channel is closed and nothing is left in it, of which {@link #isClosed()}
     *     tells
     * @throws ChannelClosedException if the channel was closed with a cause and nothing is left in it
     * @throws CancelledException as {@link #receive()}
     */
    @Fiber
    public boolean tryReceive(IntConsumer receiver, Duration time) {
        Boolean received = flavor.tryReceive(time, value -> receiver.accept((int) value));
        if (received == null && closeCause() != null)
            throw new ChannelClosedException("the channel was closed by a failure", flavor.closeCause());
        return received != null && received;
    }

    /**
     * Receives values until the channel is closed and empty.
     *
     * @param receiver takes each
     * @throws Exception what the receiver has thrown, which ends the loop
     * @throws ChannelClosedException if the channel was closed with a cause
     * @throws CancelledException as {@link #receive()}
     */
    @Fiber
    public void forEach(Receiver receiver) throws Exception {
        boolean[] ended = {false};
        LongSupplier end = () -> {
            if (closeCause() != null)
                throw new ChannelClosedException("the channel was closed by a failure", flavor.closeCause());
            ended[0] = true;
            return 0;
        };
        while (true) {
            long value = flavor.receive(end);
            if (ended[0]) return;
            receiver.accept((int) value);
        }
    }
}

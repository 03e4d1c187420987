// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a {@link Channel} at which elements are received; as {@code <-chan T} of Go. Who is given it can neither send nor close.
 *
 * <pre>{@code
 *   static ReceiveChannel<Line> lines(Path file) {
 *       Channel<Line> lines = Channel.rendezvous();
 *       Weft.go(() -> read(file, lines));
 *       return lines;
 *   }
 * }</pre>
 *
 * <p>It is the channel itself by another type, so nothing is made for it. What {@link Channel} says of waiting, closing and memory effects
 * holds here.
 *
 * @param <E> the type of the elements
 */
public sealed interface ReceiveChannel<E> permits Channel {
    /**
     * Receives an element; waits while there is none.
     *
     * @return the element
     * @throws ChannelClosedException if the channel is closed and nothing is left in it
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while it waits: nothing was
     *     received
     */
    @Fiber
    E receive();

    /**
     * Receives an element; waits while there is none, but for the end.
     *
     * @return the element, null if the channel is closed and nothing is left in it
     * @throws ChannelClosedException if the channel was closed with a cause and nothing is left in it
     * @throws CancelledException as {@link #receive()}
     */
    @Fiber
    @Nullable
    E receiveOrNull();

    /**
     * Receives an element if there is one.
     *
     * @return null if there is none; {@link #isClosed()} tells whether one may still come
     * @throws ChannelClosedException if the channel was closed with a cause and nothing is left in it
     */
    @Nullable
    E tryReceive();

    /**
     * Receives an element, and waits for one not longer than a time.
     *
     * @param time how long; nothing or less tries once
     * @return null if there was none in time, or the channel is closed and nothing is left in it, of which {@link #isClosed()}
     *     tells
     * @throws ChannelClosedException if the channel was closed with a cause and nothing is left in it
     * @throws CancelledException as {@link #receive()}
     */
    @Fiber
    @Nullable
    E tryReceive(Duration time);

    /**
     * Receives elements until the channel is closed and empty.
     *
     * @param receiver takes each
     * @throws Exception what the receiver has thrown, which ends the loop
     * @throws ChannelClosedException if the channel was closed with a cause
     * @throws CancelledException as {@link #receive()}
     */
    @Fiber
    void forEach(Receiver<? super E> receiver) throws Exception;

    /**
     * The elements until the channel is closed and empty, for {@code for (E e : channel.elements())}.
     *
     * @return iterators wait for an element in {@code hasNext} and {@code next}; one thread or fiber at a time may use an
     *     iterator, and each element goes to one of the iterators and other receivers
     */
    Iterable<E> elements();

    /**
     * Whether the channel is closed. Elements may still be in it.
     *
     * @return true from the close on
     */
    boolean isClosed();

    /**
     * Why the channel was closed.
     *
     * @return null if it isn't closed, or was without a cause
     */
    @Nullable
    Throwable closeCause();

    /**
     * How many elements are in the buffer: for information, since it may have changed by the time it is known.
     *
     * @return at least 0
     */
    int size();

    /**
     * How many elements the buffer holds.
     *
     * @return 0 for a rendezvous, {@link Integer#MAX_VALUE} if there is no bound
     */
    int capacity();
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a {@link Channel} at which elements are sent, and at which it is closed; as {@code chan<- T} of Go. Who is given it can't
 * receive.
 *
 * <pre>{@code
 *   @Fiber
 *   static void read(Path file, SendChannel<? super Line> lines) {
 *       …
 *       lines.close();
 *   }
 * }</pre>
 *
 * <p>It is the channel itself by another type, so nothing is made for it. What {@link Channel} says of waiting, closing and memory effects
 * holds here.
 *
 * @param <E> the type of the elements
 */
public sealed interface SendChannel<E> permits Channel {
    /**
     * Sends an element; waits while there is no room, or no receiver for a rendezvous.
     *
     * @param element the element
     * @throws ChannelClosedException if the channel is closed, or is closed while the element waits
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while the element waits: it was
     *     not sent
     */
    @Fiber
    void send(E element);

    /**
     * Sends an element if that is possible without waiting.
     *
     * @param element the element
     * @return false if there is no room, or no receiver for a rendezvous
     * @throws ChannelClosedException if the channel is closed
     */
    boolean trySend(E element);

    /**
     * Sends an element, and waits for that not longer than a time.
     *
     * @param element the element
     * @param time how long; nothing or less tries once
     * @return false if the time is over: the element was not sent
     * @throws ChannelClosedException if the channel is closed, or is while it waits
     * @throws CancelledException as {@link #send}
     */
    @Fiber
    boolean trySend(E element, Duration time);

    /**
     * Closes the channel and wakes all who wait.
     *
     * @throws ChannelClosedException if it is closed already
     */
    void close();

    /**
     * Closes the channel because of a failure. Those that receive get what is left in it, and then a
     * {@link ChannelClosedException} with this cause, also where otherwise they would just have learnt of the end: by
     * {@link Channel#receiveOrNull}, {@link Channel#tryReceive()}, {@link Channel#forEach} and {@link Channel#elements()}.
     *
     * @param cause why nothing more will come
     * @throws ChannelClosedException if it is closed already
     */
    void close(Throwable cause);

    /**
     * Whether the channel is closed. Elements may still be in it.
     *
     * @return true from {@link #close()} on
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

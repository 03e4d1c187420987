// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.internal.channel.LongFlavor;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What channels of primitive values have in common, whatever the type: how they end, and what they tell of themselves. */
public abstract sealed class PrimitiveChannel permits IntChannel, LongChannel, DoubleChannel {
    final LongFlavor flavor;
    final LongSupplier ifClosed;

    PrimitiveChannel(int capacity) {
        flavor = new LongFlavor(capacity);
        ifClosed = () -> {
            throw new ChannelClosedException("receive from a closed channel", flavor.closeCause());
        };
    }

    /**
     * Closes the channel and wakes all who wait.
     *
     * @throws ChannelClosedException if it is closed already
     */
    public final void close() {
        if (!flavor.close(null)) throw new ChannelClosedException("close of a closed channel", flavor.closeCause());
    }

    /**
     * Closes the channel because of a failure; see {@link Channel#close(Throwable)}.
     *
     * @param cause why nothing more will come
     * @throws ChannelClosedException if it is closed already
     */
    public final void close(Throwable cause) {
        if (!flavor.close(Objects.requireNonNull(cause)))
            throw new ChannelClosedException("close of a closed channel", flavor.closeCause());
    }

    /**
     * Why the channel was closed.
     *
     * @return null if it isn't closed, or was without a cause
     */
    public final @Nullable Throwable closeCause() {
        return flavor.closeCause();
    }

    /**
     * Whether the channel is closed. Values may still be in it.
     *
     * @return true from {@link #close()} on
     */
    public final boolean isClosed() {
        return flavor.isClosed();
    }

    /**
     * How many values are in the buffer: for information, since it may have changed by the time it is known.
     *
     * @return at least 0
     */
    public final int size() {
        return flavor.size();
    }

    /**
     * How many values the buffer holds.
     *
     * @return 0 for a rendezvous, {@link Integer#MAX_VALUE} if there is no bound
     */
    public final int capacity() {
        return flavor.capacity();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + size() + " of "
                + (capacity() == Integer.MAX_VALUE ? "any" : capacity()) + (isClosed() ? ", closed]" : "]");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a send on a closed channel, also by one that was waiting when the channel was closed; by a receive on a closed
 * channel that is drained; and by closing a channel twice.
 */
public final class ChannelClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message which operation found the channel closed
     */
    public ChannelClosedException(String message) {
        super(message);
    }

    /**
     * With a message, and why the channel was closed.
     *
     * @param message which operation found the channel closed
     * @param cause of the close; null if it has none
     */
    public ChannelClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

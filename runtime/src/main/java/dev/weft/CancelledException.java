// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.concurrent.CancellationException;

/**
 * Thrown by a blocking operation that would have to wait, in a routine that was cancelled, on a thread that was
 * interrupted, or in a context that was cancelled, whose cause is the exception's; and by {@link Routine#join()} of a routine
 * that ended so.
 *
 * <p>The operation has had no effect: what was to be sent is not sent, and nothing was received. The routine and the context stay
 * cancelled, and the thread interrupted, so the next operation that has to wait throws again.
 */
public final class CancelledException extends CancellationException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message which operation ended, and why
     */
    public CancelledException(String message) {
        super(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;

/** What belongs to a fiber or thread that has taken it, and may be given back for a while. */
public interface OwnedGate {
    /**
     * Makes sure that the caller has it.
     *
     * @throws IllegalMonitorStateException if it doesn't
     */
    void checkOwner();

    /**
     * Gives it back altogether.
     *
     * @return how often it was taken, for {@link #reacquire}
     * @throws IllegalMonitorStateException if the caller doesn't have it
     */
    int releaseAll();

    /**
     * Waits for it, also if it is cancelled, to have it as before.
     *
     * @param before as {@link #releaseAll} has answered
     */
    @Fiber
    void reacquire(int before);
}

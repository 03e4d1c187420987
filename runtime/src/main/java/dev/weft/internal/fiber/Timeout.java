// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.Timers;

/** Unparks a strand at a time. */
public final class Timeout extends Timers.Timer {
    private final Strand strand;
    private volatile boolean expired;

    /**
     * Not set yet.
     *
     * @param strand whom to unpark
     */
    public Timeout(Strand strand) {
        this.strand = strand;
    }

    /**
     * Whether its time has come.
     *
     * @return true once it has fired
     */
    public boolean isExpired() {
        return expired;
    }

    @Override
    protected void fire() {
        expired = true;
        strand.unpark();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.io;

import java.util.ArrayList;
import java.util.List;

/**
 * Of the calls that block, those of one scheduler: so many may run at a time.
 *
 * <p>It has no threads. A call runs on the thread that the fiber is on, and another one takes that one's place as soon as the call
 * lasts; so moving a fiber to the pool and back costs no more than the account that is kept here.
 */
public final class IoPool {
    /*
     * Ownership: active, queued, completed, waitNanos, lanes and turn are guarded by Lane's lock, one for the whole program: a call
     * needs room in its lane and in its pool at the same time, and gets both or neither.
     *
     * Turns: lanes has those in which calls of this pool may wait, and may have some more; turn is the place of the next one to be
     * served. So a lane with many calls that wait keeps no other one waiting for longer than for one call.
     *
     * Rejected: threads of its own, to which fibers are handed over and which hand them back. Two threads have to be woken for
     * each call, which costs more than most calls last (a file that is in memory: 2 µs).
     */

    final int limit;
    final List<Lane> lanes = new ArrayList<>();
    int turn;
    int active;
    int queued;
    long completed;
    long waitNanos;
    private final Lane lane;

    /**
     * Without calls as yet.
     *
     * @param name for messages
     * @param limit how many calls run at a time
     */
    public IoPool(String name, int limit) {
        this.limit = limit;
        this.lane = new Lane(name, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * Of the calls that belong to no other lane.
     *
     * @return always the same
     */
    public Lane lane() {
        return lane;
    }

    /**
     * How many calls run at a time.
     *
     * @return as it was given
     */
    public int limit() {
        return limit;
    }

    boolean hasRoom() {
        return active < limit;
    }

    /**
     * Whether no call runs or waits to be run.
     *
     * @return at the instant of the call
     */
    public boolean isQuiet() {
        Account account = account();
        return account.active == 0 && account.queued == 0;
    }

    /**
     * What has been counted.
     *
     * @return of one instant
     */
    public Account account() {
        Lane.LOCK.lock();
        try {
            return new Account(active, queued, completed, 0, waitNanos);
        } finally {
            Lane.LOCK.unlock();
        }
    }

    /**
     * The figures of a pool, or of a lane.
     *
     * @param active how many calls run
     * @param queued how many wait
     * @param completed how many have ended
     * @param rejected how many were turned away
     * @param waitNanos how long those that don't wait any more have waited, all together
     */
    public record Account(int active, int queued, long completed, long rejected, long waitNanos) {}
}

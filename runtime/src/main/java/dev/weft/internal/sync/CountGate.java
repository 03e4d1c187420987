// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import java.time.Duration;
import java.util.List;

/** A count, and those who wait until it is 0. */
public final class CountGate extends Gate {
    /*
     * Ownership: count is guarded by the lock.
     */

    private long count;

    /**
     * A new one.
     *
     * @param count how many there are
     */
    public CountGate(long count) {
        this.count = count;
    }

    /**
     * Changes the count.
     *
     * @param delta how many more there are
     * @return false if there would be fewer than none; nothing was done then
     */
    public boolean add(long delta) {
        List<Strand> served = List.of();
        lock();
        try {
            long sum = Math.addExact(count, delta);
            if (sum < 0) return false;
            count = sum;
            if (sum == 0) served = completeAll(null);
        } finally {
            unlock();
        }
        wake(served);
        return true;
    }

    /** False if there is nothing to wait for. */
    private boolean begin(Strand strand) {
        lock();
        try {
            if (count == 0) return false;
            enter(strand, null);
            return true;
        } finally {
            unlock();
        }
    }

    /** Waits until there are none. */
    @Fiber
    public void awaitZero() {
        Strand strand = Strand.current();
        if (begin(strand)) await(strand, "await");
    }

    /**
     * Waits until there are none, for a time.
     *
     * @param time how long
     * @return false if there never were none
     */
    @Fiber
    public boolean awaitZero(Duration time) {
        Strand strand = Strand.current();
        return !begin(strand) || await(strand, "await", time) != TIMED_OUT;
    }

    /**
     * How many there are.
     *
     * @return at some instant
     */
    public long get() {
        lock();
        try {
            return count;
        } finally {
            unlock();
        }
    }
}

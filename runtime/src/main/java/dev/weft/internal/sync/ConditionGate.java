// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import java.time.Duration;
import java.util.List;

/** Those who wait until somebody tells them that something may have come true, first come first told. */
public final class ConditionGate extends Gate {
    /** Nobody waits. */
    public ConditionGate() {}

    /**
     * Begins to wait: a signal from now on counts.
     *
     * @param strand the current one
     */
    public void begin(Strand strand) {
        lock();
        try {
            enter(strand, null);
        } finally {
            unlock();
        }
    }

    /**
     * Waits for the signal.
     *
     * @param strand has begun
     */
    @Fiber
    public void end(Strand strand) {
        await(strand, "await");
    }

    /**
     * Waits for the signal, for a time.
     *
     * @param strand has begun
     * @param time how long
     * @return false if none came
     */
    @Fiber
    public boolean end(Strand strand, Duration time) {
        return await(strand, "await", time) != TIMED_OUT;
    }

    /**
     * As {@link #end(Strand)}, and goes on waiting if it is cancelled.
     *
     * @param strand has begun
     */
    @Fiber
    public void endUncancelled(Strand strand) {
        awaitUncancelled(strand);
    }

    /** Tells the one that has waited longest, if any. */
    public void signal() {
        Strand next;
        boolean parked = false;
        lock();
        try {
            next = poll();
            if (next != null) {
                next.complete(null);
                parked = next.release(this);
            }
        } finally {
            unlock();
        }
        if (next != null && parked) next.submit();
    }

    /** Tells all that wait. */
    public void signalAll() {
        List<Strand> all;
        lock();
        try {
            all = completeAll(null);
        } finally {
            unlock();
        }
        wake(all);
    }
}

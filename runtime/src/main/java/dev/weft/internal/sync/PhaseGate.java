// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/** Those who wait for the end of a phase that is counted elsewhere. */
public final class PhaseGate extends Gate {
    /*
     * Progress: who waits looks at the phase under the lock before it enters. Whoever has ended a phase takes out all who wait, under the
     * same lock, afterwards. So either the new phase is seen, or who waits is found. It may be woken for an earlier end, and looks again.
     */

    private final IntSupplier phase;

    /**
     * Nobody waits.
     *
     * @param phase the current one; never waits
     */
    public PhaseGate(IntSupplier phase) {
        this.phase = phase;
    }

    /** False if the phase is over. */
    private boolean begin(int awaited, Strand strand) {
        lock();
        try {
            if (phase.getAsInt() != awaited) return false;
            enter(strand, null);
            return true;
        } finally {
            unlock();
        }
    }

    /**
     * Waits for the end of a phase.
     *
     * @param awaited which
     */
    @Fiber
    public void await(int awaited) {
        Strand strand = Strand.current();
        while (begin(awaited, strand)) await(strand, "await");
    }

    /**
     * As {@link #await(int)}, and goes on waiting if it is cancelled.
     *
     * @param awaited which
     */
    @Fiber
    public void awaitUncancelled(int awaited) {
        Strand strand = Strand.current();
        while (begin(awaited, strand)) awaitUncancelled(strand);
    }

    /**
     * As {@link #await(int)}, for a time.
     *
     * @param awaited which
     * @param time how long
     * @return false if it wasn't over in time
     */
    @Fiber
    public boolean await(int awaited, Duration time) {
        Strand strand = Strand.current();
        long start = System.nanoTime();
        Duration left = time;
        while (begin(awaited, strand)) {
            if (await(strand, "await", left) == TIMED_OUT) return false;
            left = time.minusNanos(System.nanoTime() - start);
        }
        return true;
    }

    /** A phase may be over: those that wait look. */
    public void ended() {
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

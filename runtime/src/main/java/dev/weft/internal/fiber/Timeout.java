// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.Timers;
import java.time.Duration;

/** Unparks a strand at a time. */
public final class Timeout extends Timers.Timer {
    private static final long MAX_NANOS = Long.MAX_VALUE / 4;

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

    /**
     * What sets timers for the caller.
     *
     * @return a fiber's are its carrier's, all others share
     */
    public static Timers timers() {
        Carriers carriers = FiberStrand.carriersOfCurrentThread();
        return carriers == null ? Timers.shared() : carriers.timers();
    }

    /**
     * When a time will be over.
     *
     * @param time from now on
     * @return by {@link Timers#nanoTime}; times of centuries are cut
     */
    public static long deadline(Duration time) {
        return timers().nanoTime() + nanos(time);
    }

    /**
     * A time as a number, to be added to that of a clock.
     *
     * @param time may be negative
     * @return in nanoseconds; times of centuries are cut
     */
    public static long nanos(Duration time) {
        try {
            return Math.max(-MAX_NANOS, Math.min(time.toNanos(), MAX_NANOS));
        } catch (ArithmeticException e) { // some 292 years
            return time.isNegative() ? -MAX_NANOS : MAX_NANOS;
        }
    }

    /**
     * Whether a time is over.
     *
     * @param deadlineNanos by {@link #deadline}
     * @return true from then on
     */
    public static boolean isOver(long deadlineNanos) {
        return timers().nanoTime() - deadlineNanos >= 0;
    }

    @Override
    protected void fire() {
        expired = true;
        strand.unpark();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Where two meet and are given what the other one has. At most one waits. */
public final class ExchangeGate extends Gate {
    /** Stands for null, which may be exchanged too. */
    private static final Object NOTHING = new Object();

    /** Nobody waits. */
    public ExchangeGate() {}

    /** What the one has who waits; null if there is none, and the strand waits now. */
    private @Nullable Object meet(@Nullable Object mine, Strand strand) {
        Object given = mine == null ? NOTHING : mine;
        Object taken;
        Strand other;
        boolean parked;
        lock();
        try {
            other = poll();
            if (other == null) {
                enter(strand, given);
                return null;
            }
            taken = Objects.requireNonNull(other.item());
            other.complete(given);
            parked = other.release(this);
        } finally {
            unlock();
        }
        if (parked) other.submit();
        return taken;
    }

    private static @Nullable Object unwrapped(@Nullable Object taken) {
        return taken == NOTHING ? null : taken;
    }

    /**
     * Waits for another one.
     *
     * @param mine what it is given
     * @return what it has given
     */
    @Fiber
    public @Nullable Object exchange(@Nullable Object mine) {
        Strand strand = Strand.current();
        Object taken = meet(mine, strand);
        return unwrapped(taken == null ? await(strand, "exchange") : taken);
    }

    /**
     * As {@link #exchange(Object)}, for a time.
     *
     * @param mine what it is given
     * @param time how long
     * @return what it has given
     * @throws TimeoutException if nobody came in time
     */
    @Fiber
    public @Nullable Object exchange(@Nullable Object mine, Duration time) throws TimeoutException {
        Strand strand = Strand.current();
        Object taken = meet(mine, strand);
        if (taken == null) taken = await(strand, "exchange", time);
        if (taken == TIMED_OUT) throw new TimeoutException();
        return unwrapped(taken);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.internal.channel.Ticks;
import dev.weft.internal.fiber.Timeout;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends on a channel at regular intervals; as {@code time.Ticker} of Go.
 *
 * <pre>{@code
 *   Ticker ticker = new Ticker(Duration.ofSeconds(1));
 *   for (Instant due : ticker.channel().elements()) report(due);
 * }</pre>
 *
 * <p>Who is late gets one tick at once, and the next one at the next multiple of the period: those in between are left out. The channel
 * is never closed. From {@link #stop} or {@link #reset} on, nothing of before is received. A ticker that the program has
 * forgotten needn't be stopped: nothing is kept of it, and nothing happens while nobody waits for a tick.
 *
 * <p>For any threads and fibers at the same time. No method waits. Time is as for a {@link Timer}.
 *
 * <p><b>Memory effects.</b> What is done before a ticker is made or set happens before what follows the receive of its ticks.
 */
public final class Ticker implements AutoCloseable {
    private final Ticks ticks = new Ticks();
    private final ReceiveChannel<Instant> channel = Channel.of(ticks);

    /**
     * A ticker whose first tick comes when the first period has passed.
     *
     * @param period between two ticks
     * @throws IllegalArgumentException if it isn't positive
     */
    public Ticker(Duration period) {
        reset(period);
    }

    /**
     * Where the ticks are received: the times at which they were due.
     *
     * @return always the same, without a buffer
     */
    public ReceiveChannel<Instant> channel() {
        return channel;
    }

    /** Ends the ticks. */
    public void stop() {
        ticks.stop();
    }

    /**
     * Begins anew, with the first tick when the period has passed.
     *
     * @param period between two ticks
     * @throws IllegalArgumentException if it isn't positive
     */
    public void reset(Duration period) {
        if (period.isZero() || period.isNegative()) throw new IllegalArgumentException("a period of " + period);
        ticks.set(Timeout.nanos(period), Timeout.nanos(period));
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    @Override
    public String toString() {
        return "Ticker[" + channel + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.Action;
import dev.weft.internal.channel.Ticks;
import dev.weft.internal.fiber.Timeout;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends on a channel, once, when a time has passed; as {@code time.Timer} of Go. It can be stopped, and set again.
 *
 * <pre>{@code
 *   Timer idle = new Timer(Duration.ofSeconds(30));
 *   Select<Boolean> select = Select.of(
 *           receive(requests, r -> answer(r)),
 *           receive(idle.channel(), due -> false));
 *   while (select.await()) idle.reset(Duration.ofSeconds(30));
 * }</pre>
 *
 * <p>From {@link #stop} or {@link #reset} on, nothing of before is received. A timer that the program has forgotten needn't be
 * stopped: nothing is kept of it.
 *
 * <p>Time is that of {@link System#nanoTime}: the clock may be set without an effect, and it depends on the operating system whether time
 * passes while the machine sleeps. A timer is never early; how late it is, depends on the load.
 *
 * <p>For any threads and fibers at the same time. No method waits.
 *
 * <p><b>Memory effects.</b> What is done before a timer is made or set happens before what follows the receive of its tick.
 */
public final class Timer {
    private final Ticks ticks = new Ticks();
    private final ReceiveChannel<Instant> channel = Channel.of(ticks);

    /**
     * Sets a timer.
     *
     * @param time how long, from now on; nothing or less has passed already
     */
    public Timer(Duration time) {
        ticks.set(Timeout.nanos(time), 0);
    }

    /**
     * Starts a fiber when a time has passed; as {@code time.AfterFunc} of Go. It runs on the scheduler, and in the context, of the
     * caller.
     *
     * @param time how long, from now on; nothing or less has passed already
     * @param action what the fiber does
     * @return to stop it, or to set it again
     */
    public static AfterFunc afterFunc(Duration time, Action action) {
        AfterFunc after = new AfterFunc(action);
        after.reset(time);
        return after;
    }

    /**
     * Where the tick is received: the time at which it was due.
     *
     * @return always the same, without a buffer
     */
    public ReceiveChannel<Instant> channel() {
        return channel;
    }

    /**
     * Has the timer not send.
     *
     * @return true if that has prevented it; false if the tick was received, or the timer stopped, before
     */
    public boolean stop() {
        return ticks.stop();
    }

    /**
     * Sets the timer anew. Who waits for it already, waits for the new time.
     *
     * @param time how long, from now on; nothing or less has passed already
     * @return true if it was set, and nothing of that was received; false if the tick was received, or the timer stopped, before
     */
    public boolean reset(Duration time) {
        return ticks.set(Timeout.nanos(time), 0);
    }

    @Override
    public String toString() {
        return "Timer[" + channel + "]";
    }
}

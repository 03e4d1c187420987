// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.Action;
import dev.weft.Scheduler;
import dev.weft.internal.fiber.Ambient;
import dev.weft.internal.fiber.Stay;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.sched.Timers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts a fiber when a time has passed: made by {@link Timer#afterFunc}.
 *
 * <pre>{@code
 *   AfterFunc giveUp = Timer.afterFunc(Duration.ofSeconds(30), () -> connection.close());
 *   ...
 *   giveUp.reset(Duration.ofSeconds(30)); // something has come
 *   ...
 *   if (!giveUp.stop()) throw new IOException("closed for want of input");
 * }</pre>
 *
 * <p>A scheduler that was shut down meanwhile doesn't start it; that is told on the standard error stream.
 *
 * <p>For any threads and fibers at the same time. No method waits.
 *
 * <p><b>Memory effects.</b> What is done before it is made or set happens before what the fiber does.
 */
public final class AfterFunc {
    /*
     * Ordering, Ownership: alarm is the one that counts. Who takes it out, by an exchange, decides what becomes of it: fire() starts the
     * fiber; stop() and reset() take it back. One that is no longer `alarm` does nothing when it fires.
     */

    private final class Alarm extends Timers.Timer {
        @Override
        protected void fire() {
            if (alarm.compareAndSet(this, null)) start();
        }
    }

    private final Action action;
    private final Scheduler scheduler = Scheduler.current();
    private final @Nullable Ambient ambient = Ambient.current();
    private final Timers timers = Timeout.timers();
    private final AtomicReference<@Nullable Alarm> alarm = new AtomicReference<>();

    /** Not set. */
    AfterFunc(Action action) {
        this.action = Objects.requireNonNull(action);
    }

    private void start() {
        Stay stay = Stay.begin(ambient);
        try {
            scheduler.go(action);
        } finally {
            stay.end();
        }
    }

    /**
     * Has the fiber not start. Doesn't wait for one that was started.
     *
     * @return true if that has prevented it; false if it was started, or stopped, before
     */
    public boolean stop() {
        return take(null);
    }

    /**
     * Sets the time anew; also if the fiber was started, for one more.
     *
     * @param time how long, from now on; nothing or less has passed already
     * @return true if that has prevented one; false if it was started, or stopped, before
     */
    public boolean reset(Duration time) {
        long deadline = timers.nanoTime() + Timeout.nanos(time);
        Alarm next = new Alarm();
        boolean prevented = take(next);
        timers.set(next, deadline);
        if (alarm.get() != next) timers.cancel(next); // somebody has stopped it before it was set
        return prevented;
    }

    private boolean take(@Nullable Alarm next) {
        Alarm before = alarm.getAndSet(next);
        if (before == null) return false;
        timers.cancel(before);
        return true;
    }
}

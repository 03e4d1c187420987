// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.internal.sync.Interrupts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The static calls of {@link Thread} that wait, and {@link TimeUnit#sleep}: the fiber waits without a thread. */
public final class Threads {
    private static final int MOST_NANOS = 999_999;

    private Threads() {}

    @Fiber
    private static void pause(long time, TimeUnit unit) throws InterruptedException {
        Interrupts.check();
        try {
            Weft.sleep(time, unit);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /**
     * {@link Thread#sleep(long)}.
     *
     * @param millis how long
     * @throws InterruptedException if the routine is cancelled, or the thread interrupted, before or meanwhile
     */
    @Fiber
    public static void sleep(long millis) throws InterruptedException {
        if (millis < 0) throw new IllegalArgumentException("timeout value is negative");
        pause(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * {@link Thread#sleep(long, int)}.
     *
     * @param millis how long
     * @param nanos more than that, at most 999,999
     * @throws InterruptedException as {@link #sleep(long)}
     */
    @Fiber
    public static void sleep(long millis, int nanos) throws InterruptedException {
        if (millis < 0) throw new IllegalArgumentException("timeout value is negative");
        if (nanos < 0 || nanos > MOST_NANOS)
            throw new IllegalArgumentException("nanosecond timeout value out of range");
        long most = TimeUnit.NANOSECONDS.toMillis(Long.MAX_VALUE) - 1;
        pause(TimeUnit.MILLISECONDS.toNanos(Math.min(millis, most)) + nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * {@code Thread.sleep(Duration)}, since Java 19.
     *
     * @param time how long; nothing or less is nothing
     * @throws InterruptedException as {@link #sleep(long)}
     */
    @Fiber
    public static void sleep(Duration time) throws InterruptedException {
        pause(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
    }

    /**
     * {@link TimeUnit#sleep}.
     *
     * @param unit the receiver
     * @param time how long; nothing or less returns at once
     * @throws InterruptedException as {@link #sleep(long)}
     */
    @Fiber
    public static void sleep(TimeUnit unit, long time) throws InterruptedException {
        long nanos = unit.toNanos(time);
        if (time > 0) pause(nanos, TimeUnit.NANOSECONDS);
    }

    /** {@link Thread#yield()}: lets other fibers run. */
    @Fiber
    @SuppressWarnings("NamedLikeContextualKeyword") // the JDK's name
    public static void yield() {
        Weft.yield();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

/** Timers whose time passes when a test says so. They fire on the thread that says it. */
public final class ManualTimers extends Timers {
    private static final long TICK_NANOS = 1 << 16;

    private volatile long now = System.nanoTime();

    /** Time stands still. */
    public ManualTimers() {
        super("no thread");
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    void wake() {
        // nobody sleeps
    }

    /** Lets time pass, and fires what is due then. Timers fire by ticks: one that is due in the midst of the last tick fires, too. */
    public void advance(long millis) {
        now += millis * 1_000_000;
        fireDue(now + TICK_NANOS - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what a test expects; if that doesn't come, fails with the states of everything instead of a silent time-out. */
final class Watchdog {
    private static final long LIMIT_NANOS = 1_000_000_000L * Integer.getInteger("weft.watchdog.seconds", 60);
    private static final int SPINS = 200;
    private static final long PAUSE_NANOS = 100_000;

    private Watchdog() {}

    static void await(String what, BooleanSupplier condition, Supplier<String> states) {
        long start = System.nanoTime();
        for (int i = 0; !condition.getAsBoolean(); i++) {
            if (Thread.currentThread().isInterrupted()) throw new AssertionError("interrupted while waiting: " + what);
            if (System.nanoTime() - start > LIMIT_NANOS) throw new AssertionError(report(what, states.get()));
            if (i < SPINS) Thread.yield();
            else LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static String report(String what, String states) {
        StringBuilder text = new StringBuilder("hangs: ")
                .append(what)
                .append('\n')
                .append(states)
                .append('\n');
        for (Map.Entry<Thread, StackTraceElement[]> e :
                Thread.getAllStackTraces().entrySet()) {
            text.append('"' + e.getKey().getName() + "\" " + e.getKey().getState())
                    .append('\n');
            for (StackTraceElement element : e.getValue())
                text.append("    at ").append(element).append('\n');
        }
        return text.toString();
    }
}

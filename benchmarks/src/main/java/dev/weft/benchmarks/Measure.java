// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.util.Arrays;

/** Takes a workload's time: warm-up, then some repetitions, each after a full garbage collection. */
final class Measure {
    private static final Effort FULL = new Effort(3_000_000_000L, 2, 50, 3_000_000_000L, 5, 15);

    private Measure() {}

    /**
     * How long a workload is repeated: for some time, but so many times at least and at most.
     *
     * @param warmUpNanos the time of the warm-up
     * @param warmUpMin its least repetitions
     * @param warmUpMax its most
     * @param measuredNanos the time that is measured
     * @param measuredMin its least repetitions
     * @param measuredMax its most
     */
    record Effort(
            long warmUpNanos, int warmUpMin, int warmUpMax, long measuredNanos, int measuredMin, int measuredMax) {}

    /** What is repeated. */
    @FunctionalInterface
    interface Repetition {
        void run() throws Exception;
    }

    /** What is repeated, and takes its own time. */
    @FunctionalInterface
    interface TimedRepetition {
        /** The nanoseconds that count. */
        long run() throws Exception;
    }

    /** Operations in a second, when a repetition makes so many in the time that it tells. */
    static Figure perSecond(String workload, String unit, long operations, TimedRepetition repetition)
            throws Exception {
        double[] rates = times(repetition, 1e9, FULL);
        for (int i = 0; i < rates.length; i++) rates[i] = operations / rates[i];
        return Figure.of(workload, unit, rates);
    }

    /** The wall time of each operation, when a repetition makes so many. */
    static Figure nanosPerOperation(String workload, long operations, Repetition repetition) throws Exception {
        return nanosPerOperation(workload, operations, FULL, repetition);
    }

    /** The same with more or less effort. */
    static Figure nanosPerOperation(String workload, long operations, Effort effort, Repetition repetition)
            throws Exception {
        return Figure.of(workload, "ns", times(timed(repetition), (double) operations, effort));
    }

    /** The wall time of a repetition. */
    static Figure millis(String workload, Repetition repetition) throws Exception {
        return Figure.of(workload, "ms", times(timed(repetition), 1_000_000, FULL));
    }

    /** Fails a repetition that computed something else. */
    static void check(long actual, long expected) {
        if (actual != expected) throw new AssertionError("got " + actual + ", expected " + expected);
    }

    private static double[] times(TimedRepetition repetition, double divisor, Effort effort) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; goesOn(i, start, effort.warmUpMin, effort.warmUpMax, effort.warmUpNanos); i++) {
            System.gc();
            repetition.run();
        }
        double[] times = new double[effort.measuredMax];
        int count = 0;
        start = System.nanoTime();
        while (goesOn(count, start, effort.measuredMin, effort.measuredMax, effort.measuredNanos)) {
            System.gc();
            times[count++] = repetition.run() / divisor;
        }
        return Arrays.copyOf(times, count);
    }

    private static boolean goesOn(int count, long start, int min, int max, long nanos) {
        return count < min || (count < max && System.nanoTime() - start < nanos);
    }

    private static TimedRepetition timed(Repetition repetition) {
        return () -> {
            long start = System.nanoTime();
            repetition.run();
            return System.nanoTime() - start;
        };
    }
}

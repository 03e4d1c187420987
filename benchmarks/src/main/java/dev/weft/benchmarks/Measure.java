// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.util.Arrays;

/** Takes a workload's time: warm-up, then some repetitions, each after a full garbage collection. */
final class Measure {
    private static final long WARM_UP_NANOS = 3_000_000_000L;
    private static final int WARM_UP_MIN = 2;
    private static final int WARM_UP_MAX = 50;
    private static final long MEASURED_NANOS = 3_000_000_000L;
    private static final int MEASURED_MIN = 5;
    private static final int MEASURED_MAX = 15;

    private Measure() {}

    /** What is repeated. */
    @FunctionalInterface
    interface Repetition {
        void run() throws Exception;
    }

    /** The wall time of each operation, when a repetition makes so many. */
    static Figure nanosPerOperation(String workload, long operations, Repetition repetition) throws Exception {
        return Figure.of(workload, "ns", times(repetition, (double) operations));
    }

    /** The wall time of a repetition. */
    static Figure millis(String workload, Repetition repetition) throws Exception {
        return Figure.of(workload, "ms", times(repetition, 1_000_000));
    }

    /** Fails a repetition that computed something else. */
    static void check(long actual, long expected) {
        if (actual != expected) throw new AssertionError("got " + actual + ", expected " + expected);
    }

    private static double[] times(Repetition repetition, double divisor) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP_MIN || (i < WARM_UP_MAX && System.nanoTime() - start < WARM_UP_NANOS); i++) {
            nanos(repetition);
        }
        double[] times = new double[MEASURED_MAX];
        int count = 0;
        start = System.nanoTime();
        while (count < MEASURED_MIN || (count < MEASURED_MAX && System.nanoTime() - start < MEASURED_NANOS)) {
            times[count++] = nanos(repetition) / divisor;
        }
        return Arrays.copyOf(times, count);
    }

    private static long nanos(Repetition repetition) throws Exception {
        System.gc();
        long start = System.nanoTime();
        repetition.run();
        return System.nanoTime() - start;
    }
}

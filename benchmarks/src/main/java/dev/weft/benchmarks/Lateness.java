// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How late a fiber is that sleeps for a millisecond, again and again, while each worker has a fiber that computes. */
final class Lateness {
    private static final int REPETITIONS = 5;
    private static final long NANOS = 2_000_000_000L;
    private static final long SLEEP_NANOS = 1_000_000;
    private static final long BURST_NANOS = 100_000_000L;

    private static volatile boolean stop;

    /** Keeps the compiler from leaving the computation out. */
    @SuppressWarnings("unused")
    private static volatile long sink;

    private Lateness() {}

    /** What computes: fiber code; foreign code that never returns; foreign code that returns to fiber code each 100 ms. */
    private enum Load {
        FIBER("lateness"),
        FOREIGN("lateness.foreign"),
        BURSTS("lateness.bursts");

        final String name;

        Load(String name) {
            this.name = name;
        }

        @Fiber
        void compute() {
            switch (this) {
                case FIBER -> computeInFiber();
                case FOREIGN -> computeUntil(Long.MAX_VALUE);
                case BURSTS -> {
                    while (!stop) {
                        computeUntil(System.nanoTime() + BURST_NANOS);
                        Weft.yield();
                    }
                }
            }
        }
    }

    static List<Figure> late() {
        List<Figure> figures = new ArrayList<>();
        for (Load load : Load.values()) {
            double[] p99 = new double[REPETITIONS];
            double[] max = new double[REPETITIONS];
            measure(load); // warms up
            for (int i = 0; i < REPETITIONS; i++) {
                long[] lateness = measure(load);
                Arrays.sort(lateness);
                p99[i] = lateness[(int) (lateness.length * 0.99)] / 1e6;
                max[i] = lateness[lateness.length - 1] / 1e6;
            }
            figures.add(Figure.of(load.name, "ms", p99));
            figures.add(Figure.of(load.name + ".max", "ms", max));
        }
        return figures;
    }

    private static long[] measure(Load load) {
        stop = false;
        List<Routine<?>> busy = new ArrayList<>();
        for (int i = 0; i < Scheduler.current().parallelism(); i++) busy.add(Weft.go(load::compute));
        long[] lateness = Weft.run(() -> sleepAgainAndAgain());
        stop = true;
        for (Routine<?> routine : busy) routine.join();
        return lateness;
    }

    @Fiber
    private static long[] sleepAgainAndAgain() {
        long[] lateness = new long[(int) (NANOS / SLEEP_NANOS)];
        int n = 0;
        long end = System.nanoTime() + NANOS;
        for (long now = System.nanoTime(); now < end; ) {
            long due = now + SLEEP_NANOS;
            Weft.sleep(SLEEP_NANOS, TimeUnit.NANOSECONDS);
            now = System.nanoTime();
            lateness[n++] = now - due;
        }
        return Arrays.copyOf(lateness, n);
    }

    /** Never waits, though it might. */
    @Fiber
    private static void computeInFiber() {
        long x = 1;
        while (!stop) x = next(x);
        sink = x;
    }

    @Fiber
    private static long next(long x) {
        if (x == 0) Weft.yield();
        return x * 6364136223846793005L + 1;
    }

    private static void computeUntil(long time) {
        long x = 1;
        while (!stop && System.nanoTime() < time) x = x * 6364136223846793005L + 1;
        sink = x;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A million fibers that sleep for up to a second each: wall time beyond that second, and processor time. */
final class Sleepers {
    private static final int FIBERS = 1_000_000;
    private static final int LONGEST_MILLIS = 1_000;
    private static final int REPETITIONS = 5;

    private Sleepers() {}

    static List<Figure> asleep() throws Exception {
        double[] wall = new double[REPETITIONS];
        double[] cpu = new double[REPETITIONS];
        for (int i = -1; i < REPETITIONS; i++) { // the first one warms up
            System.gc();
            long start = System.nanoTime();
            long cpuStart = cpuNanos();
            Weft.run(() -> sleepAll());
            if (i < 0) continue;
            wall[i] = (System.nanoTime() - start) / 1e6 - LONGEST_MILLIS;
            cpu[i] = (cpuNanos() - cpuStart) / 1e9;
        }
        return List.of(Figure.of("sleepers", "ms", wall), Figure.of("sleepers.cpu", "s", cpu));
    }

    @Fiber
    private static void sleepAll() {
        List<Routine<Void>> routines = new ArrayList<>(FIBERS);
        for (int i = 0; i < FIBERS; i++) {
            long millis = i * 7919L % (LONGEST_MILLIS + 1);
            routines.add(Weft.go(() -> Weft.sleep(millis, TimeUnit.MILLISECONDS)));
        }
        for (Routine<Void> routine : routines) routine.join();
    }

    /** Of all threads of the process, the collector's too. */
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}

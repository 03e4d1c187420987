// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What there is at a time at which no load runs, after a full collection.
 *
 * @param seconds since the start of the run
 * @param operations that were done until then
 * @param heapBytes the used heap
 * @param fibers instances of the runtime's fibers
 * @param timers instances of what waits for a time
 * @param threads of the whole process
 * @param busyHeapBytes the largest used heap that was seen under load, garbage included
 * @param busyThreads the most threads that were seen under load
 */
record Census(
        double seconds,
        long operations,
        long heapBytes,
        long fibers,
        long timers,
        int threads,
        long busyHeapBytes,
        int busyThreads) {
    private static final String FIBER = "dev.weft.internal.fiber.FiberStrand";
    private static final String TIMER = "dev.weft.internal.fiber.Timeout";

    static final String HEADING =
            "seconds\toperations\theap-bytes\tfibers\ttimers\tthreads\tbusy-heap-bytes\tbusy-threads";

    /** Counts, which takes a full collection. */
    static Census take(double seconds, long operations, long busyHeapBytes, int busyThreads) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram", // of those that a full collection leaves
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return new Census(
                seconds,
                operations,
                heapUsed(),
                instances(FIBER, histogram),
                instances(TIMER, histogram),
                threadCount(),
                busyHeapBytes,
                busyThreads);
    }

    static long heapUsed() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static int threadCount() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** From a line of rank, instances, bytes and class. */
    static long instances(String className, String histogram) {
        for (String line : histogram.split("\n")) {
            String[] columns = line.trim().split("\\s+");
            if (columns.length >= 4 && columns[3].equals(className)) return Long.parseLong(columns[1]);
        }
        return 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f\t%d\t%d\t%d\t%d\t%d\t%d\t%d",
                seconds,
                operations,
                heapBytes,
                fibers,
                timers,
                threads,
                busyHeapBytes,
                busyThreads);
    }
}

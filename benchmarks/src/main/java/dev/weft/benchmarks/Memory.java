// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a parked fiber takes: a million of them wait in a receive on one channel, three calls deep, each activation with
 * two longs that outlive the call. One sample for each process.
 */
final class Memory {
    private static final int FIBERS = 1_000_000;
    private static final int MANY_FIBERS = 10_000_000;
    private static final AtomicInteger AT_RECEIVE = new AtomicInteger();

    private Memory() {}

    static List<Figure> parked() throws Exception {
        return parked("mem", FIBERS);
    }

    /** Ten million, in a heap of 4 GiB. */
    static List<Figure> manyParked() throws Exception {
        return parked("mem-many", MANY_FIBERS);
    }

    private static List<Figure> parked(String workload, int fibers) throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        CountDownLatch done = new CountDownLatch(fibers);
        double heapBefore = heapUsed();
        double residentBefore = residentSet();
        for (int i = 0; i < fibers; i++) {
            int value = i;
            Weft.go(() -> {
                if (outer(channel, value) != 0) done.countDown();
            });
        }
        while (AT_RECEIVE.get() < fibers) Thread.sleep(10);
        Thread.sleep(1000);
        double heap = (heapUsed() - heapBefore) / fibers;
        double resident = (residentSet() - residentBefore) / fibers;
        Weft.run(() -> {
            for (int i = 0; i < fibers; i++) channel.send(i);
        });
        done.await();
        return List.of(Figure.of(workload + ".heap", "B", heap), Figure.of(workload + ".rss", "B", resident));
    }

    @Fiber
    private static long outer(Channel<Integer> channel, int value) {
        long a = value * 3L;
        long b = value ^ 5;
        return middle(channel, value + 1) + (a & b) + 1;
    }

    @Fiber
    private static long middle(Channel<Integer> channel, int value) {
        long a = value * 5L;
        long b = value ^ 7;
        return inner(channel, value + 1) + (a & b);
    }

    @Fiber
    private static long inner(Channel<Integer> channel, int value) {
        long a = value * 7L;
        long b = value ^ 9;
        AT_RECEIVE.incrementAndGet();
        return channel.receive() + (a & b);
    }

    private static double heapUsed() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double residentSet() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
        }
        throw new IOException("/proc/self/status has no VmRSS");
    }
}

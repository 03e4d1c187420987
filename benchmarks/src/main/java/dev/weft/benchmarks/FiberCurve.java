// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.benchmarks.Measure.Effort;
import dev.weft.channel.Channel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many fibers: what each takes to start until it is parked in a receive, three calls deep, to be woken and to end; and of the heap,
 * while it is parked.
 */
final class FiberCurve {
    private static final int WARM_UP_FIBERS = 100_000;

    private final int fibers;
    private final List<Double> startNanos = new ArrayList<>();
    private final List<Double> wakeNanos = new ArrayList<>();
    private final List<Double> heapBytes = new ArrayList<>();

    private FiberCurve(int fibers) {
        this.fibers = fibers;
    }

    static List<Figure> parkedAndWoken(int fibers, Effort effort) throws Exception {
        FiberCurve warmUp = new FiberCurve(WARM_UP_FIBERS);
        warmUp.repeat(effort.warmUpMin(), effort.warmUpMax(), effort.warmUpNanos());
        FiberCurve curve = new FiberCurve(fibers);
        curve.repeat(Math.min(3, effort.measuredMin()), effort.measuredMax(), effort.measuredNanos());
        return List.of(
                figure("fibers.start", fibers, "ns", curve.startNanos),
                figure("fibers.wake", fibers, "ns", curve.wakeNanos),
                figure("fibers.heap", fibers, "B", curve.heapBytes));
    }

    private static Figure figure(String name, int size, String unit, List<Double> samples) {
        return Figure.of(
                Curve.at(name, size),
                unit,
                samples.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void repeat(int min, int max, long nanos) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < min || (i < max && System.nanoTime() - start < nanos); i++) parkAndWake();
    }

    private void parkAndWake() throws InterruptedException {
        Channel<Integer> channel = Channel.rendezvous();
        CountDownLatch parked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        AtomicInteger woken = new AtomicInteger();
        double heapBefore = heapUsed();
        long start = System.nanoTime();
        Weft.run(() -> start(channel, started, parked, woken, ended));
        parked.await();
        startNanos.add((System.nanoTime() - start) / (double) fibers);

        heapBytes.add((heapUsed() - heapBefore) / fibers);
        start = System.nanoTime();
        Weft.run(() -> wake(channel));
        ended.await();
        wakeNanos.add((System.nanoTime() - start) / (double) fibers);
    }

    @Fiber
    private void start(
            Channel<Integer> channel,
            AtomicInteger started,
            CountDownLatch parked,
            AtomicInteger woken,
            CountDownLatch ended) {
        for (int i = 0; i < fibers; i++) {
            int value = i;
            Weft.go(() -> {
                if (started.incrementAndGet() == fibers) parked.countDown();
                outer(channel, value);
                if (woken.incrementAndGet() == fibers) ended.countDown();
            });
        }
    }

    @Fiber
    private void wake(Channel<Integer> channel) {
        for (int i = 0; i < fibers; i++) channel.send(i);
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
        return channel.receive() + (a & b);
    }

    private static double heapUsed() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

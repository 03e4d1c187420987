// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The processor time of a runtime that has nothing to do, in percent of a core: of the process, which the system counts in hundredths
 * of a second, and of the threads of Weft.
 */
final class Idle {
    private static final int REPETITIONS = 3;
    private static final int PARKED = 10_000;
    private static final long SETTLE_MILLIS = 12_000; // threads that were spare are gone, and code is compiled
    private static final long MEASURED_MILLIS = 5_000;

    private Idle() {}

    static List<Figure> cpu() throws Exception {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(measured("idle-cpu.jvm")); // before there is a scheduler

        Channel<Integer> channel = Channel.rendezvous();
        CountDownLatch ran = new CountDownLatch(PARKED);
        List<Routine<?>> parked = new ArrayList<>();
        for (int i = 0; i < PARKED; i++) {
            parked.add(Weft.go(() -> {
                Weft.sleep(1, TimeUnit.MILLISECONDS);
                Weft.blocking(ran::countDown);
                return channel.receive();
            }));
        }
        ran.await();
        figures.addAll(measured("idle-cpu"));

        ServerSocket socket = new ServerSocket(0);
        Routine<?> accepting = Weft.go(() -> accept(socket));
        figures.addAll(measured("idle-cpu.pinned"));
        socket.close();
        accepting.join();
        for (int i = 0; i < PARKED; i++) channel.send(i);
        for (Routine<?> routine : parked) routine.join();
        return figures;
    }

    /** Blocks its worker in native code, where it looks like one that computes. */
    private static void accept(ServerSocket socket) throws Exception {
        try {
            socket.accept().close();
        } catch (SocketException e) {
            if (!socket.isClosed()) throw e;
        }
    }

    private static List<Figure> measured(String name) throws InterruptedException {
        Thread.sleep(SETTLE_MILLIS);
        double[] process = new double[REPETITIONS];
        double[] threads = new double[REPETITIONS];
        for (int i = 0; i < REPETITIONS; i++) {
            long start = System.nanoTime();
            long processStart = processNanos();
            long threadsStart = threadNanos();
            Thread.sleep(MEASURED_MILLIS);
            double percent = 100.0 / (System.nanoTime() - start);
            threads[i] = percent * (threadNanos() - threadsStart);
            process[i] = percent * (processNanos() - processStart);
        }
        return List.of(Figure.of(name, "%", process), Figure.of(name + ".threads", "%", threads));
    }

    private static long processNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long threadNanos() {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("weft")) sum += Math.max(0, bean.getThreadCpuTime(thread.getId()));
        }
        return sum;
    }
}

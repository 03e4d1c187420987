// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import dev.weft.DeadlockException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Programs that are stuck, or seem to be, on the default scheduler; each in a process of its own, with nothing else in it. */
public final class DeadlockMain {
    /** More than the second for which everything must have been quiet. */
    private static final Duration LATE = Duration.ofMillis(2_000);

    private DeadlockMain() {}

    /** Prints "deadlock" and the report, or what was received. */
    public static void main(String[] args) throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        prepare(args[0], channel);
        try {
            System.out.println("received " + Weft.run(() -> receiveWithOthers(channel)));
        } catch (DeadlockException e) {
            System.out.println("deadlock: " + e.getMessage());
        }
        System.exit(0);
    }

    @Fiber
    private static int receiveWithOthers(Channel<Integer> channel) throws Exception {
        Channel<Integer> never = Channel.buffered(1);
        Weft.blocking(() -> {}); // leaves an idle thread of the I/O pool behind
        Weft.go("other", () -> never.receive());
        int received = channel.receive();
        never.send(received);
        return received;
    }

    private static void prepare(String what, Channel<Integer> channel) throws Exception {
        switch (what) {
            case "nothing" -> {}
            case "idle-threads" -> idleThreads();
            case "sleeping-thread" -> start(() -> Thread.sleep(LATE.toMillis()), channel);
            case "computing-thread" -> start(DeadlockMain::compute, channel);
            case "timer" ->
                Weft.go(() -> {
                    Weft.sleep(LATE);
                    channel.send(1);
                });
            case "blocking-call" ->
                Weft.go(() -> {
                    Weft.blocking(() -> Thread.sleep(LATE.toMillis()));
                    channel.send(1);
                });
            case "executor" -> {
                CountDownLatch latch = new CountDownLatch(1);
                ExecutorService pool = Executors.newFixedThreadPool(1);
                pool.execute(() -> awaitAndSend(latch, channel)); // waits without a limit, for somebody who doesn't
                Executors.newScheduledThreadPool(1).schedule(latch::countDown, LATE.toMillis(), TimeUnit.MILLISECONDS);
            }
            case "socket" -> socket(channel);
            case "virtual-thread" ->
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable)
                        () -> sleepAndSend(channel));
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static void start(Interruptible action, Channel<Integer> channel) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            channel.send(1);
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Interruptible {
        void run() throws InterruptedException;
    }

    private static void compute() {
        long end = System.nanoTime() + LATE.toNanos();
        while (System.nanoTime() < end) Thread.onSpinWait();
    }

    private static void awaitAndSend(CountDownLatch latch, Channel<Integer> channel) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        channel.send(1);
    }

    private static void sleepAndSend(Channel<Integer> channel) {
        try {
            Thread.sleep(LATE.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        channel.send(1);
    }

    /** One thread waits for bytes that another process might send. */
    private static void socket(Channel<Integer> channel) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept();
        start(
                () -> {
                    try {
                        client.getInputStream().read();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                channel);
        start(
                () -> {
                    Thread.sleep(LATE.toMillis());
                    try {
                        accepted.getOutputStream().write(1);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                Channel.unbounded());
    }

    private static void idleThreads() {
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        start(() -> System.out.println(queue.take()), Channel.unbounded());
        Executors.newFixedThreadPool(1).execute(() -> {});
        Object monitor = new Object();
        start(
                () -> {
                    synchronized (monitor) {
                        monitor.wait();
                    }
                },
                Channel.unbounded());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** Calls that block threads: on the I/O pool, and those that pin. */
final class BlockingLoad implements Load {
    private static final int FIBERS = 12;

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) {
        List<Routine<Integer>> routines = new ArrayList<>();
        int expected = 0;
        for (int i = 0; i < FIBERS; i++) {
            int value = random.nextInt(1000);
            int kind = random.nextInt(5);
            expected += value;
            routines.add(Weft.go(() -> block(kind, value)));
        }
        int sum = 0;
        for (Routine<Integer> routine : routines) sum += routine.join();
        Load.checkEqual(sum, expected, "results of blocking calls");
        operations.add(FIBERS);
    }

    @Fiber
    private static int block(int kind, int value) throws Exception {
        return switch (kind) {
            case 0 -> Weft.blocking(() -> sleepForeign(value));
            case 1 -> pinnedByForeignCode(value);
            case 2 -> pinnedByMonitor(value);
            case 3 -> pinnedByLock(value);
            default -> sleepForeign(value);
        };
    }

    /** A thread's sleep, where Weft has none of its own to put there. */
    private static int sleepForeign(int value) throws InterruptedException {
        Thread.sleep(value % 3);
        return value;
    }

    @Fiber
    private static int pinnedByForeignCode(int value) {
        Channel<Integer> channel = Channel.rendezvous();
        Weft.go(() -> channel.send(value));
        int[] result = {0};
        List.of(1).forEach(x -> result[0] = channel.receive());
        return result[0];
    }

    @Fiber
    private static int pinnedByMonitor(int value) {
        synchronized (new Object()) {
            Weft.sleep(value, TimeUnit.MICROSECONDS);
        }
        return value;
    }

    @Fiber
    private static int pinnedByLock(int value) {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            Weft.sleep(value, TimeUnit.MICROSECONDS);
            Load.check(lock.isHeldByCurrentThread(), "a lock has lost its owner");
        } finally {
            lock.unlock();
        }
        return value;
    }
}

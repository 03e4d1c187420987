// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.sync.Group;
import dev.weft.sync.Mutex;
import dev.weft.sync.Semaphore;
import dev.weft.sync.WaitGroup;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counters under a mutex, a semaphore that is never overdrawn, wait groups, and groups that fail as a whole. */
final class LockLoad implements Load {
    private static final int FIBERS = 30;
    private static final int TIMES = 50;
    private static final int PERMITS = 4;

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) throws Exception {
        new Counters().count(random);
        failTogether(random);
        operations.add(FIBERS * TIMES);
    }

    private static final class Counters {
        private final Mutex mutex = new Mutex();
        private final Semaphore semaphore = new Semaphore(PERMITS);
        private final AtomicInteger holders = new AtomicInteger();
        private int guarded; // by mutex

        @Fiber
        void count(SplittableRandom random) {
            WaitGroup group = new WaitGroup();
            for (int i = 0; i < FIBERS; i++) {
                SplittableRandom own = random.split();
                group.go(() -> {
                    for (int k = 0; k < TIMES; k++) countOnce(own);
                });
            }
            group.await();
            mutex.lock();
            try {
                Load.checkEqual(guarded, FIBERS * TIMES, "counted under a mutex");
            } finally {
                mutex.unlock();
            }
            Load.checkEqual(semaphore.available(), PERMITS, "permits");
        }

        @Fiber
        private void countOnce(SplittableRandom random) {
            mutex.lock();
            try {
                int before = guarded;
                if (random.nextInt(16) == 0) Weft.yield();
                guarded = before + 1;
            } finally {
                mutex.unlock();
            }
            semaphore.acquire();
            try {
                Load.check(holders.incrementAndGet() <= PERMITS, "a semaphore is overdrawn");
                if (random.nextInt(16) == 0) Weft.yield();
                holders.decrementAndGet();
            } finally {
                semaphore.release();
            }
        }
    }

    /** One of them fails: the others, which would wait for an hour, are cancelled. */
    @Fiber
    private static void failTogether(SplittableRandom random) throws Exception {
        Group group = new Group();
        IllegalStateException failure = new IllegalStateException("one of a group");
        int failing = random.nextInt(FIBERS);
        for (int i = 0; i < FIBERS; i++) {
            int index = i;
            group.go(() -> {
                if (index == failing) throw failure;
                Weft.sleep(1, TimeUnit.HOURS);
            });
        }
        try {
            group.await();
        } catch (IllegalStateException e) {
            Load.check(e == failure, "another failure of the group: " + e);
            return;
        }
        throw new AssertionError("the group has not failed");
    }
}

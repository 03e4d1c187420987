// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lost wake-up shows as a test that doesn't come to its end. */
@Tag("stress")
@Timeout(300)
class SchedulerStressTest {
    private static final int SCALE = Integer.getInteger("weft.stress", 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void noJobIsOverlookedWhileWorkersGoIdleAllTheTime(int parallelism) throws InterruptedException {
        WorkStealingScheduler s = new WorkStealingScheduler("idle", parallelism, 0);
        List<Thread> submitters = new ArrayList<>();
        int rounds = 5_000 * SCALE;
        for (int i = 0; i < 3; i++) {
            submitters.add(new Thread(() -> {
                Semaphore ran = new Semaphore(0);
                for (int k = 0; k < rounds; k++) {
                    s.submit(carrier -> ran.release());
                    ran.acquireUninterruptibly(); // each round finds the workers idle, or just going so
                }
            }));
        }
        for (Thread t : submitters) t.start();
        for (Thread t : submitters) t.join();
        end(s);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void eachOfManyJobsThatSpawnOthersRunsOnce(int parallelism) throws InterruptedException {
        WorkStealingScheduler s = new WorkStealingScheduler("tree", parallelism, 0);
        for (int round = 0; round < 5 * SCALE; round++) {
            int leaves = 100_000;
            CountDownLatch done = new CountDownLatch(1);
            AtomicInteger left = new AtomicInteger(leaves);
            s.submit(new Tree(s, leaves, left, done));
            done.await();
            assertThat(left.get()).isZero();
        }
        end(s);
    }

    private record Tree(WorkStealingScheduler scheduler, int size, AtomicInteger left, CountDownLatch done)
            implements Job {
        @Override
        public void run(CarrierThread carrier) {
            if (size == 1) {
                if (left.decrementAndGet() == 0) done.countDown();
                return;
            }
            scheduler.submit(new Tree(scheduler, size / 2, left, done));
            if (size % 3 == 0) scheduler.submitNext(new Tree(scheduler, size - size / 2, left, done));
            else scheduler.submit(new Tree(scheduler, size - size / 2, left, done));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void jobsThatBlockForOthersComeToTheirEnd(int parallelism) throws InterruptedException {
        WorkStealingScheduler s = new WorkStealingScheduler("blocking", parallelism, 64);
        int pairs = 2_000 * SCALE;
        CountDownLatch done = new CountDownLatch(pairs);
        Semaphore open = new Semaphore(32);
        for (int i = 0; i < pairs; i++) {
            open.acquire();
            s.submit(carrier -> {
                Semaphore partner = new Semaphore(0);
                s.submitNext(c -> partner.release());
                carrier.beginBlocking();
                partner.acquireUninterruptibly();
                carrier.endBlocking();
                open.release();
                done.countDown();
            });
        }
        done.await();
        end(s);
    }

    private static void end(WorkStealingScheduler s) throws InterruptedException {
        s.shutdown();
        assertThat(s.awaitTermination(TimeUnit.MINUTES.toNanos(1))).isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.internal.sched.CarrierThread;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IoPoolTest {
    @Test
    void thereAreAsManyThreadsAsJobsThatBlockAtATime() throws Exception {
        IoPool pool = new IoPool("io-test", 8);
        CyclicBarrier barrier = new CyclicBarrier(9);
        for (int i = 0; i < 8; i++) pool.submit(carrier -> await(barrier));
        barrier.await();
        assertThat(pool.threads()).isEqualTo(8);
    }

    @Test
    void afterAShutdownThreadsEndAtOnceAndLateJobsRunAllTheSame() throws InterruptedException {
        IoPool pool = new IoPool("io-test", 2, Long.MAX_VALUE);
        CountDownLatch early = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) pool.submit(carrier -> early.countDown());
        early.await();
        pool.shutdown();
        while (pool.threads() > 0) Thread.onSpinWait();
        CountDownLatch late = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) pool.submit(carrier -> late.countDown());
        late.await();
        while (pool.threads() > 0) Thread.onSpinWait();
    }

    @Test
    void jobsBeyondTheLimitWaitAndAreRun() throws InterruptedException {
        IoPool pool = new IoPool("io-test", 2);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(20);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            pool.submit(carrier -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                await(release);
                running.decrementAndGet();
                done.countDown();
            });
        }
        release.countDown();
        done.await();
        assertThat(most.get()).isBetween(1, 2);
        assertThat(pool.threads()).isBetween(1, 2);
    }

    @Test
    void jobRunsOnACarrierThatIsADaemonAndKnowsIt() throws InterruptedException {
        IoPool pool = new IoPool("io-test", 1);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(1);
        pool.submit(carrier -> {
            if (carrier == Thread.currentThread()) seen.add("current");
            if (carrier.isDaemon()) seen.add("daemon");
            if (carrier.mounted() != null) seen.add("mounted");
            done.countDown();
        });
        done.await();
        assertThat(seen).containsExactlyInAnyOrder("current", "daemon", "mounted");
    }

    @Test
    void idleThreadsEndAfterTheirTime() throws InterruptedException {
        IoPool pool = new IoPool("io-test", 4, 1);
        Set<CarrierThread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(1);
        pool.submit(carrier -> {
            threads.add(carrier);
            done.countDown();
        });
        done.await();
        for (CarrierThread t : threads) t.join();
        assertThat(pool.threads()).isZero();

        CountDownLatch again = new CountDownLatch(1);
        pool.submit(carrier -> again.countDown());
        again.await();
    }

    @Test
    void jobThatLeavesItsThreadInterruptedDoesNotPassThatOn() throws InterruptedException {
        IoPool pool = new IoPool("io-test", 1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        pool.submit(carrier -> carrier.interrupt());
        pool.submit(carrier -> {
            if (carrier.isInterrupted()) interrupted.incrementAndGet();
            done.countDown();
        });
        done.await();
        assertThat(interrupted.get()).isZero();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

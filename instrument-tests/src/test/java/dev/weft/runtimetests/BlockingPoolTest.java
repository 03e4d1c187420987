// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.io.Blocking;
import dev.weft.runtimetests.plain.JdkTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools of blocking calls, with limits of their own. */
@Timeout(60)
class BlockingPoolTest {
    private static final AtomicInteger MADE = new AtomicInteger();

    private static Blocking pool(int limit) {
        return Blocking.pool("test-" + MADE.incrementAndGet(), limit);
    }

    private static Scheduler scheduler(int parallelism, int calls) {
        return Scheduler.builder().parallelism(parallelism).ioThreads(calls).build();
    }

    private static void awaitQueued(Blocking pool, int count) {
        Watchdog.await(count + " calls to wait", () -> pool.metrics().queued() == count, pool::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void b1OthersGoOnWhileManyCallsBlock(int parallelism) {
        Blocking pool = pool(20);
        try (Scheduler scheduler = scheduler(parallelism, 20)) {
            CountDownLatch allBlock = new CountDownLatch(20);
            Semaphore end = new Semaphore(0);
            int sum = scheduler.run(() -> {
                List<Routine<Integer>> routines = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    routines.add(Weft.go(() -> pool.call(() -> {
                        allBlock.countDown();
                        end.acquire();
                        return 1;
                    })));
                }
                while (allBlock.getCount() > 0) Weft.yield();
                int ran = 0;
                for (int i = 0; i < 100; i++) ran += Weft.go(() -> 1).join();
                end.release(20);
                for (Routine<Integer> routine : routines) ran += routine.join();
                return ran;
            });
            assertThat(sum).isEqualTo(120);
        }
    }

    @Test
    void b2NoMoreCallsRunThanThePoolAndTheSchedulerAllow() {
        Blocking narrow = pool(2);
        Blocking wide = pool(100);
        AtomicInteger inNarrow = new AtomicInteger();
        AtomicInteger inAll = new AtomicInteger();
        AtomicInteger mostInNarrow = new AtomicInteger();
        AtomicInteger mostInAll = new AtomicInteger();
        try (Scheduler scheduler = scheduler(2, 5)) {
            scheduler.run(() -> {
                List<Routine<?>> routines = new ArrayList<>();
                for (int i = 0; i < 300; i++) {
                    boolean isNarrow = i % 3 == 0;
                    routines.add(Weft.go(() -> (isNarrow ? narrow : wide).run(() -> {
                        mostInAll.accumulateAndGet(inAll.incrementAndGet(), Math::max);
                        if (isNarrow) mostInNarrow.accumulateAndGet(inNarrow.incrementAndGet(), Math::max);
                        Thread.sleep(0, 200_000);
                        if (isNarrow) inNarrow.decrementAndGet();
                        inAll.decrementAndGet();
                    })));
                }
                for (Routine<?> routine : routines) routine.join();
            });
            assertThat(scheduler.run(() -> Blocking.total()))
                    .extracting(m -> m.active(), m -> m.queued(), m -> m.completed())
                    .containsExactly(0, 0, 300L);
        }
        assertThat(mostInNarrow.get()).isBetween(1, 2);
        assertThat(mostInAll.get()).isBetween(1, 5);
        assertThat(narrow.metrics().completed()).isEqualTo(100);
        assertThat(wide.metrics().completed()).isEqualTo(200);
    }

    @Test
    void b2TenThousandFibersWaitForTheirTurnWithoutAThread() {
        Blocking pool = pool(1);
        try (Scheduler scheduler = scheduler(2, 4)) {
            Semaphore end = new Semaphore(0);
            long threads = scheduler.run(() -> {
                List<Routine<?>> routines = new ArrayList<>();
                for (int i = 0; i < 10_000; i++) routines.add(Weft.go(() -> pool.run(() -> end.acquire())));
                while (pool.metrics().queued() < 9_999) Weft.yield();
                int most = Blocking.total().threads();
                end.release(10_000);
                for (Routine<?> routine : routines) routine.join();
                return most;
            });
            assertThat(threads).isLessThanOrEqualTo(6);
        }
        assertThat(pool.metrics().completed()).isEqualTo(10_000);
        assertThat(pool.metrics().totalWait()).isPositive();
    }

    @Test
    void b3WhoWouldWaitInAFullQueueIsTurnedAway() {
        Blocking pool = Blocking.pool("test-bounded", 1, 2);
        try (Scheduler scheduler = scheduler(1, 4)) {
            Semaphore end = new Semaphore(0);
            List<Routine<?>> routines = new ArrayList<>();
            for (int i = 0; i < 3; i++) routines.add(scheduler.go(() -> pool.run(() -> end.acquire())));
            awaitQueued(pool, 2);
            assertThatThrownBy(() -> scheduler.run(() -> pool.run(() -> {})))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("pool test-bounded is full");
            assertThatThrownBy(() -> pool.run(() -> {})).isInstanceOf(RejectedExecutionException.class);
            end.release(3);
            for (Routine<?> routine : routines) routine.join();
        }
        assertThat(pool.metrics())
                .extracting(m -> m.rejected(), m -> m.completed(), m -> m.active())
                .containsExactly(2L, 3L, 0);
    }

    @Test
    void b4AThreadsCallRunsWhereItIsAndCounts() throws Exception {
        Blocking pool = pool(1);
        Thread here = Thread.currentThread();
        assertThat(pool.call(() -> Thread.currentThread() == here)).isTrue();
        try (Scheduler scheduler = scheduler(1, 1)) {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            Routine<?> fiber = pool.call(() -> {
                Routine<?> waiting = scheduler.go(() -> pool.run(() -> order.add("fiber")));
                awaitQueued(pool, 1);
                assertThat(scheduler.<Integer>run(() -> Weft.blocking(() -> 1)))
                        .as("the scheduler's own calls don't wait for it")
                        .isEqualTo(1);
                order.add("thread");
                return waiting;
            });
            fiber.join();
            assertThat(order).containsExactly("thread", "fiber");
        }
    }

    @Test
    void b4ACallWithinOneOfTheSamePoolCountsOnce() throws Exception {
        Blocking pool = pool(1);
        assertThat(pool.call(() -> pool.call(() -> pool.call(() -> 3)))).isEqualTo(3);
        try (Scheduler scheduler = scheduler(1, 1)) {
            assertThat(scheduler.<Integer>run(() -> pool.call(() -> Weft.blocking(() -> pool.call(() -> 4)))))
                    .isEqualTo(4);
        }
        assertThat(pool.metrics().completed()).isEqualTo(2);
    }

    @Test
    void b5WhoIsCancelledWhileItWaitsForItsTurnMakesNoCall() {
        Blocking pool = pool(1);
        try (Scheduler scheduler = scheduler(1, 4)) {
            Semaphore end = new Semaphore(0);
            AtomicInteger calls = new AtomicInteger();
            Routine<?> first = scheduler.go(() -> pool.run(() -> end.acquire()));
            Watchdog.await("the first call", () -> pool.metrics().active() == 1, pool::toString);
            Routine<?> second = scheduler.go(() -> pool.run(() -> calls.incrementAndGet()));
            Routine<Integer> third = scheduler.go(() -> pool.call(() -> calls.incrementAndGet()));
            awaitQueued(pool, 2);
            second.cancel();
            assertThatThrownBy(() -> second.join()).isInstanceOf(CancelledException.class);
            assertThat(pool.metrics().queued()).isEqualTo(1);
            end.release();
            first.join();
            assertThat(third.join()).isEqualTo(1);
        }
        assertThat(pool.metrics().active()).isZero();
    }

    @Test
    void b5AnInterruptedThreadMakesNoCallEither() throws Exception {
        Blocking pool = pool(1);
        Thread waiting = new Thread(() -> {
            assertThatThrownBy(() -> pool.run(() -> {})).isInstanceOf(CancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
        });
        pool.run(() -> {
            waiting.start();
            awaitQueued(pool, 1);
            waiting.interrupt();
            waiting.join();
        });
        assertThat(pool.metrics().completed()).isEqualTo(1);
    }

    @Test
    void b6TheThreadsNameShowsTheFiberOfACallThatLasts() {
        try (Scheduler scheduler = scheduler(1, 1)) {
            List<String> names = scheduler.run(() -> Weft.go(() -> {
                        String during = Weft.blocking(() -> {
                            while (!carrier().contains("routine-")) Thread.sleep(1);
                            return carrier();
                        });
                        return List.of(during, carrier());
                    })
                    .join());
            assertThat(names.get(0)).matches(scheduler.name() + "-\\d+: Fiber\\[routine-\\w+]");
            assertThat(names.get(1)).matches(scheduler.name() + "-\\d+");
        }
    }

    private static String carrier() {
        return Thread.currentThread().getName();
    }

    @Test
    void b7WhoHoldsAThreadsLockDoesNotWaitForTheScheduler() {
        try (Scheduler scheduler = scheduler(1, 1)) {
            ReentrantLock lock = JdkTypes.lock(false);
            scheduler.run(() -> {
                Semaphore end = new Semaphore(0);
                Routine<?> first = Weft.go(() -> Weft.blocking(() -> end.acquire()));
                while (Blocking.total().active() == 0) Weft.yield();
                lockAndCall(lock);
                end.release();
                first.join();
            });
        }
    }

    @Fiber
    private static void lockAndCall(ReentrantLock lock) throws Exception {
        lock.lock();
        try {
            Thread before = Thread.currentThread();
            Thread during = Weft.blocking(() -> Thread.currentThread());
            assertThat(during).isSameAs(before);
            assertThat(Thread.currentThread()).isSameAs(before);
        } finally {
            lock.unlock();
        }
    }

    @Test
    void poolsAreFoundByTheirNamesAndHaveOneLimit() {
        Blocking pool = Blocking.pool("test-named", 3);
        assertThat(Blocking.pool("test-named", 3)).isSameAs(pool);
        assertThatThrownBy(() -> Blocking.pool("test-named", 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit 3");
        assertThatThrownBy(() -> Blocking.pool("test-none", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Calls of all lengths in several pools, some of them cancelled: none is lost, no place stays taken, no interruption leaks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void nothingIsLostAmongPoolsCancellationsAndASchedulersEnd(int parallelism) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Blocking> pools = List.of(pool(1), pool(3), pool(50));
        AtomicInteger leaked = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        List<Routine<?>> routines = new ArrayList<>();
        int count = 1_000;
        try (Scheduler scheduler = scheduler(parallelism, 6)) {
            for (int i = 0; i < count; i++) {
                Blocking pool = pools.get(random.nextInt(pools.size()));
                int micros = random.nextInt(10) == 0 ? random.nextInt(500) : 0;
                routines.add(scheduler.go(() -> {
                    try {
                        for (int k = 0; k < 3; k++) {
                            pool.run(() -> {
                                if (micros > 0) Thread.sleep(0, micros * 1_000);
                            });
                            if (Thread.currentThread().isInterrupted()) leaked.incrementAndGet();
                        }
                    } catch (CancelledException e) {
                        if (Thread.currentThread().isInterrupted()) leaked.incrementAndGet();
                    } finally {
                        ended.incrementAndGet();
                    }
                }));
                if (random.nextInt(4) == 0)
                    routines.get(random.nextInt(routines.size())).cancel();
            }
        }
        assertThat(ended.get()).as("-Dweft.seed=" + seed).isEqualTo(count);
        assertThat(routines).allMatch(r -> r.state() == Routine.State.SUCCEEDED);
        assertThat(leaked.get()).as("-Dweft.seed=" + seed).isZero();
        assertThat(pools).allMatch(p -> p.metrics().active() == 0 && p.metrics().queued() == 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedulers side by side, and how they end. */
@Timeout(60)
class SchedulerTest {
    private static final Duration LONG = Duration.ofDays(1);

    private static Scheduler scheduler(String name) {
        return Scheduler.builder()
                .name(name)
                .parallelism(1)
                .closeTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static String carrier() {
        return Thread.currentThread().getName();
    }

    @Fiber
    private static void awaitState(Routine<?> routine, Routine.State state) {
        while (routine.state() != state) Weft.yield();
    }

    // ---------------------------------------------------------------- side by side

    @Test
    void l1FibersRunOnTheSchedulerThatTheyWereStartedOnAndSoDoThoseThatTheyStart() {
        try (Scheduler a = scheduler("a");
                Scheduler b = scheduler("b")) {
            Set<String> carriers = ConcurrentHashMap.newKeySet();
            Routine<String> inner = a.run(() -> {
                carriers.add(carrier());
                assertThat(Scheduler.current()).isSameAs(a);
                Weft.yield();
                Routine<String> child = Weft.go(() -> {
                    Weft.sleep(1, TimeUnit.MILLISECONDS);
                    return carrier();
                });
                carriers.add(child.join());
                return b.go(() -> carrier());
            });
            assertThat(carriers).containsExactly("a-1");
            assertThat(inner.join()).isEqualTo("b-1");
            assertThat(a.go("named", () -> carrier()).name()).isEqualTo("named");
            assertThat(a.<Scheduler>run(
                            () -> Weft.go("named", () -> Scheduler.current()).join()))
                    .isSameAs(a);
        }
        assertThat(Scheduler.current().name()).isEqualTo("weft");
        assertThat(Weft.<Scheduler>run(() -> Scheduler.current())).isSameAs(Scheduler.current());
    }

    @Test
    void l1ChannelsAndJoinWorkBetweenSchedulersAndPinNobody() {
        System.setProperty("weft.pinned", "fail");
        try (Scheduler a = scheduler("a");
                Scheduler b = scheduler("b")) {
            Channel<Integer> there = Channel.rendezvous();
            Channel<Integer> back = Channel.buffered(1);
            Routine<Boolean> echo = b.go(() -> {
                boolean stays = carrier().equals("b-1");
                for (int i : there.elements()) {
                    stays &= carrier().equals("b-1");
                    back.send(i + 1);
                }
                return stays;
            });
            int sum = a.run(() -> {
                int s = 0;
                for (int i = 0; i < 1000; i++) {
                    there.send(i);
                    s += back.receive();
                    if (!carrier().equals("a-1")) return -1;
                }
                there.close();
                return echo.join() ? s : -2;
            });
            assertThat(sum).isEqualTo(500_500);
            assertThat(a.<String>run(() -> b.run(() -> carrier()))).isEqualTo("b-1");
            assertThat(a.<String>run(() -> Weft.run(() -> carrier()))).isEqualTo("a-1");
        } finally {
            System.clearProperty("weft.pinned");
        }
    }

    @Test
    void buildersHaveDefaultsFromThePropertiesAndRefuseNonsense() {
        System.setProperty("weft.scheduler.parallelism", "3");
        try (Scheduler s = Scheduler.builder().build()) {
            assertThat(s.parallelism()).isEqualTo(3);
            assertThat(s.name()).startsWith("weft-");
            assertThat(s.random().nextInt(1, 2)).isEqualTo(1);
            assertThat(s.nanoTime() - System.nanoTime()).isLessThanOrEqualTo(0);
        } finally {
            System.clearProperty("weft.scheduler.parallelism");
        }
        try (Scheduler s = Scheduler.builder().build()) {
            assertThat(s.parallelism()).isEqualTo(Runtime.getRuntime().availableProcessors());
        }
        assertThatThrownBy(() -> Scheduler.builder().parallelism(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scheduler.builder().spares(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scheduler.builder().ioThreads(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void t7ASleeperGoesOnThoughAllWorkersComputeInForeignCode(int parallelism) {
        try (Scheduler s =
                Scheduler.builder().name("busy").parallelism(parallelism).build()) {
            AtomicBoolean woken = new AtomicBoolean();
            CountDownLatch computing = new CountDownLatch(parallelism);
            Routine<?> sleeper = s.go(() -> {
                while (computing.getCount() > 0) Weft.sleep(1, TimeUnit.MILLISECONDS);
                Weft.sleep(1, TimeUnit.MILLISECONDS);
                woken.set(true);
            });
            for (int i = 0; i < parallelism; i++) {
                s.go(() -> {
                    computing.countDown();
                    computeUntil(woken);
                });
            }
            sleeper.join();
        }
    }

    private static void computeUntil(AtomicBoolean flag) {
        while (!flag.get()) Thread.onSpinWait();
    }

    @Test
    void whoHasJoinedRunsBehindThoseThatAreReady() {
        try (Scheduler s = Scheduler.builder().name("joining").parallelism(1).build()) {
            AtomicInteger ended = new AtomicInteger();
            int seen = s.go(() -> {
                        List<Routine<?>> routines = new ArrayList<>();
                        for (int i = 0; i < 10; i++) routines.add(Weft.go(() -> ended.incrementAndGet()));
                        routines.get(0).join();
                        return ended.get();
                    })
                    .join();
            assertThat(seen).isEqualTo(10);
        }
    }

    // ---------------------------------------------------------------- the end

    @Test
    void l2ClosingWaitsForAllFibersAlsoForThoseStartedMeanwhileAndTakesNoneFromOutside() {
        Scheduler s = scheduler("closing");
        Channel<Integer> go = Channel.rendezvous();
        AtomicInteger ended = new AtomicInteger();
        Routine<?> parent = s.go(() -> {
            go.receive();
            for (int i = 0; i < 10; i++) {
                Weft.go(() -> {
                    Weft.sleep(1, TimeUnit.MILLISECONDS);
                    Weft.blocking(() -> Thread.sleep(1));
                    ended.incrementAndGet();
                });
            }
            ended.incrementAndGet();
        });
        Routine<Boolean> closer = Weft.go(() -> s.shutdown(LONG));
        Watchdog.await("the shutdown", s::isShutdown, s::toString);
        assertThatThrownBy(() -> s.go(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> Weft.run(() -> s.run(() -> 1))).isInstanceOf(RejectedExecutionException.class);
        assertThat(s.isTerminated()).isFalse();
        assertThat(parent.isDone()).isFalse();
        go.send(1);
        assertThat(closer.join()).isTrue();
        assertThat(ended.get()).isEqualTo(11);
        assertThat(s.isTerminated()).isTrue();
        assertThat(s.shutdown(Duration.ZERO)).isTrue();
        s.close();
    }

    @Test
    void l3FibersThatAreNotDoneInTimeAreCancelledHoweverTheyWaitAndStartNoOthers() {
        Scheduler s = scheduler("cancelling");
        Channel<Integer> never = Channel.rendezvous();
        AtomicInteger cleanedUp = new AtomicInteger();
        List<Routine<?>> waiting = new ArrayList<>();
        waiting.add(s.go(() -> cleanUpAfter(never, 0, cleanedUp)));
        waiting.add(s.go(() -> cleanUpAfter(never, 1, cleanedUp)));
        waiting.add(s.go(() -> cleanUpAfter(never, 2, cleanedUp)));
        for (Routine<?> routine : waiting) Weft.run(() -> awaitState(routine, Routine.State.WAITING));
        assertThat(s.shutdown(Duration.ofMillis(1))).isFalse();
        assertThat(s.awaitTermination(LONG)).isTrue();
        assertThat(cleanedUp.get()).isEqualTo(3);
        for (Routine<?> routine : waiting) assertThat(routine.state()).isEqualTo(Routine.State.CANCELLED);
    }

    @Fiber
    private static void cleanUpAfter(Channel<Integer> never, int way, AtomicInteger cleanedUp) {
        try {
            switch (way) {
                case 0 -> never.receive();
                case 1 -> Weft.sleep(LONG);
                default -> List.of(1).forEach(x -> never.receive());
            }
        } finally {
            try {
                Weft.go(() -> cleanedUp.set(-100));
            } catch (RejectedExecutionException e) {
                cleanedUp.incrementAndGet();
            }
        }
    }

    @Test
    void l4CloseThatIsIgnoredIsAnErrorThatNamesTheFiber() {
        Scheduler s = Scheduler.builder()
                .name("ignored")
                .closeTimeout(Duration.ofMillis(1))
                .build();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        Routine<?> deaf = s.go(
                "deaf",
                () -> Weft.blocking(() -> {
                    begun.countDown();
                    while (open.getCount() > 0) {
                        try {
                            open.await();
                        } catch (InterruptedException e) {
                            // that is what it ignores
                        }
                    }
                }));
        Weft.run(() -> Weft.blocking(() -> begun.await()));
        assertThatThrownBy(s::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ignored")
                .hasMessageContaining("1: deaf");
        open.countDown();
        deaf.join();
        assertThat(s.awaitTermination(LONG)).isTrue();
    }

    @Test
    void l4AFiberCannotWaitForTheEndOfItsOwnScheduler() {
        try (Scheduler s = scheduler("own")) {
            assertThatThrownBy(() -> s.run(() -> s.shutdown(LONG))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> s.run(() -> Weft.blocking(() -> s.awaitTermination(LONG))))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(s.isShutdown()).isFalse();
        }
    }

    @Test
    void l5TheDefaultSchedulerIsNotShutDown() {
        Scheduler s = Scheduler.current();
        assertThatThrownBy(s::close).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> s.shutdown(LONG)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(s.isShutdown()).isFalse();
        assertThat(s.isTerminated()).isFalse();
        assertThat(s.<Integer>run(() -> 1)).isEqualTo(1);
    }

    @Test
    void l2WhoeverIsInterruptedWhileHeClosesCancelsTheFibers() throws InterruptedException {
        Scheduler s = scheduler("interrupted");
        Channel<Integer> never = Channel.rendezvous();
        Routine<Integer> waiting = s.go(never::receive);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread closer = new Thread(() -> {
            try {
                s.close();
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        closer.start();
        closer.interrupt();
        closer.join();
        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        assertThatThrownBy(waiting::join).isInstanceOf(CancelledException.class);
        assertThat(s.awaitTermination(LONG)).isTrue();
    }

    @Test
    void l6AllThreadsOfAClosedSchedulerEnd() {
        Scheduler s = Scheduler.builder().name("ending").parallelism(3).build();
        for (int i = 0; i < 20; i++) {
            s.go(() -> {
                Weft.sleep(1, TimeUnit.MILLISECONDS);
                Weft.blocking(() -> Thread.sleep(1));
                List.of(1).forEach(x -> Weft.sleep(1, TimeUnit.MILLISECONDS));
            });
        }
        s.close();
        Watchdog.await(
                "the end of all threads",
                () -> threads("ending").isEmpty(),
                () -> threads("ending").toString());
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix + "-"))
                .toList();
    }

    @Test
    void l6WhatHasEndedCanBeJoinedAfterTheClose() {
        Scheduler s = scheduler("gone");
        Routine<Integer> well = s.go(() -> 1);
        Routine<Integer> badly = s.go(() -> {
            throw new IllegalStateException("expected");
        });
        s.close();
        assertThat(well.join()).isEqualTo(1);
        assertThatThrownBy(badly::join)
                .isInstanceOf(RoutineFailedException.class)
                .hasRootCauseMessage("expected");
    }

    /** Many start fibers from outside and from inside while the scheduler is closed: each is refused, or has ended after it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void l2NoFiberThatWasTakenIsForgottenByAClose(int parallelism) throws InterruptedException {
        for (int round = 0; round < 30; round++) {
            Scheduler s = Scheduler.builder()
                    .name("race")
                    .parallelism(parallelism)
                    .closeTimeout(LONG)
                    .build();
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger ended = new AtomicInteger();
            AtomicBoolean refused = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(2);
            Thread[] starters = new Thread[2];
            for (int t = 0; t < starters.length; t++) {
                starters[t] = new Thread(() -> {
                    try {
                        while (true) {
                            s.go(() -> startAnother(ended));
                            taken.addAndGet(2);
                            begun.countDown();
                        }
                    } catch (RejectedExecutionException e) {
                        refused.set(true);
                        begun.countDown();
                    }
                });
                starters[t].start();
            }
            begun.await();
            s.close();
            int endedAtClose = ended.get();
            for (Thread starter : starters) starter.join();
            assertThat(refused).isTrue();
            assertThat(endedAtClose).isEqualTo(taken.get());
        }
    }

    @Fiber
    private static void startAnother(AtomicInteger ended) {
        Weft.go(() -> ended.incrementAndGet());
        Weft.yield();
        ended.incrementAndGet();
    }
}

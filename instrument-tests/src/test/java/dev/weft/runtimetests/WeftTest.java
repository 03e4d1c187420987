// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.internal.fiber.FiberStrand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Weft} offers: run, go, yield, sleep. */
class WeftTest {
    @Test
    void runReturnsTheResult() {
        assertThat(Weft.run(() -> Weft.inFiber() ? "in a fiber" : "on a thread"))
                .isEqualTo("in a fiber");
        assertThat(Weft.inFiber()).isFalse();
    }

    @Test
    void runWaitsForAnAction() {
        AtomicBoolean done = new AtomicBoolean();
        Weft.run(() -> {
            Weft.yield();
            done.set(true);
        });
        assertThat(done).isTrue();
    }

    @Test
    void runThrowsUncheckedExceptionsAsTheyAre() {
        IllegalStateException mine = new IllegalStateException("mine");
        assertThatThrownBy(() -> Weft.run(() -> {
                    Weft.yield();
                    throw mine;
                }))
                .isSameAs(mine);
        StackOverflowError error = new StackOverflowError("mine");
        assertThatThrownBy(() -> Weft.run(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void f1RunWrapsCheckedExceptions() {
        IOException mine = new IOException("mine");
        assertThatThrownBy(() -> Weft.run(() -> {
                    throw mine;
                }))
                .isInstanceOf(RoutineFailedException.class)
                .hasCause(mine);
    }

    @Test
    void runCancelsTheTaskIfTheThreadIsInterrupted() throws InterruptedException {
        Channel<Integer> never = Channel.rendezvous();
        AtomicReference<Throwable> inFiber = new AtomicReference<>();
        AtomicReference<Throwable> outside = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                Weft.run(() -> {
                    try {
                        waiting.countDown();
                        never.receive();
                    } catch (Throwable t) {
                        inFiber.set(t);
                        ended.countDown();
                    }
                });
            } catch (Throwable t) {
                outside.set(t);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        waiting.await();
        thread.interrupt();
        thread.join();
        ended.await();
        assertThat(inFiber.get()).isInstanceOf(CancelledException.class);
        assertThat(outside.get()).isInstanceOf(CancelledException.class);
        assertThat(interrupted).as("F2: the thread stays interrupted").isTrue();
    }

    @Test
    void goReturnsAtOnceAndTheRoutineRuns() {
        Weft.run(() -> {
            Channel<String> channel = Channel.rendezvous();
            Routine<String> routine = Weft.go(() -> channel.receive() + "!");
            channel.send("hello");
            assertThat(routine.join()).isEqualTo("hello!");
        });
    }

    @Test
    void goWorksOnAThread() {
        assertThat(Weft.go(() -> 42).join()).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void fibersRunInTheSchedulerOfTheOneThatStartsThem(int parallelism) {
        try (World world = new World(parallelism)) {
            String carrier = world.run(() -> {
                Routine<String> child = Weft.go(
                        () -> Weft.go(() -> Thread.currentThread().getName()).join());
                return child.join();
            });
            assertThat(carrier).startsWith("test-" + parallelism + "-");
        }
    }

    // ---------------------------------------------------------------- yield

    @Test
    void f4YieldLetsTheOthersGoFirst() {
        try (World world = new World(1, 0)) {
            List<String> order = new ArrayList<>();
            world.run(() -> {
                Routine<?> a = Weft.go(() -> step(order, "a"));
                Routine<?> b = Weft.go(() -> step(order, "b"));
                Routine<?> c = Weft.go(() -> step(order, "c"));
                a.join();
                b.join();
                c.join();
            });
            assertThat(order).containsExactly("a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3");
        }
    }

    @dev.weft.Fiber
    private static void step(List<String> order, String name) {
        order.add(name + 1);
        Weft.yield();
        order.add(name + 2);
        Weft.yield();
        order.add(name + 3);
    }

    @Test
    void f4YieldNeitherTakesNorGivesAPermit() {
        try (World world = new World(1)) {
            Channel<Integer> channel = Channel.rendezvous();
            int received = world.run(() -> {
                Routine<Integer> receiver = Weft.go(() -> {
                    int sum = 0;
                    for (int i = 0; i < 100; i++) {
                        Weft.yield();
                        sum += channel.receive();
                        Weft.yield();
                    }
                    return sum;
                });
                for (int i = 0; i < 100; i++) channel.send(1);
                return receiver.join();
            });
            assertThat(received).isEqualTo(100);
        }
    }

    @Test
    void aFiberThatYieldsInALoopLetsThoseFromOutsideIn() {
        try (World world = new World(1)) {
            AtomicBoolean stop = new AtomicBoolean();
            var spinner = world.start("spinner", () -> {
                while (!stop.get()) Weft.yield();
            });
            world.await("the one from outside", world.start("outside", () -> stop.set(true)));
            world.await("the spinner", spinner);
        }
    }

    @Test
    void aFiberThatComputesForEverHoldsNoOthersUp() {
        try (World world = new World(1)) {
            AtomicBoolean stop = new AtomicBoolean();
            var spinner = world.start("spinner", () -> {
                Weft.go(() -> stop.set(true));
                while (!stop.get()) Thread.onSpinWait();
            });
            world.await("the spinner", spinner);
        }
    }

    // ---------------------------------------------------------------- sleep

    @Test
    void sleepersWakeInTheOrderOfTheirDeadlines() {
        try (World world = new World(1, 0)) {
            Channel<Integer> woken = Channel.unbounded();
            world.run(() -> {
                List<Routine<?>> routines = new ArrayList<>();
                for (int i : new int[] {3, 1, 2}) {
                    routines.add(Weft.go(() -> {
                        Weft.sleep(Duration.ofMillis(i == 1 ? 1 : 300L * (i - 1)));
                        woken.send(i);
                    }));
                }
                for (Routine<?> routine : routines) routine.join();
            });
            assertThat(List.of(woken.receive(), woken.receive(), woken.receive()))
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void tenThousandSleepersAllWake() {
        try (World world = new World(2)) {
            int woken = world.run(() -> {
                List<Routine<Integer>> routines = new ArrayList<>();
                for (int i = 0; i < 10_000; i++) {
                    int micros = i % 1_000;
                    routines.add(Weft.go(() -> {
                        Weft.sleep(micros, TimeUnit.MICROSECONDS);
                        return 1;
                    }));
                }
                int sum = 0;
                for (Routine<Integer> routine : routines) sum += routine.join();
                return sum;
            });
            assertThat(woken).isEqualTo(10_000);
        }
    }

    @Test
    void t4SleepForNothingOrLessReturnsAtOnceEvenIfCancelled() {
        try (World world = new World(1)) {
            Channel<Integer> go = Channel.unbounded();
            FiberStrand cancelled = world.start("cancelled", () -> {
                while (go.tryReceive() == null) Weft.yield();
                Weft.sleep(Duration.ZERO);
                Weft.sleep(Duration.ofSeconds(-1));
                Weft.sleep(-1, TimeUnit.DAYS);
            });
            cancelled.cancel();
            go.send(1);
            world.await("the cancelled one", cancelled);
        }
    }

    @Test
    void t5ASleepBeyondTheClockIsLong() {
        try (World world = new World(1)) {
            for (Duration time : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(100_000))) {
                var sleeper = world.start("sleeper", () -> Weft.sleep(time));
                Watchdog.await("the sleeper to park", sleeper::isParked, world::describe);
                sleeper.cancel();
                Watchdog.await("the sleeper's end", sleeper::isEnded, world::describe);
                assertThat(sleeper.thrown()).isInstanceOf(CancelledException.class);
            }
        }
    }

    @Test
    void sleepWorksOnAThreadAndEndsWithAnInterrupt() throws InterruptedException {
        Weft.sleep(1, TimeUnit.MILLISECONDS);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                Weft.sleep(1, TimeUnit.DAYS);
            } catch (CancelledException e) {
                thrown.set(e);
            }
        });
        thread.start();
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
    }
}

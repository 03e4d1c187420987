// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Routine.State;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link Routine} tells and does: join, cancel, state, name, failure. */
class RoutineTest {
    private static final Duration LONG = Duration.ofDays(1);

    static void awaitState(Routine<?> routine, State state) {
        Watchdog.await(routine + " to be " + state, () -> routine.state() == state, routine::toString);
    }

    // ---------------------------------------------------------------- join

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void allJoinersGetTheResult(int parallelism) {
        try (World world = new World(parallelism)) {
            int sum = world.run(() -> {
                Channel<Integer> gate = Channel.rendezvous();
                Routine<Integer> routine = Weft.go(gate::receive);
                List<Routine<Integer>> joiners = new ArrayList<>();
                for (int i = 0; i < 100; i++) joiners.add(Weft.go(() -> routine.join()));
                Weft.yield();
                gate.send(3);
                int total = routine.join();
                for (Routine<Integer> joiner : joiners) total += joiner.join();
                return total;
            });
            assertThat(sum).isEqualTo(303);
        }
    }

    @Test
    void f9WhatWasDoneBeforeGoIsSeenByTheFiber() {
        for (int round = 1; round <= 500; round++) {
            int[] plain = {0};
            plain[0] = round;
            Routine<Integer> routine = Weft.go(() -> plain[0]);
            assertThat(routine.join()).isEqualTo(round);
        }
    }

    @Test
    void f9WhatTheRoutineDidIsSeenAfterTheJoin() {
        int[] plain = {0};
        Routine<?> routine = Weft.go(() -> {
            Weft.yield();
            plain[0] = 1;
        });
        routine.join();
        assertThat(plain[0]).isEqualTo(1);
        routine.join();
    }

    @Test
    void f1JoinThrowsTheFailureToEach() {
        IllegalStateException failure = new IllegalStateException("mine");
        Routine<?> routine = Weft.go("bad", () -> {
            Weft.yield();
            throw failure;
        });
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(routine::join)
                    .isInstanceOf(RoutineFailedException.class)
                    .hasCause(failure)
                    .hasMessageContaining("bad")
                    .hasMessageContaining("mine");
        }
        assertThatThrownBy(() -> Weft.run(() -> {
                    routine.join();
                }))
                .isInstanceOf(RoutineFailedException.class)
                .hasCause(failure);
        assertThat(routine.failure()).isSameAs(failure);
        assertThat(routine.state()).isEqualTo(State.FAILED);
    }

    @Test
    void joinWithTimeoutReturnsTheResultOfOneThatEnds() throws TimeoutException {
        assertThat(Weft.go(() -> 1).join(LONG)).isEqualTo(1);
        assertThat(Weft.<Integer>run(() -> Weft.go(() -> {
                            Weft.yield();
                            return 2;
                        })
                        .join(LONG)))
                .isEqualTo(2);
    }

    @Test
    void joinWithTimeoutGivesUpAndTheRoutineGoesOn() {
        Channel<Integer> gate = Channel.rendezvous();
        Routine<Integer> routine = Weft.go("slow", () -> gate.receive());
        assertThatThrownBy(() -> routine.join(Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("slow");
        assertThatThrownBy(() -> routine.join(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> routine.join(Duration.ofSeconds(Long.MIN_VALUE)))
                .isInstanceOf(TimeoutException.class);
        boolean inFiber = Weft.run(() -> {
            try {
                routine.join(Duration.ofMillis(1));
                return false;
            } catch (TimeoutException e) {
                return true;
            }
        });
        assertThat(inFiber).isTrue();
        gate.send(5);
        assertThat(routine.join()).isEqualTo(5);
    }

    @Test
    void aJoinerThatHasGivenUpIsNotWokenForGood() {
        try (World world = new World(1)) {
            int got = world.run(() -> {
                Channel<Integer> gate = Channel.rendezvous();
                Channel<Integer> other = Channel.rendezvous();
                Routine<Integer> slow = Weft.go(gate::receive);
                try {
                    slow.join(Duration.ofNanos(1));
                    throw new AssertionError("it can't have ended");
                } catch (TimeoutException e) {
                    // the next wait must be unimpressed by the end of what was waited for before
                }
                Weft.go(() -> {
                    gate.send(1);
                    slow.join();
                    other.send(2);
                });
                return other.receive();
            });
            assertThat(got).isEqualTo(2);
        }
    }

    @Test
    void aJoinThatIsCancelledLeavesTheRoutineAlone() {
        Channel<Integer> gate = Channel.rendezvous();
        Routine<Integer> routine = Weft.go(gate::receive);
        Routine<Integer> joiner = Weft.go(() -> routine.join());
        awaitState(joiner, State.WAITING);
        joiner.cancel();
        assertThatThrownBy(joiner::join).isInstanceOf(CancelledException.class);
        assertThat(joiner.state()).isEqualTo(State.CANCELLED);
        gate.send(1);
        assertThat(routine.join()).isEqualTo(1);
    }

    @Test
    void f2AThreadInterruptedInJoinStaysInterrupted() throws InterruptedException {
        Channel<Integer> gate = Channel.rendezvous();
        Routine<Integer> routine = Weft.go(gate::receive);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                routine.join();
            } catch (CancelledException e) {
                thrown.set(Thread.currentThread().isInterrupted() ? e : new AssertionError("the flag is gone"));
            }
        });
        thread.start();
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        gate.send(1);
        routine.join();
    }

    @Test
    void aCancelledJoinOfOneThatHasEndedReturnsItsResult() {
        try (World world = new World(1)) {
            AtomicInteger result = new AtomicInteger();
            Routine<Integer> ended = Weft.go(() -> 4);
            ended.join();
            var fiber = world.start("joiner", () -> result.set(ended.join()));
            fiber.cancel();
            world.await("the joiner", fiber);
            assertThat(result).hasValue(4);
        }
    }

    // ---------------------------------------------------------------- cancel

    /** Where a fiber waits. */
    enum Wait {
        SEND,
        RECEIVE,
        JOIN,
        JOIN_FOR_A_TIME,
        SLEEP;

        @Fiber
        void run(Channel<Integer> channel, Routine<?> other) throws TimeoutException {
            switch (this) {
                case SEND -> channel.send(1);
                case RECEIVE -> channel.receive();
                case JOIN -> other.join();
                case JOIN_FOR_A_TIME -> other.join(LONG);
                case SLEEP -> Weft.sleep(LONG);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Wait.class)
    void cancelEndsAWait(Wait wait) {
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> gate = Channel.rendezvous();
        Routine<Integer> other = Weft.go(() -> gate.receive());
        Routine<?> routine = Weft.go(() -> wait.run(channel, other));
        awaitState(routine, State.WAITING);
        routine.cancel();
        assertThatThrownBy(routine::join).isInstanceOf(CancelledException.class);
        assertThat(routine.state()).isEqualTo(State.CANCELLED);
        assertThat(routine.isDone()).isTrue();
        assertThat(channel.tryReceive()).isNull();
        assertThat(channel.trySend(1)).as("nobody waits any more").isFalse();
        gate.send(1);
        other.join();
    }

    @ParameterizedTest
    @EnumSource(Wait.class)
    void cancelEndsAWaitOfAPinnedFiber(Wait wait) {
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> gate = Channel.rendezvous();
        Routine<Integer> other = Weft.go(() -> gate.receive());
        Routine<?> routine = Weft.go(() -> {
            List.of(wait).forEach(w -> {
                try {
                    w.run(channel, other);
                } catch (TimeoutException e) {
                    throw new AssertionError(e);
                }
            });
        });
        awaitState(routine, State.WAITING);
        routine.cancel();
        assertThatThrownBy(routine::join).isInstanceOf(CancelledException.class);
        assertThat(channel.tryReceive()).isNull();
        gate.send(1);
        other.join();
    }

    @ParameterizedTest
    @EnumSource(Wait.class)
    void cancelEndsAWaitOnTheIoPool(Wait wait) {
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> gate = Channel.rendezvous();
        Routine<Integer> other = Weft.go(() -> gate.receive());
        Routine<?> routine = Weft.go(() -> Weft.blocking(() -> wait.run(channel, other)));
        awaitState(routine, State.WAITING);
        routine.cancel();
        assertThatThrownBy(routine::join).isInstanceOf(CancelledException.class);
        assertThat(channel.tryReceive()).isNull();
        gate.send(1);
        other.join();
    }

    @ParameterizedTest
    @EnumSource(Wait.class)
    void cancelBeforeTheWaitEndsItToo(Wait wait) {
        try (World world = new World(1)) {
            world.run(() -> {
                Channel<Integer> channel = Channel.rendezvous();
                Channel<Integer> gate = Channel.rendezvous();
                Routine<Integer> other = Weft.go(() -> gate.receive());
                AtomicInteger steps = new AtomicInteger();
                Routine<?> routine = Weft.go(() -> {
                    steps.incrementAndGet();
                    Weft.yield();
                    steps.incrementAndGet();
                    wait.run(channel, other);
                });
                routine.cancel(); // it hasn't started
                assertThat(routine.failure()).isNull();
                try {
                    routine.join();
                    throw new AssertionError("it was not cancelled");
                } catch (CancelledException e) {
                    assertThat(steps).as("what doesn't wait is done").hasValue(2);
                }
                gate.send(1);
                other.join();
            });
        }
    }

    @Test
    void cancelOfOneThatNeverWaitsDoesNothing() {
        Routine<Integer> routine = Weft.go(() -> 1);
        routine.cancel();
        assertThat(routine.join()).isEqualTo(1);
        routine.cancel();
        assertThat(routine.state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void anOperationThatNeedNotWaitSucceedsInACancelledRoutine() {
        Channel<Integer> channel = Channel.buffered(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        Routine<Integer> routine = Weft.go(() -> {
            while (!cancelled.get()) Weft.yield();
            channel.send(1);
            return channel.receive();
        });
        routine.cancel();
        cancelled.set(true);
        assertThat(routine.join()).isEqualTo(1);
    }

    @Test
    void aJoinOfACancelledRoutineInAnotherTellsOfIt() {
        Routine<?> inner = Weft.go(() -> Weft.sleep(LONG));
        Routine<?> outer = Weft.go(() -> inner.join());
        inner.cancel();
        assertThatThrownBy(outer::join).isInstanceOf(CancelledException.class);
    }

    // ---------------------------------------------------------------- state, name, failure

    @Test
    void stateFollowsTheRoutine() {
        Channel<Integer> gate = Channel.rendezvous();
        Routine<Integer> routine = Weft.go("mine", () -> gate.receive());
        awaitState(routine, State.WAITING);
        assertThat(routine.isDone()).isFalse();
        assertThat(routine.failure()).isNull();
        assertThat(routine.toString()).contains("mine").contains("WAITING");
        gate.send(1);
        awaitState(routine, State.SUCCEEDED);
        assertThat(routine.isDone()).isTrue();
        assertThat(routine.failure()).isNull();
    }

    @Test
    void aRunningRoutineIsRunnable() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        AtomicInteger stop = new AtomicInteger();
        Routine<?> routine = Weft.go(() -> {
            running.countDown();
            while (stop.get() == 0) Weft.yield();
        });
        running.await();
        assertThat(routine.state()).isEqualTo(State.RUNNABLE);
        assertThat(routine.stackTrace()).isEmpty();
        stop.set(1);
        routine.join();
    }

    @Test
    void namesAreGivenOrMade() {
        Routine<?> named = Weft.go("reader", () -> 1);
        assertThat(named.name()).isEqualTo("reader");
        Routine<?> a = Weft.go(() -> 1);
        assertThat(a.name()).isNotEmpty().isEqualTo(a.name());
        named.join();
        a.join();
    }

    @Test
    void theHandleOfAnEndedRoutineKeepsItsResult() {
        Routine<byte[]> routine = Weft.go(() -> new byte[] {1, 2});
        assertThat(routine.join()).isSameAs(routine.join());
    }

    // ---------------------------------------------------------------- F1: failures that nobody joins

    @Test
    void f1AFailureThatNobodyJoinsIsReported() throws InterruptedException {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        AtomicReference<Throwable> reported = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        IllegalStateException mine = new IllegalStateException("nobody joins it");
        Thread.setDefaultUncaughtExceptionHandler((thread, t) -> {
            if (t == mine) {
                reported.set(t);
                done.countDown();
            }
            if (t == mine) throw new IllegalStateException("a handler that fails harms nobody");
        });
        try {
            Weft.go(() -> {
                throw mine;
            });
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(reported.get()).isSameAs(mine);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        Weft.run(() -> Weft.sleep(1, TimeUnit.MILLISECONDS)); // the timers live
    }

    // ---------------------------------------------------------------- the logical stack

    @Test
    void theStackOfAParkedRoutineIsThatOfItsSource() {
        Channel<Integer> gate = Channel.rendezvous();
        Routine<Integer> routine = Weft.go(() -> outer(gate));
        awaitState(routine, State.WAITING);
        List<String> methods = Arrays.stream(routine.stackTrace())
                .filter(e -> e.getClassName().equals(RoutineTest.class.getName()))
                .map(StackTraceElement::getMethodName)
                .toList();
        assertThat(methods).hasSize(3);
        assertThat(methods.subList(0, 2)).containsExactly("inner", "outer");
        assertThat(methods.get(2)).startsWith("lambda$");
        StackTraceElement inner = Arrays.stream(routine.stackTrace())
                .filter(e -> e.getMethodName().equals("inner"))
                .findFirst()
                .orElseThrow();
        assertThat(inner.getLineNumber()).isEqualTo(LINE_OF_RECEIVE);
        assertThat(routine.stackTrace()[0].getClassName()).isEqualTo(Channel.class.getName());
        gate.send(1);
        routine.join();
        assertThat(routine.stackTrace()).isEmpty();
    }

    private static final int LINE_OF_RECEIVE = line() + 9;

    @Fiber
    private static int outer(Channel<Integer> gate) {
        return 1 + inner(gate);
    }

    @Fiber
    private static int inner(Channel<Integer> gate) {
        return gate.receive();
    }

    static int line() {
        return new Throwable().getStackTrace()[1].getLineNumber();
    }

    @Test
    void readingTheStackWhileTheFiberIsWokenLosesNoWakeUp() {
        try (World world = new World(2)) {
            Channel<Integer> channel = Channel.rendezvous();
            int n = 20_000;
            var receiver = world.start("receiver", () -> {
                for (int i = 0; i < n; i++) channel.receive();
            });
            world.start("sender", () -> {
                for (int i = 0; i < n; i++) channel.send(i);
            });
            while (!receiver.isEnded()) {
                for (StackTraceElement e : receiver.parkedStackTrace())
                    assertThat(e.getClassName()).startsWith("dev.weft");
            }
            world.await("the receiver", receiver);
        }
    }
}

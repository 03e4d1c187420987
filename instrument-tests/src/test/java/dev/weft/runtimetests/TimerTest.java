// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.AfterFunc;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import dev.weft.channel.Ticker;
import dev.weft.channel.Timer;
import dev.weft.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T1 to T8 of docs/semantics.md with fibers, threads and both, in real time: order and state only. */
@Timeout(60)
class TimerTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    @InEachSetting
    void t1ATickGoesToOneOfThoseThatWait(Setting setting) {
        Timer timer = new Timer(LONG);
        AtomicInteger got = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            int[] plain = {0};
            for (int i = 0; i < 4; i++) {
                cast.startParked("waiting " + i, () -> {
                    timer.channel().receive();
                    if (plain[0] != got.incrementAndGet()) throw new AssertionError(plain[0]);
                });
            }
            for (int i = 1; i <= 4; i++) {
                int before = i - 1;
                Watchdog.await("one", () -> got.get() == before, timer::toString);
                plain[0] = i;
                assertThat(timer.reset(SHORT)).isEqualTo(i == 1);
            }
            cast.joinAll();
        }
        assertThat(got).hasValue(4);
        assertThat(timer.stop()).isFalse();
    }

    @InEachSetting
    void t1EitherStopPreventsATickOrItIsReceived(Setting setting) {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 50; round++) {
            Timer timer = new Timer(LONG);
            Channel<Integer> end = Channel.rendezvous();
            AtomicInteger got = new AtomicInteger();
            try (Cast cast = new Cast(setting)) {
                Actor actor = cast.start("waiting", () -> {
                    boolean more = true;
                    while (more) {
                        more = Select.<Boolean>of(
                                        receive(timer.channel(), due -> got.incrementAndGet() > 0),
                                        receive(end, e -> false))
                                .await();
                    }
                });
                int sets = 0;
                int prevented = 0;
                for (int i = 0; i < 5; i++) {
                    if (timer.reset(Duration.ofNanos(random.nextInt(200_000)))) prevented++;
                    sets++;
                    for (int spins = random.nextInt(2_000); spins > 0; spins--) Thread.onSpinWait();
                }
                if (timer.stop()) prevented++;
                int expected = 1 + sets - prevented; // the first setting, for a day, was one too
                Watchdog.await("those received", () -> got.get() == expected, () -> got + " of " + expected);
                end.send(1);
                actor.join();
                assertThat(got).hasValue(expected);
            }
        }
    }

    @InEachSetting
    void t3ATickerTicksInOrder(Setting setting) {
        try (Cast cast = new Cast(setting);
                Ticker ticker = new Ticker(SHORT)) {
            AtomicInteger got = new AtomicInteger();
            for (int i = 0; i < 3; i++) {
                cast.start("waiting " + i, () -> {
                    for (int n = 0; n < 5; n++) {
                        ticker.channel().receive();
                        got.incrementAndGet();
                    }
                });
            }
            cast.joinAll();
            assertThat(got).hasValue(15);
        }
    }

    @InEachSetting
    void t6TimersOfAllKindsFireNextToEachOther(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            AtomicInteger functions = new AtomicInteger();
            for (int i = 0; i < 50; i++) {
                Duration time = Duration.ofNanos(i * 37_000L);
                cast.start("actor " + i, () -> {
                    Timer.afterFunc(time, functions::incrementAndGet);
                    Weft.sleep(time);
                    Channel.after(time).receive();
                    new Timer(time).channel().receive();
                });
            }
            cast.joinAll();
            Watchdog.await("the functions", () -> functions.get() == 50, functions::toString);
        }
    }

    // ---------------------------------------------------------------- T4, T5

    @InEachSetting
    void t4WhatIsNotPositiveHasPassedAndIsNoPeriod(Setting setting) {
        Cast.all(setting, () -> {
            assertThat(new Timer(Duration.ZERO).channel().tryReceive()).isNotNull();
            assertThat(Channel.after(SHORT.negated()).receive()).isNotNull();
            Weft.sleep(Duration.ZERO);
            Weft.sleep(LONG.negated());
            assertThatThrownBy(() -> new Ticker(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @InEachSetting
    void t5TimesOfCenturiesAreCut(Setting setting) {
        Duration eternity = Duration.ofSeconds(Long.MAX_VALUE);
        try (Cast cast = new Cast(setting)) {
            for (Action wait : List.<Action>of(
                    () -> Weft.sleep(eternity),
                    () -> Channel.after(eternity).receive(),
                    () -> new Ticker(eternity).channel().receive(),
                    () -> Select.of(Select.timeout(eternity, () -> 1)).await())) {
                Actor.cancelled(cast.startParked("waiting for ever", wait));
            }
            cast.start(
                            "of the past",
                            () -> Channel.after(Duration.ofSeconds(Long.MIN_VALUE))
                                    .receive())
                    .join();
        }
    }

    // ---------------------------------------------------------------- T7, T9: when

    @InEachSetting
    void t7AndT9NoneIsEarlyByTheOneClock(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        Duration time = Duration.ofMillis(2);
        List<Action> waits = List.of(
                () -> Weft.sleep(time),
                () -> Channel.after(time).receive(),
                () -> new Ticker(time).channel().receive(),
                () -> assertThat(never.tryReceive(time)).isNull(),
                () -> Select.of(receive(never), Select.timeout(time, () -> 1)).await(),
                () -> {
                    try (Context.Cancellable context = Context.current().withTimeout(time)) {
                        context.run(() -> never.receive());
                    } catch (CancelledException e) {
                        assertThat(e).hasCauseInstanceOf(TimeoutException.class);
                    }
                },
                () -> {
                    Channel<Integer> ran = Channel.rendezvous();
                    Timer.afterFunc(time, () -> ran.send(1));
                    ran.receive();
                });
        try (Cast cast = new Cast(setting)) {
            for (Action wait : waits) {
                cast.start("waiting", () -> {
                    long start = System.nanoTime();
                    wait.run();
                    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(time.toNanos());
                });
            }
            cast.joinAll();
        }
    }

    /** Those that compute ask the machine for nothing but to let other threads run. */
    @InEachSetting
    void t7ATimerFiresThoughAllThatMayRunCompute(Setting setting) {
        AtomicInteger fired = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < 3; i++) {
                cast.start("waiting " + i, () -> {
                    Channel.after(SHORT).receive();
                    fired.incrementAndGet();
                });
            }
            for (int i = 0; i < setting.parallelism(); i++) {
                cast.start("computing " + i, () -> {
                    while (fired.get() < 3) Thread.yield();
                });
            }
            cast.joinAll();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void t7ATimerFiresThoughAllCarriersCompute(int parallelism) {
        try (Scheduler scheduler = Scheduler.builder().parallelism(parallelism).build()) {
            AtomicInteger fired = new AtomicInteger();
            scheduler.run(() -> {
                Timer.afterFunc(SHORT, fired::incrementAndGet);
                Weft.go(() -> {
                    new Timer(SHORT).channel().receive();
                    fired.incrementAndGet();
                });
                for (int i = 0; i < parallelism; i++) {
                    Weft.go(() -> {
                        while (fired.get() < 2) Thread.onSpinWait();
                    });
                }
                while (fired.get() < 2) Weft.yield();
            });
        }
    }

    @Test
    void t7AnEarlierTimerIsSetWhileEverybodySleeps() {
        Timer late = new Timer(LONG);
        try (Cast cast = new Cast(Setting.FIBERS)) {
            Actor waiting = cast.startParked("late", () -> late.channel().receive());
            cast.start("early", () -> Channel.after(SHORT).receive()).join();
            assertThat(late.reset(SHORT)).isTrue();
            waiting.join();
        }
    }

    // ---------------------------------------------------------------- T8: afterFunc

    @InEachSetting
    void t8AfterFuncRunsInAFiberOfItsOwnEachTimeUnlessItIsStopped(Setting setting) {
        Context.Key<Integer> key = Context.Key.of("key");
        Cast.all(setting, () -> {
            Channel<Integer> ran = Channel.unbounded();
            int[] plain = {7};
            AfterFunc after = Context.current()
                    .with(key, 10)
                    .run(() -> Timer.afterFunc(LONG, () -> {
                        Weft.sleep(SHORT);
                        ran.send(key.current() + plain[0] + (Weft.inFiber() ? 100 : 0));
                    }));
            assertThat(after.reset(SHORT)).isTrue();
            assertThat(ran.receive()).isEqualTo(117);
            assertThat(after.reset(Duration.ZERO)).isFalse();
            assertThat(ran.receive()).isEqualTo(117);
            after.reset(LONG);
            assertThat(after.stop()).isTrue();
            assertThat(after.stop()).isFalse();
            assertThat(ran.tryReceive()).isNull();
        });
    }

    @Test
    void t8AfterFuncRunsInAFiberOfTheCallersSchedulerAndContext() {
        Context.Key<String> key = Context.Key.of("key");
        try (Scheduler scheduler = Scheduler.builder().parallelism(1).build()) {
            Channel<Object> told = Channel.unbounded();
            AfterFunc after = scheduler.run(() -> Context.current()
                    .with(key, "value")
                    .run(() -> Timer.afterFunc(SHORT, () -> {
                        Weft.sleep(SHORT);
                        told.send(Weft.inFiber());
                        told.send(key.current());
                        told.send(Scheduler.current());
                    })));
            assertThat(told.receive()).isEqualTo(true);
            assertThat(told.receive()).isEqualTo("value");
            assertThat(told.receive()).isSameAs(scheduler);
            assertThat(after.stop()).isFalse();
        }
    }

    @Test
    void t8StopDoesNotWait() {
        Channel<Integer> gate = Channel.rendezvous();
        Channel<Integer> begun = Channel.rendezvous();
        AfterFunc after = Timer.afterFunc(Duration.ZERO, () -> {
            begun.send(1);
            gate.receive();
        });
        begun.receive();
        assertThat(after.stop()).isFalse();
        gate.send(1);
    }
}

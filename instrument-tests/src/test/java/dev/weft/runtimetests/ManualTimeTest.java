// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Weft;
import dev.weft.channel.AfterFunc;
import dev.weft.channel.Channel;
import dev.weft.channel.ReceiveChannel;
import dev.weft.channel.Select;
import dev.weft.channel.Ticker;
import dev.weft.channel.Timer;
import dev.weft.context.Context;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.sched.ManualTimers;
import dev.weft.sync.Mutex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** T1 to T5, T8 and T9 of docs/semantics.md to the millisecond: time passes when the test says so. */
@Timeout(60)
class ManualTimeTest {
    private final ManualTimers time = new ManualTimers();
    private final World world = new World(1, World.MAX_SPARES, time);

    @AfterEach
    void end() {
        world.close();
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private FiberStrand parked(Action action) {
        FiberStrand fiber = world.start("waiting", action);
        Watchdog.await("it to wait", fiber::isParked, world::describe);
        return fiber;
    }

    private void ends(FiberStrand fiber) {
        world.await("its end", fiber);
    }

    private void stillWaits(FiberStrand fiber) {
        world.run(() -> {}); // on the same carrier: whatever was woken has run
        assertThat(fiber.isParked()).isTrue();
    }

    // ---------------------------------------------------------------- T1: nothing stale

    @Test
    void t1ATickIsThereFromItsTimeOnAndOnce() {
        world.run(() -> {
            Timer timer = new Timer(ms(10));
            time.advance(9);
            assertThat(timer.channel().tryReceive()).isNull();
            time.advance(1);
            assertThat(timer.channel().size()).isZero();
            assertThat(timer.channel().capacity()).isZero();
            assertThat(timer.channel().tryReceive()).isNotNull();
            assertThat(timer.channel().tryReceive()).isNull();
            assertThat(timer.stop()).as("it was received").isFalse();
        });
    }

    @Test
    void t1NothingIsReceivedAfterStop() {
        world.run(() -> {
            Timer timer = new Timer(ms(10));
            time.advance(20);
            assertThat(timer.stop()).as("due, but not received").isTrue();
            assertThat(timer.stop()).isFalse();
            assertThat(timer.channel().tryReceive()).isNull();
            Ticker ticker = new Ticker(ms(10));
            time.advance(20);
            ticker.stop();
            assertThat(ticker.channel().tryReceive()).isNull();
            time.advance(20);
            assertThat(ticker.channel().tryReceive()).isNull();
        });
    }

    @Test
    void t1NothingOfBeforeIsReceivedAfterReset() {
        world.run(() -> {
            Timer timer = new Timer(ms(10));
            time.advance(20);
            assertThat(timer.reset(ms(10))).isTrue();
            assertThat(timer.channel().tryReceive()).isNull();
            time.advance(10);
            assertThat(timer.channel().tryReceive()).isNotNull();
            assertThat(timer.reset(ms(10))).isFalse();
            time.advance(9);
            assertThat(timer.channel().tryReceive()).isNull();
            Ticker ticker = new Ticker(ms(10));
            time.advance(20);
            ticker.reset(ms(30));
            assertThat(ticker.channel().tryReceive()).isNull();
            time.advance(29);
            assertThat(ticker.channel().tryReceive()).isNull();
            time.advance(1);
            assertThat(ticker.channel().tryReceive()).isNotNull();
        });
    }

    @Test
    void t1WhoWaitsWaitsForTheNewTime() {
        Timer timer = world.run(() -> new Timer(ms(10)));
        List<Instant> got = new ArrayList<>();
        FiberStrand plain = parked(() -> got.add(timer.channel().receive()));
        FiberStrand selecting =
                parked(() -> got.add(Select.of(receive(timer.channel()), receive(Channel.<Instant>rendezvous()))
                        .await()));
        assertThat(timer.reset(ms(50))).isTrue();
        time.advance(40);
        stillWaits(plain);
        assertThat(timer.reset(ms(5))).isTrue();
        time.advance(5);
        ends(plain);
        stillWaits(selecting);
        timer.stop();
        time.advance(100);
        stillWaits(selecting);
        timer.reset(ms(0));
        time.advance(1);
        ends(selecting);
        assertThat(got).hasSize(2);
        assertThat(timer.stop()).isFalse();
    }

    // ---------------------------------------------------------------- T2: what nobody waits for isn't set

    @Test
    void t2NoTimerIsSetWhileNobodyWaits() {
        world.run(() -> {
            Timer timer = new Timer(ms(1_000));
            Ticker ticker = new Ticker(ms(1_000));
            assertThat(Select.of(receive(timer.channel()), receive(ticker.channel()), Select.otherwise(() -> null))
                            .await())
                    .isNull();
            assertThat(time.isQuiet()).isTrue();
        });
        ReceiveChannel<Instant> after = world.run(() -> Channel.after(ms(1_000)));
        FiberStrand waiting = parked(after::receive);
        assertThat(time.isQuiet()).isFalse();
        waiting.cancel();
        assertThatThrownBy(() -> ends(waiting)).isInstanceOf(CancelledException.class);
        Channel<Instant> other = Channel.buffered(1);
        FiberStrand selecting =
                parked(() -> Select.of(receive(after), receive(other)).await());
        other.send(Instant.now());
        ends(selecting);
        time.advance(1_000);
        assertThat(time.isQuiet()).isTrue();
        assertThat(after.tryReceive()).isNotNull();
    }

    // ---------------------------------------------------------------- T3: tickers

    @Test
    void t3ATickerLeavesOutWhatNobodyWasThereForAndKeepsItsPhase() {
        world.run(() -> {
            Ticker ticker = new Ticker(ms(10));
            ReceiveChannel<Instant> ticks = ticker.channel();
            time.advance(35);
            assertThat(ticks.tryReceive()).as("of 10, 20 and 30").isNotNull();
            assertThat(ticks.tryReceive()).isNull();
            time.advance(4);
            assertThat(ticks.tryReceive()).isNull();
            time.advance(1);
            assertThat(ticks.tryReceive()).as("of 40").isNotNull();
            time.advance(10);
            assertThat(ticks.tryReceive()).as("of 50").isNotNull();
            assertThat(ticks.tryReceive()).isNull();
        });
    }

    @Test
    void t3WhoWaitsGetsATickInTurn() {
        Ticker ticker = world.run(() -> new Ticker(ms(10)));
        FiberStrand first = parked(ticker.channel()::receive);
        FiberStrand second = parked(ticker.channel()::receive);
        AtomicInteger got = new AtomicInteger();
        FiberStrand all = parked(() -> ticker.channel().forEach(due -> got.incrementAndGet()));
        time.advance(10);
        ends(first);
        stillWaits(second);
        time.advance(10);
        ends(second);
        for (int i = 1; i <= 3; i++) {
            time.advance(10);
            stillWaits(all);
            assertThat(got).hasValue(i);
        }
        ticker.close();
        time.advance(100);
        stillWaits(all);
        assertThat(got).hasValue(3);
    }

    // ---------------------------------------------------------------- T4, T5

    @Test
    void t4WhatIsNotPositiveHasPassedAndIsNoPeriod() {
        world.run(() -> {
            assertThat(new Timer(Duration.ZERO).channel().tryReceive()).isNotNull();
            assertThat(Channel.after(ms(-1)).receive()).isNotNull();
            Weft.sleep(Duration.ZERO);
            Weft.sleep(ms(-5));
            assertThatThrownBy(() -> new Ticker(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
            Ticker ticker = new Ticker(ms(1));
            assertThatThrownBy(() -> ticker.reset(ms(-1))).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void t5TimesOfCenturiesAreCut() {
        Duration eternity = Duration.ofSeconds(Long.MAX_VALUE);
        Timer timer = world.run(() -> new Timer(eternity));
        FiberStrand waiting = parked(timer.channel()::receive);
        FiberStrand sleeping = parked(() -> Weft.sleep(eternity));
        FiberStrand ticking = parked(new Ticker(eternity).channel()::receive);
        time.advance(1_000_000_000_000L);
        stillWaits(waiting);
        stillWaits(sleeping);
        stillWaits(ticking);
        assertThat(timer.stop()).isTrue();
        world.run(() -> assertThat(
                        new Timer(Duration.ofSeconds(Long.MIN_VALUE)).channel().tryReceive())
                .isNotNull());
    }

    // ---------------------------------------------------------------- T8: afterFunc

    @Test
    void t8AfterFuncIsStartedOnceForEachTimeThatItIsSet() {
        Channel<Integer> started = Channel.unbounded();
        AfterFunc after = world.run(() -> Timer.afterFunc(ms(10), () -> started.send(1)));
        time.advance(9);
        assertThat(started.tryReceive()).isNull();
        assertThat(after.reset(ms(10))).isTrue();
        time.advance(9);
        time.advance(1);
        assertThat(started.receive()).isEqualTo(1);
        assertThat(after.stop()).isFalse();
        assertThat(after.reset(ms(10))).isFalse();
        assertThat(after.stop()).isTrue();
        assertThat(after.stop()).isFalse();
        time.advance(100);
        assertThat(after.reset(ms(0))).isFalse();
        time.advance(1);
        assertThat(started.receive()).isEqualTo(1);
        assertThat(started.tryReceive()).isNull();
    }

    // ---------------------------------------------------------------- T9: one clock

    @Test
    void t9OneClockServesAllThatWaitsForATime() {
        Channel<Integer> never = Channel.rendezvous();
        Mutex mutex = new Mutex();
        mutex.lock();
        List<FiberStrand> waiting = List.of(
                parked(() -> Weft.sleep(ms(10))),
                parked(() -> Channel.after(ms(10)).receive()),
                parked(() -> Select.of(receive(never), Select.timeout(ms(10), () -> 1))
                        .await()),
                parked(() -> {
                    if (mutex.tryLock(ms(10))) throw new AssertionError();
                }),
                parked(() -> {
                    try (Context.Cancellable context = Context.current().withTimeout(ms(10))) {
                        context.run(() -> never.receive());
                    } catch (CancelledException e) {
                        if (!(e.getCause() instanceof TimeoutException)) throw e;
                    }
                }));
        time.advance(9);
        waiting.forEach(this::stillWaits);
        time.advance(1);
        waiting.forEach(this::ends);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routines seen by threads. The tests' own code isn't instrumented, so what waits in a routine here pins its carrier. */
@Timeout(60)
class RoutineTest {
    @Test
    void joinGivesTheResultToEachThatJoins() {
        Routine<String> routine = Weft.go(() -> "result");
        assertThat(routine.join()).isEqualTo("result");
        assertThat(routine.join()).isEqualTo("result");
        assertThat(routine.isDone()).isTrue();
        assertThat(routine.state()).isEqualTo(Routine.State.SUCCEEDED);
        assertThat(routine.failure()).isNull();
    }

    @Test
    void joinFromSeveralThreads() throws InterruptedException {
        Channel<String> channel = Channel.rendezvous();
        Routine<String> routine = Weft.go(channel::receive);
        List<String> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) threads.add(new Thread(() -> results.add(routine.join())));
        for (Thread t : threads) t.start();
        channel.send("x");
        for (Thread t : threads) t.join();
        assertThat(results).containsExactly("x", "x", "x", "x");
    }

    @Test
    void f01FailureIsThrownByEachJoinWithItsCause() {
        IOException failure = new IOException("expected");
        Routine<Void> routine = Weft.go("reader", (Task<Void>) () -> {
            throw failure;
        });
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(routine::join)
                    .isInstanceOf(RoutineFailedException.class)
                    .hasMessageContaining("reader")
                    .hasCause(failure);
        }
        assertThat(routine.state()).isEqualTo(Routine.State.FAILED);
        assertThat(routine.failure()).isSameAs(failure);
    }

    @Test
    void timedJoinThrowsWhenTheTimeIsOverAndMayBeRepeated() throws Exception {
        Channel<String> channel = Channel.rendezvous();
        Routine<String> routine = Weft.go("patient", channel::receive);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> routine.join(Duration.ofNanos(1)))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("patient");
        }
        assertThatThrownBy(() -> routine.join(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        assertThat(routine.isDone()).isFalse();
        channel.send("x");
        assertThat(routine.join(Duration.ofDays(365_000_000_000L))).isEqualTo("x");
    }

    @Test
    void joinOfAnInterruptedThreadEndsAndTheThreadStaysInterrupted() {
        Channel<String> channel = Channel.rendezvous();
        Routine<String> routine = Weft.go(channel::receive);
        Thread.currentThread().interrupt();
        assertThatThrownBy(routine::join).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> routine.join(Duration.ofDays(1))).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        channel.send("x");
        assertThat(routine.join()).isEqualTo("x");
    }

    @Test
    void cancelEndsAWaitAlsoOfAPinnedFiber() {
        Channel<String> channel = Channel.rendezvous();
        Routine<String> routine = Weft.go(channel::receive);
        while (routine.state() != Routine.State.WAITING) Thread.onSpinWait();
        routine.cancel();
        assertThatThrownBy(routine::join).isInstanceOf(CancelledException.class);
        assertThat(routine.state()).isEqualTo(Routine.State.CANCELLED);
        assertThat(channel.trySend("nobody waits any more")).isFalse();
    }

    @Test
    void cancelEndsASleepAndABlockingSection() {
        Routine<?> sleeper = Weft.go(() -> Weft.sleep(1, TimeUnit.DAYS));
        Channel<String> channel = Channel.rendezvous();
        Routine<String> blocked = Weft.go(() -> Weft.blocking(channel::receive));
        sleeper.cancel();
        blocked.cancel();
        assertThatThrownBy(sleeper::join).isInstanceOf(CancelledException.class);
        assertThatThrownBy(blocked::join).isInstanceOf(CancelledException.class);
        assertThat(channel.trySend("nobody waits any more")).isFalse();
    }

    @Test
    void cancelledRoutineThatNeverWaitsGoesOn() {
        Channel<Boolean> begun = Channel.buffered(1);
        Routine<String> routine = Weft.go(() -> {
            begun.send(true);
            return "went on";
        });
        begun.receive();
        routine.cancel();
        assertThat(routine.join()).isEqualTo("went on");
        routine.cancel();
        assertThat(routine.state()).isEqualTo(Routine.State.SUCCEEDED);
    }

    @Test
    void nameIsTheGivenOneOrMade() {
        assertThat(Weft.go("n", () -> {}).name()).isEqualTo("n");
        assertThat(Weft.go(() -> {}).name()).isNotEmpty();
        assertThat(Weft.go("n", () -> {}).toString()).contains("n");
    }
}

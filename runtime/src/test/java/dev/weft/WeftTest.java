// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WeftTest {
    @Test
    void runGivesTheResult() {
        assertThat(Weft.<String>run(() -> "result")).isEqualTo("result");
        AtomicReference<String> seen = new AtomicReference<>();
        Weft.run(() -> seen.set("seen"));
        assertThat(seen.get()).isEqualTo("seen");
    }

    @Test
    void f01RunThrowsUncheckedExceptionsAndErrorsAsTheyAreAndWrapsCheckedOnes() {
        RuntimeException unchecked = new IllegalStateException("expected");
        Error error = new AssertionError("expected");
        IOException checked = new IOException("expected");
        assertThatThrownBy(() -> Weft.run(() -> fail(unchecked))).isSameAs(unchecked);
        assertThatThrownBy(() -> Weft.run(() -> fail(error))).isSameAs(error);
        assertThatThrownBy(() -> Weft.run(() -> fail(checked)))
                .isInstanceOf(RoutineFailedException.class)
                .hasCause(checked);
    }

    private static void fail(Throwable t) throws Exception {
        if (t instanceof Error e) throw e;
        throw (Exception) t;
    }

    @Test
    void runOnAnInterruptedThreadIsCancelled() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Weft.run(() -> Weft.sleep(1, TimeUnit.DAYS))).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void outsideOfFibersTheOperationsServeTheThread() throws Exception {
        assertThat(Weft.inFiber()).isFalse();
        Weft.yield();
        Weft.sleep(Duration.ofMillis(1));
        Weft.sleep(1, TimeUnit.MICROSECONDS);
        assertThat(Weft.<String>blocking(() -> "here")).isEqualTo("here");
        IOException failure = new IOException("expected");
        assertThatThrownBy(() -> Weft.blocking(() -> fail(failure))).isSameAs(failure);
    }

    @Test
    void f06BlockingSectionsOfPinnedFibersLeaveCarriersForOthers() throws InterruptedException {
        int n = 4 * Runtime.getRuntime().availableProcessors();
        CountDownLatch open = new CountDownLatch(1);
        List<Routine<?>> blocked = new ArrayList<>();
        for (int i = 0; i < n; i++) blocked.add(Weft.go(() -> Weft.blocking(() -> open.await())));
        Weft.go(open::countDown).join();
        for (Routine<?> routine : blocked) routine.join();
    }

    @Test
    void sleepOfNothingReturnsAtOnce() {
        Thread.currentThread().interrupt(); // would end a sleep that waits
        Weft.sleep(Duration.ZERO);
        Weft.sleep(Duration.ofDays(-1));
        Weft.sleep(0, TimeUnit.DAYS);
        Weft.sleep(Long.MIN_VALUE, TimeUnit.DAYS);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void sleepOfAnInterruptedThreadEndsHoweverLongItIs() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Weft.sleep(Duration.ofSeconds(Long.MAX_VALUE))).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> Weft.sleep(Long.MAX_VALUE, TimeUnit.DAYS)).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void sleepLastsAtLeastAsLongAsAsked() {
        long begun = System.nanoTime();
        Weft.run(() -> Weft.sleep(20, TimeUnit.MILLISECONDS));
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Fiber;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A scheduler as an executor. */
@Timeout(60)
class SchedulerExecutorTest {
    private static Scheduler scheduler() {
        return Scheduler.builder().name("commands").parallelism(1).spares(0).build();
    }

    @Fiber
    private static void relay(Channel<Integer> in, Channel<Integer> out) {
        out.send(Weft.inFiber() ? in.receive() : -1);
    }

    @Test
    void commandsAreFibersThatWaitWithoutAThread() {
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.unbounded();
        try (Scheduler scheduler = scheduler()) {
            Executor executor = scheduler.executor();
            for (int i = 0; i < 100; i++) {
                executor.execute(() -> relay(in, out));
            }
            for (int i = 0; i < 100; i++) in.send(i);
            int sum = 0;
            for (int i = 0; i < 100; i++) sum += out.receive();
            assertThat(sum).isEqualTo(4950);
        }
    }

    @Test
    void whatTheJdkWrapsAroundACommandRunsThere() {
        try (Scheduler scheduler = scheduler()) {
            String carrier = CompletableFuture.supplyAsync(
                            () -> Thread.currentThread().getName(), scheduler.executor())
                    .join();
            assertThat(carrier).startsWith("commands");
        }
    }

    @Test
    void commandsAreRefusedAfterAShutdown() {
        Scheduler scheduler = scheduler();
        Executor executor = scheduler.executor();
        scheduler.close();
        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aCommandIsNotNull() {
        try (Scheduler scheduler = scheduler()) {
            assertThatThrownBy(() -> scheduler.executor().execute(null)).isInstanceOf(NullPointerException.class);
        }
    }
}

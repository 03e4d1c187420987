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
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cancellation does to calls that block, of each kind, on the I/O pool and where a fiber is pinned. */
@Timeout(60)
class BlockingCancellationTest {
    @TempDir
    Path folder;

    /** What blocks. */
    enum Call {
        SLEEP(InterruptedException.class) {
            @Override
            void block(Path folder, CountDownLatch begun) throws Exception {
                begun.countDown();
                Thread.sleep(Long.MAX_VALUE);
            }
        },
        OBJECT_WAIT(InterruptedException.class) {
            @Override
            void block(Path folder, CountDownLatch begun) throws Exception {
                Object monitor = new Object();
                begun.countDown();
                synchronized (monitor) {
                    while (true) monitor.wait();
                }
            }
        },
        FILE_CHANNEL(ClosedByInterruptException.class) {
            @Override
            void block(Path folder, CountDownLatch begun) throws Exception {
                Path pipe = folder.resolve("pipe");
                if (!Files.exists(pipe)) {
                    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS);
                }
                try (FileChannel channel = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    begun.countDown();
                    int n = channel.read(ByteBuffer.allocate(1));
                    throw new AssertionError("read " + n);
                }
            }
        },
        PROCESS_WAIT_FOR(InterruptedException.class) {
            @Override
            void block(Path folder, CountDownLatch begun) throws Exception {
                Process process = new ProcessBuilder("sleep", "1000").start();
                try {
                    begun.countDown();
                    int status = process.waitFor();
                    throw new AssertionError("ended with " + status);
                } finally {
                    process.destroyForcibly();
                }
            }
        };

        private final Class<? extends Exception> interruption;

        Call(Class<? extends Exception> interruption) {
            this.interruption = interruption;
        }

        abstract void block(Path folder, CountDownLatch begun) throws Exception;
    }

    /** Runs on as a fiber of the only carrier, so the interruption would be seen here if it leaked. */
    @Fiber
    private static void goOn(AtomicBoolean leaked) {
        if (Thread.currentThread().isInterrupted()) leaked.set(true);
        int sum = 0;
        for (int i = 0; i < 100; i++) {
            Weft.yield();
            if (Thread.currentThread().isInterrupted()) leaked.set(true);
            sum += Weft.go(() -> 1).join();
        }
        assertThat(sum).isEqualTo(100);
    }

    private void cancelsAndGoesOn(Call call, Scheduler scheduler, Routine<?> blocked, CountDownLatch begun)
            throws InterruptedException {
        begun.await();
        AtomicBoolean leaked = new AtomicBoolean();
        scheduler.run(() -> goOn(leaked)); // while it blocks
        blocked.cancel();
        assertThatThrownBy(() -> blocked.join())
                .isInstanceOf(CancelledException.class)
                .hasRootCauseInstanceOf(call.interruption);
        scheduler.run(() -> goOn(leaked));
        assertThat(leaked).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void x10ACallOnTheIoPoolIsInterrupted(Call call) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        try (Scheduler scheduler = Scheduler.builder().parallelism(1).build()) {
            Routine<?> blocked = scheduler.go(() -> Weft.blocking(() -> call.block(folder, begun)));
            cancelsAndGoesOn(call, scheduler, blocked, begun);
        }
    }

    @ParameterizedTest
    @EnumSource
    void x10ACallInAPoolOfItsOwnIsInterrupted(Call call) throws InterruptedException {
        Blocking pool = Blocking.pool("cancelled", 1);
        CountDownLatch begun = new CountDownLatch(1);
        try (Scheduler scheduler = Scheduler.builder().parallelism(1).build()) {
            Routine<?> blocked = scheduler.go(() -> pool.run(() -> call.block(folder, begun)));
            cancelsAndGoesOn(call, scheduler, blocked, begun);
        }
        assertThat(pool.metrics().active()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void x10ACallOfAPinnedFiberIsInterrupted(Call call) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        try (Scheduler scheduler = Scheduler.builder().parallelism(1).build()) {
            Routine<?> blocked = scheduler.go(() -> {
                List.of(call).forEach(c -> blockPlainly(c, begun));
            });
            cancelsAndGoesOn(call, scheduler, blocked, begun);
        }
    }

    private void blockPlainly(Call call, CountDownLatch begun) {
        try {
            Weft.blocking(() -> call.block(folder, begun));
        } catch (Exception e) {
            World.<RuntimeException>sneakyThrow(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void x10WhoIsCancelledBeforeIsInterruptedAtOnce(Call call) {
        try (Scheduler scheduler = Scheduler.builder().parallelism(1).build()) {
            Routine<?> blocked = scheduler.go(() -> {
                CountDownLatch cancelled = new CountDownLatch(1);
                Weft.blocking(() -> waitForCancellation(cancelled));
                Weft.blocking(() -> call.block(folder, new CountDownLatch(1)));
            });
            blocked.cancel();
            assertThatThrownBy(() -> blocked.join()).isInstanceOf(CancelledException.class);
        }
    }

    private static void waitForCancellation(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            assertThat(never.getCount()).isEqualTo(1);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.context.Context;
import dev.weft.runtimetests.plain.JdkTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X10 of docs/semantics.md: calls that block in a context that is cancelled. */
@Timeout(60)
class ContextBlockingTest {
    private static IOException cause() {
        return new IOException("the cause");
    }

    private static void readForEver(Pipe pipe) throws IOException {
        pipe.source().read(ByteBuffer.allocate(1));
        throw new AssertionError("nothing was written");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void x10ABlockingCallIsInterruptedByTheContextAndByCancel(boolean byContext) throws Exception {
        IOException cause = cause();
        Pipe pipe = Pipe.open();
        CountDownLatch begun = new CountDownLatch(2);
        try (Context.Cancellable context = Context.background().withCancel()) {
            Routine<?> reading = context.run(() -> Weft.go(() -> Weft.blocking(() -> {
                begun.countDown();
                readForEver(pipe);
            })));
            Routine<?> waiting = context.run(() -> Weft.go(() -> {
                try {
                    Weft.blocking(() -> {
                        begun.countDown();
                        JdkTypes.latch(1).await();
                    });
                } catch (CancelledException e) {
                    if (Thread.currentThread().isInterrupted()) throw new AssertionError("it leaks", e);
                    throw e;
                }
            }));
            begun.await();
            if (byContext) {
                context.cancel(cause);
            } else {
                reading.cancel();
                waiting.cancel();
            }
            assertThatThrownBy(reading::join)
                    .isInstanceOf(CancelledException.class)
                    .hasRootCauseInstanceOf(ClosedByInterruptException.class);
            assertThatThrownBy(waiting::join)
                    .isInstanceOf(CancelledException.class)
                    .hasRootCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void x10ACallOfTheCatalogueIsInterrupted() throws Exception {
        try (Context.Cancellable context = Context.background().withCancel()) {
            context.cancel();
            Path file = Files.createTempFile("weft", "x10");
            Routine<Integer> reading = context.run(() -> Weft.go(() -> read(file)));
            Watchdog.await("the end", reading::isDone, reading::toString);
            assertThat(reading.failure()).isInstanceOf(ClosedByInterruptException.class);
            Files.delete(file);
        }
    }

    @Fiber
    private static int read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.read(ByteBuffer.allocate(1));
        }
    }

    @InEachSetting
    void x10ABlockingCallIsInterruptedByTheContextOfWhoeverMakesIt(Setting setting) {
        CountDownLatch begun = new CountDownLatch(3);
        IOException cause = cause();
        try (Cast cast = new Cast(setting);
                Context.Cancellable context = Context.background().withCancel()) {
            for (int i = 0; i < 3; i++) {
                cast.start("blocking " + i, () -> {
                    try {
                        context.run(() -> Weft.blocking(() -> {
                            begun.countDown();
                            JdkTypes.latch(1).await();
                        }));
                    } catch (CancelledException e) {
                        if (!(e.getCause() instanceof InterruptedException)) throw e;
                        Weft.sleep(Duration.ofMillis(1)); // the interruption has ended with the call
                        return;
                    }
                    throw new AssertionError("nobody counts down");
                });
            }
            Watchdog.await("the calls", () -> begun.getCount() == 0, begun::toString);
            context.cancel(cause);
            cast.joinAll();
        }
    }

    @Test
    void x10AThreadIsInterruptedInABlockingCallOfItsContext() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Context.Cancellable context = Context.background().withCancel()) {
            AtomicReference<Object> outcome = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    context.run(() -> Weft.blocking(() -> {
                        begun.countDown();
                        JdkTypes.latch(1).await();
                    }));
                } catch (Exception e) {
                    outcome.set(Thread.currentThread().isInterrupted() ? "interrupted" : e);
                }
            });
            thread.start();
            begun.await();
            context.cancel();
            thread.join();
            assertThat(outcome.get()).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void x10AnInterruptionFromElsewhereStaysOne() {
        Routine<?> routine = Weft.go(() -> Weft.blocking(() -> {
            Thread.currentThread().interrupt();
            Thread.sleep(1);
        }));
        Watchdog.await("the end", routine::isDone, routine::toString);
        assertThat(routine.failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void x10ACallThatIsCalledInAContextWithinABlockingCallIsInterruptedAndTheRestIsNot() {
        try (Context.Cancellable context = Context.background().withCancel()) {
            CountDownLatch begun = new CountDownLatch(1);
            Routine<Boolean> routine = Weft.go(() -> Weft.blocking(() -> {
                try {
                    context.run(() -> {
                        begun.countDown();
                        JdkTypes.latch(1).await();
                    });
                    return false;
                } catch (InterruptedException e) {
                    Thread.sleep(1);
                    return !Thread.currentThread().isInterrupted();
                }
            }));
            Watchdog.await("the call", () -> begun.getCount() == 0, routine::toString);
            context.cancel();
            assertThat(routine.join()).isTrue();
        }
    }
}

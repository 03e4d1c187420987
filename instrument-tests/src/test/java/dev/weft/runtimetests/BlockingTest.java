// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.internal.fiber.Pinning;
import dev.weft.internal.sched.CarrierThread;
import dev.weft.runtimetests.plain.JdkTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocking calls run on the I/O pool, and the fiber comes back. */
class BlockingTest {
    @TempDir
    Path folder;

    private static String carrier() {
        return Thread.currentThread().getName();
    }

    @Test
    void aCallThatNobodyWaitsForStaysOnItsCarrier() {
        try (World world = new World(1)) {
            List<Thread> threads = world.run(() -> {
                List<Thread> seen = new ArrayList<>();
                seen.add(Thread.currentThread());
                seen.add(Weft.blocking(() -> Thread.currentThread()));
                seen.add(Thread.currentThread());
                return seen;
            });
            assertThat(threads).allMatch(threads.get(0)::equals);
            assertThat(world.io.account().completed()).isEqualTo(1);
        }
    }

    @Test
    void othersGoOnMeanwhileOnTheOnlyCarrier() {
        try (World world = new World(1, 0)) {
            CountDownLatch latch = JdkTypes.latch(1);
            int blocked = world.run(() -> {
                Routine<Integer> blocking = Weft.go(() -> Weft.blocking(() -> {
                    latch.await();
                    return 1;
                }));
                for (int i = 0; i < 100; i++) Weft.go(() -> Weft.yield()).join();
                latch.countDown();
                return blocking.join();
            });
            assertThat(blocked).isEqualTo(1);
        }
    }

    @Test
    void anExceptionOfTheCallComesBackOnTheRightPool() {
        try (World world = new World(1)) {
            for (Exception mine : List.of(new IOException("checked"), new IllegalStateException("unchecked"))) {
                String where = world.run(() -> {
                    try {
                        Weft.blocking(() -> {
                            throw mine;
                        });
                        throw new AssertionError("it did not throw");
                    } catch (IOException | IllegalStateException e) {
                        if (e != mine) throw new AssertionError(e);
                        return carrier();
                    }
                });
                assertThat(where).startsWith("test-1-");
                assertThatThrownBy(() -> world.run(() -> {
                            Weft.blocking(() -> {
                                throw mine;
                            });
                        }))
                        .isSameAs(mine);
            }
        }
    }

    @Test
    void aNestedBlockingCallStaysOnTheThread() {
        try (World world = new World(1)) {
            List<Thread> threads = world.run(() -> Weft.blocking(() -> {
                List<Thread> seen = new ArrayList<>();
                seen.add(Thread.currentThread());
                seen.add(Weft.blocking(() -> Thread.currentThread()));
                seen.add(Thread.currentThread());
                return seen;
            }));
            assertThat(threads).allMatch(threads.get(0)::equals);
            assertThat(world.io.account().completed()).isEqualTo(1);
        }
    }

    @Test
    void outsideFiberCodeATaskJustRuns() throws Exception {
        assertThat(Weft.blocking(() -> carrier())).isEqualTo(carrier());
    }

    @Test
    void aWaitOnTheIoPoolBlocksItsThreadAndIsNotReported() throws Exception {
        ConcurrentLinkedQueue<Object> reports = new ConcurrentLinkedQueue<>();
        Runnable end = Pinning.listen(reports::add);
        try (World world = new World(1)) {
            Channel<Integer> channel = Channel.rendezvous();
            int got = world.run(() -> {
                Routine<Integer> receiver = Weft.go(() -> Weft.blocking(() -> channel.receive()));
                channel.send(4);
                return receiver.join();
            });
            assertThat(got).isEqualTo(4);
        } finally {
            end.run();
        }
        assertThat(reports).isEmpty();
    }

    @Test
    void thePoolIsBoundedAndTheOthersWaitTheirTurn() {
        try (World world = new World(1)) {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CyclicBarrier full = new CyclicBarrier(8); // all threads of the pool at once, several times
            world.run(() -> {
                List<Routine<?>> routines = new ArrayList<>();
                for (int i = 0; i < 80; i++) {
                    routines.add(Weft.go(() -> Weft.blocking(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        full.await();
                        inside.decrementAndGet();
                    })));
                }
                for (Routine<?> routine : routines) routine.join();
            });
            assertThat(most.get()).isEqualTo(8);
            assertThat(world.io.account())
                    .extracting(a -> a.active(), a -> a.queued(), a -> a.completed())
                    .containsExactly(0, 0, 80L);
        }
    }

    // ---------------------------------------------------------------- files

    @Test
    void filesAreReadAndWrittenOnTheIoPool() {
        Path file = folder.resolve("lines");
        List<String> lines =
                IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList();
        try (World world = new World(1)) {
            List<String> read = world.run(() -> {
                Files.write(file, lines);
                String worker = carrier();
                if (!worker.startsWith("test-1-")) throw new AssertionError("left on " + worker);
                List<String> back = new ArrayList<>();
                try (BufferedReader reader = Files.newBufferedReader(file)) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) back.add(line);
                }
                if (!carrier().startsWith("test-1-")) throw new AssertionError("left on " + carrier());
                return back;
            });
            assertThat(read).isEqualTo(lines);
            assertThat(world.io.account().completed()).as("the pool was used").isPositive();
        }
    }

    @Test
    void aFailedReadThrowsWhereItWasCalled() {
        Path missing = folder.resolve("missing");
        try (World world = new World(1)) {
            String message = world.run(() -> {
                try {
                    return Files.readString(missing);
                } catch (NoSuchFileException e) {
                    return carrier().substring(0, 7) + e.getFile();
                }
            });
            assertThat(message).isEqualTo("test-1-" + missing);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void manyFibersReadAndWriteFiles(int parallelism) {
        try (World world = new World(parallelism)) {
            int n = 300;
            long bytes = world.run(() -> {
                List<Routine<Long>> routines = new ArrayList<>();
                for (int i = 0; i < n; i++) {
                    int number = i;
                    routines.add(Weft.go(() -> writeAndRead(folder.resolve("f" + number), number)));
                }
                long sum = 0;
                for (Routine<Long> routine : routines) sum += routine.join();
                return sum;
            });
            assertThat(bytes).isEqualTo((long) n * (n - 1) / 2);
        }
    }

    @Fiber
    private static long writeAndRead(Path file, int size) {
        try {
            Files.write(file, new byte[size]);
            long length = Files.readAllBytes(file).length;
            if (!(Thread.currentThread() instanceof CarrierThread)) throw new AssertionError("no carrier");
            Files.delete(file);
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void blockingCallsAndChannelsMix() {
        try (World world = new World(2)) {
            int n = 2_000;
            int sum = world.run(() -> {
                Channel<Integer> in = Channel.buffered(4);
                Channel<Integer> out = Channel.rendezvous();
                for (int w = 0; w < 20; w++) {
                    Weft.go(() -> in.forEach(i -> out.send(Weft.blocking(() -> i + 1))));
                }
                Weft.go(() -> {
                    for (int i = 0; i < n; i++) in.send(i);
                    in.close();
                });
                int total = 0;
                for (int i = 0; i < n; i++) total += out.receive();
                return total;
            });
            assertThat(sum).isEqualTo(n * (n + 1) / 2);
        }
    }
}

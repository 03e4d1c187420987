// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.runtimetests.plain.PlainReader;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What fibers keep in thread locals is theirs alone and goes with them: I3; what the JDK keeps there isn't theirs: I4. */
@Timeout(60)
class IdentityLeakTest {
    private static final int MANY = 10_000;

    private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();
    private static final ThreadLocal<Object> INHERITABLE = new InheritableThreadLocal<>();

    @TempDir
    static Path folder;

    // ---------------------------------------------------------------- I3: what has ended is garbage

    private record Left(WeakReference<?> local, WeakReference<?> inheritable, WeakReference<?> loader) {
        static Left here() {
            Object local = new byte[1_000];
            Object inheritable = new byte[1_000];
            ClassLoader loader = new URLClassLoader(new URL[0]);
            LOCAL.set(local);
            INHERITABLE.set(inheritable);
            Thread.currentThread().setContextClassLoader(loader);
            return new Left(new WeakReference<>(local), new WeakReference<>(inheritable), new WeakReference<>(loader));
        }

        void awaitCollected() {
            LeakTest.awaitCollected("the local", local);
            LeakTest.awaitCollected("the inheritable local", inheritable);
            LeakTest.awaitCollected("the class loader", loader);
        }
    }

    @InEachSetting
    void i3WhatAFiberHadIsGarbageWhenItHasEndedThoughItIsKept(Setting setting) {
        Routine<Left> routine = Cast.ask(setting, () -> {
            Routine<Left> started = Weft.go(() -> {
                Left left = Left.here();
                Weft.yield();
                return left;
            });
            started.join();
            return started;
        });
        routine.join().awaitCollected();
        Reference.reachabilityFence(routine);
    }

    @Test
    void i3WhatAParkedFiberHasIsGarbageIfNobodyCanWakeIt() {
        AtomicReference<@Nullable Left> left = new AtomicReference<>();
        Weft.go(() -> {
            left.set(Left.here());
            Channel.rendezvous().receive();
        });
        Watchdog.await("it to have begun", () -> left.get() != null, () -> "");
        left.get().awaitCollected();
    }

    // ---------------------------------------------------------------- I4: what the JDK keeps for threads

    private static long directBuffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getCount)
                .sum();
    }

    /** Has fibers do something and wait, and tells how many direct buffers more there are meanwhile. */
    private static long buffersOf(int fibers, dev.weft.Action action) {
        long before = directBuffers();
        Channel<Integer> gate = Channel.rendezvous();
        AtomicInteger done = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (World world = new World(2)) {
            for (int i = 0; i < fibers; i++) {
                world.start("reading " + i, () -> {
                    try {
                        action.run();
                    } catch (Throwable t) {
                        failure.set(t);
                    }
                    done.incrementAndGet();
                    gate.receiveOrNull();
                });
            }
            Watchdog.await("all to have read", () -> done.get() == fibers, world::describe);
            long after = directBuffers();
            gate.close();
            assertThat(failure.get()).isNull();
            return after - before;
        }
    }

    @Test
    void i4TenThousandFibersThatReadFilesHoldNoMoreDirectBuffersThanTheirThreads() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[100]);
        try (FileChannel channel = FileChannel.open(file)) {
            AtomicInteger numbers = new AtomicInteger();
            long buffers = buffersOf(MANY, () -> {
                if (numbers.incrementAndGet() % 2 == 0) LOCAL.set("its own");
                read(channel); // on the I/O pool
                Weft.yield();
                PlainReader.read(channel); // on its carrier
                assertThat(LOCAL.get()).isIn("its own", null);
            });
            assertThat(buffers).isBetween(0L, 200L);
        }
    }

    @Fiber
    private static void read(FileChannel channel) throws IOException {
        assertThat(channel.read(ByteBuffer.allocate(10), 0)).isEqualTo(10);
        assertThat(channel.read(new ByteBuffer[] {ByteBuffer.allocate(10), ByteBuffer.allocate(0)}))
                .isLessThanOrEqualTo(10);
    }

    @Test
    void canaryBuffersThatFibersHoldAreNoticed() {
        int few = 300;
        assertThat(buffersOf(few, () -> LOCAL.set(ByteBuffer.allocateDirect(10))))
                .isGreaterThanOrEqualTo(few);
    }
}

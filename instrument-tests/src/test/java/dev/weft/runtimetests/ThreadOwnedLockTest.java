// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.internal.fiber.Pinning;
import dev.weft.internal.fiber.Pinning.PinReason;
import dev.weft.internal.fiber.Pinning.PinnedAt;
import dev.weft.runtimetests.plain.JdkTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fiber that holds a lock of {@code java.util.concurrent} keeps its thread, whatever it does; it excludes other fibers. */
class ThreadOwnedLockTest {
    private static final int FIBERS = 20;
    private static final int ROUNDS = 50;

    /** Knows itself by its own type, which the instrumenter has to look up. */
    private static final class OwnLock extends ReentrantLock {
        private static final long serialVersionUID = 1L;
    }

    private int inside;
    private int entered;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void excludesOthersThatYieldInside(int parallelism) {
        Lock lock = JdkTypes.lock(false);
        runAll(parallelism, () -> {
            lock.lock();
            try {
                enter();
            } finally {
                lock.unlock();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void soDoesOneThatIsTried(int parallelism) {
        OwnLock lock = new OwnLock();
        runAll(parallelism, () -> {
            while (!lock.tryLock()) Weft.yield();
            try {
                while (!lock.tryLock(1, TimeUnit.SECONDS)) {} // twice, and it has to be unlocked twice
                try {
                    enter();
                } finally {
                    lock.unlock();
                }
                enter();
                entered--;
            } finally {
                lock.unlock();
            }
        });
    }

    @Test
    void soDoesAWriteLock() {
        ReentrantReadWriteLock.WriteLock lock = JdkTypes.readWriteLock().writeLock();
        runAll(2, () -> {
            lock.lockInterruptibly();
            try {
                enter();
            } finally {
                lock.unlock();
            }
        });
    }

    private void runAll(int parallelism, dev.weft.Action critical) {
        try (World world = new World(parallelism)) {
            world.run(() -> {
                List<Routine<Void>> routines = new ArrayList<>();
                for (int f = 0; f < FIBERS; f++) {
                    routines.add(Weft.go(() -> {
                        for (int r = 0; r < ROUNDS; r++) critical.run();
                    }));
                }
                for (Routine<Void> routine : routines) routine.join();
            });
        }
        assertThat(entered).isEqualTo(FIBERS * ROUNDS);
    }

    @Fiber
    private void enter() {
        assertThat(++inside).isEqualTo(1);
        Thread before = Thread.currentThread();
        Weft.yield();
        assertThat(Thread.currentThread()).isSameAs(before);
        entered++;
        assertThat(--inside).isZero();
    }

    @Test
    void aFiberThatWaitsBlocksItsCarrierAndIsReported() {
        Queue<PinnedAt> reports = new ConcurrentLinkedQueue<>();
        Runnable endOfListening = Pinning.listen(reports::add);
        try (World world = new World(1)) {
            Lock lock = JdkTypes.lock(false);
            Channel<Integer> channel = Channel.rendezvous();
            int received = world.run(() -> {
                Routine<Void> sender = Weft.go(() -> channel.send(42));
                lock.lock();
                try {
                    Thread before = Thread.currentThread();
                    Weft.sleep(java.time.Duration.ofMillis(1));
                    int element = channel.receive();
                    assertThat(Thread.currentThread()).isSameAs(before);
                    sender.join();
                    return element;
                } finally {
                    lock.unlock();
                }
            });
            assertThat(received).isEqualTo(42);
        } finally {
            endOfListening.run();
        }
        assertThat(reports).anySatisfy(site -> {
            assertThat(site.reason()).isEqualTo(PinReason.LOCK);
            assertThat(site.className()).startsWith(ThreadOwnedLockTest.class.getName());
        });
    }

    @Test
    void whatFailsToUnlockHoldsNothing() {
        try (World world = new World(1)) {
            world.run(() -> {
                Lock lock = JdkTypes.lock(false);
                assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
                lock.lock();
                lock.unlock();
                return Weft.inFiber();
            });
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Weft;
import dev.weft.sync.concurrent.FiberCondition;
import dev.weft.sync.concurrent.FiberReadLock;
import dev.weft.sync.concurrent.FiberReentrantReadWriteLock;
import dev.weft.sync.concurrent.FiberWriteLock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** J2 to J7 of docs/semantics.md for {@link FiberReentrantReadWriteLock}. */
class ConcurrentReadWriteLockTest {
    private static final int ACTORS = 6;
    private static final int ROUNDS = 100;

    private final AtomicInteger readers = new AtomicInteger();
    private int written;

    @InEachSetting
    void j2ReadersShareAndWritersDoNot(Setting setting) {
        for (boolean fair : List.of(true, false)) {
            FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock(fair);
            FiberReadLock read = lock.readLock();
            FiberWriteLock write = lock.writeLock();
            written = 0;
            try (Cast cast = new Cast(setting)) {
                for (int a = 0; a < ACTORS; a++) {
                    int kind = a;
                    cast.start("actor " + a, () -> {
                        for (int r = 0; r < ROUNDS; r++) {
                            if (kind % 2 == 0) {
                                if (kind == 0) write.lock();
                                else if (kind == 2) write.lockInterruptibly();
                                else while (!write.tryLock(1, TimeUnit.MILLISECONDS)) {}
                                if (readers.get() != 0) throw new AssertionError("somebody reads");
                                int before = written;
                                Weft.yield();
                                written = before + 1;
                                read.lock(); // a downgrade
                                write.unlock();
                                readers.incrementAndGet();
                            } else {
                                if (kind == 1) read.lock();
                                else if (kind == 3) read.lockInterruptibly();
                                else while (!read.tryLock(1, TimeUnit.MILLISECONDS)) {}
                                readers.incrementAndGet();
                                read.lock();
                                read.unlock();
                            }
                            int seen = written;
                            Weft.yield();
                            if (written != seen) throw new AssertionError("somebody writes");
                            readers.decrementAndGet();
                            read.unlock();
                        }
                    });
                }
                cast.joinAll();
            }
            assertThat(written).isEqualTo(3 * ROUNDS);
            assertThat(lock.isWriteLocked()).isFalse();
            assertThat(lock.getReadLockCount()).isZero();
            assertThat(lock.waiting()).isZero();
        }
    }

    @InEachSetting
    void j3LockWaitsOnAndWhatCanBeInterruptedEndsWhenCancelled(Setting setting) {
        FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock();
        FiberReadLock read = lock.readLock();
        FiberWriteLock write = lock.writeLock();
        AtomicInteger locked = new AtomicInteger();
        write.lock();
        try (Cast cast = new Cast(setting)) {
            List<Actor> ending = List.of(
                    cast.startParked("write", write::lockInterruptibly),
                    cast.startParked("read", read::lockInterruptibly),
                    cast.startParked("timed write", () -> write.tryLock(1, TimeUnit.DAYS)),
                    cast.startParked("timed read", () -> read.tryLock(1, TimeUnit.DAYS)));
            Actor reader = cast.startParked("uninterruptible reader", () -> {
                read.lock();
                locked.incrementAndGet();
                read.unlock();
            });
            Actor writer = cast.startParked("uninterruptible writer", () -> {
                write.lock();
                locked.incrementAndGet();
                write.unlock();
            });
            assertThat(lock.waiting()).isEqualTo(6);
            for (Actor actor : ending) {
                actor.cancel();
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(InterruptedException.class);
            }
            reader.cancel();
            writer.cancel();
            assertThat(lock.waiting()).isEqualTo(2);
            assertThat(locked).hasValue(0);
            write.unlock();
            reader.join();
            writer.join();
            assertThat(locked).hasValue(2);
        }
    }

    /** A reader that is kept waiting by a writer alone is served when that one leaves. */
    @InEachSetting
    void j3WhoLeavesLetsThoseBehindGoOn(Setting setting) {
        FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock();
        FiberReadLock read = lock.readLock();
        FiberWriteLock write = lock.writeLock();
        read.lock();
        try (Cast cast = new Cast(setting)) {
            Actor writer = cast.startParked("writer", write::lockInterruptibly);
            Actor reader = cast.startParked("reader", () -> {
                read.lock();
                read.unlock();
            });
            read.lock(); // who has it already overtakes
            read.unlock();
            cast.start("trying", () -> {
                        if (!read.tryLock()) throw new AssertionError("tryLock overtakes");
                        if (write.tryLock()) throw new AssertionError("who reads can't write");
                        if (write.tryLock(1, TimeUnit.NANOSECONDS)) throw new AssertionError("nor in time");
                        read.unlock();
                    })
                    .join();
            writer.cancel();
            reader.join();
        }
        read.unlock();
        assertThat(lock.getReadHoldCount()).isZero();
    }

    @InEachSetting
    void j4AFairLockGoesByTheOrderOfArrivalReadersTogether(Setting setting) {
        for (boolean fair : List.of(true, false)) {
            FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock(fair);
            FiberReadLock read = lock.readLock();
            FiberWriteLock write = lock.writeLock();
            ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
            AtomicInteger together = new AtomicInteger();
            write.lock();
            try (Cast cast = new Cast(setting)) {
                for (int a = 0; a < 6; a++) {
                    boolean writes = a == 2 || a == 5;
                    cast.startParked("actor " + a, () -> {
                        if (writes) write.lock();
                        else read.lock();
                        order.add(writes ? "w" : "r");
                        if (!writes) {
                            together.incrementAndGet();
                            while (together.get() % 2 != 0) Weft.yield(); // two at a time
                            read.unlock();
                        } else {
                            write.unlock();
                        }
                    });
                }
                write.unlock();
                cast.joinAll();
            }
            assertThat(order).containsExactly("r", "r", "w", "r", "r", "w");
        }
    }

    @InEachSetting
    void j7AConditionGivesTheLockForWritingBack(Setting setting) {
        FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock();
        FiberReadLock read = lock.readLock();
        FiberWriteLock write = lock.writeLock();
        FiberCondition changed = write.newCondition();
        int[] stored = {0};
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                boolean puts = a % 2 == 0;
                cast.start("actor " + a, () -> {
                    for (int r = 0; r < ROUNDS; r++) {
                        write.lock();
                        write.lock();
                        try {
                            while (stored[0] == (puts ? 2 : 0)) changed.await();
                            if (write.getHoldCount() != 2) throw new AssertionError("held otherwise");
                            stored[0] += puts ? 1 : -1;
                            changed.signalAll();
                        } finally {
                            write.unlock();
                            write.unlock();
                        }
                    }
                });
            }
            cast.joinAll();
            cast.start("with the lock for reading", () -> {
                        write.lock();
                        read.lock();
                        if (changed.awaitNanos(1_000) > 0) throw new AssertionError("nobody signals");
                        if (lock.getWriteHoldCount() != 1 || lock.getReadHoldCount() != 1)
                            throw new AssertionError("held otherwise");
                        write.unlock();
                        read.unlock();
                    })
                    .join();
        }
        assertThat(stored[0]).isZero();
        assertThatThrownBy(changed::signal).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(read::newCondition).isInstanceOf(UnsupportedOperationException.class);
    }

    /** What a fiber holds is its own, whatever other fibers run on its carrier. */
    @Test
    void j7HoldsAreCountedByFiber() {
        FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock();
        FiberReadLock read = lock.readLock();
        FiberWriteLock write = lock.writeLock();
        try (World world = new World(1)) {
            world.run(() -> {
                write.lock();
                read.lock();
                Weft.go(() -> {
                            assertThat(lock.isWriteLocked()).isTrue();
                            assertThat(lock.isWriteLockedByCurrentThread()).isFalse();
                            assertThat(lock.getReadHoldCount()).isZero();
                            assertThatThrownBy(read::unlock).isInstanceOf(IllegalMonitorStateException.class);
                            assertThatThrownBy(write::unlock).isInstanceOf(IllegalMonitorStateException.class);
                        })
                        .join();
                assertThat(lock.isWriteLockedByCurrentThread()).isTrue();
                assertThat(write.toString()).endsWith("[Locked by routine main]");
                read.unlock();
                write.unlock();
            });
        }
        assertThat(lock.toString()).endsWith("[Write locks = 0, Read locks = 0]");
    }

    @Test
    void j5WhatIsAboutThreadsIsRefused() {
        class Own extends FiberReentrantReadWriteLock {
            private static final long serialVersionUID = 1L;

            void check() {
                assertThatThrownBy(this::getQueuedThreads).isInstanceOf(UnsupportedOperationException.class);
                assertThatThrownBy(this::getQueuedReaderThreads).isInstanceOf(UnsupportedOperationException.class);
                assertThatThrownBy(this::getQueuedWriterThreads).isInstanceOf(UnsupportedOperationException.class);
                writeLock().lock();
                assertThat(getOwner()).isSameAs(Thread.currentThread());
                FiberCondition condition = writeLock().newCondition();
                assertThatThrownBy(() -> getWaitingThreads(condition))
                        .isInstanceOf(UnsupportedOperationException.class);
                assertThat(hasWaiters(condition)).isFalse();
                writeLock().unlock();
            }
        }
        new Own().check();
    }

    @Test
    void j6SerializedItComesBackUnlocked() throws Exception {
        FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock(true);
        lock.writeLock().lock();
        for (Object copied : List.of(copied(lock), copied(lock.readLock()), copied(lock.writeLock()))) {
            if (copied instanceof FiberReentrantReadWriteLock copy) {
                assertThat(copy.isWriteLocked()).isFalse();
                assertThat(copy.isFair()).isTrue();
                copy.readLock().lock();
            } else if (copied instanceof FiberReadLock read) {
                read.lock();
            } else {
                ((FiberWriteLock) copied).lock();
            }
        }
        lock.writeLock().unlock();
    }

    private static Object copied(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(object);
        return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }
}

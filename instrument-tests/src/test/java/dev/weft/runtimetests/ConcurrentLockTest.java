// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.internal.sync.ReentrantGate;
import dev.weft.sync.concurrent.FiberCondition;
import dev.weft.sync.concurrent.FiberCountDownLatch;
import dev.weft.sync.concurrent.FiberCyclicBarrier;
import dev.weft.sync.concurrent.FiberReentrantLock;
import dev.weft.sync.concurrent.FiberSemaphore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** J2 to J6 of docs/semantics.md for locks and synchronizers. */
class ConcurrentLockTest {
    private static final int ACTORS = 6;
    private static final int ROUNDS = 100;

    private int inside;
    private int entered;

    @Fiber
    private void enter() {
        assertThat(++inside).isEqualTo(1);
        Weft.yield();
        entered++;
        assertThat(--inside).isZero();
    }

    // ---------------------------------------------------------------- lock

    @InEachSetting
    void j2OneAtATimeHoldsALock(Setting setting) {
        for (boolean fair : List.of(true, false)) {
            FiberReentrantLock lock = new FiberReentrantLock(fair);
            entered = 0;
            try (Cast cast = new Cast(setting)) {
                for (int a = 0; a < ACTORS; a++) {
                    int kind = a % 3;
                    cast.start("actor " + a, () -> {
                        for (int r = 0; r < ROUNDS; r++) {
                            if (kind == 0) lock.lock();
                            else if (kind == 1) lock.lockInterruptibly();
                            else while (!lock.tryLock(1, TimeUnit.MILLISECONDS)) {}
                            lock.lock();
                            try {
                                enter();
                            } finally {
                                lock.unlock();
                                lock.unlock();
                            }
                        }
                    });
                }
                cast.joinAll();
            }
            assertThat(entered).isEqualTo(ACTORS * ROUNDS);
            assertThat(lock.isLocked()).isFalse();
            assertThat(lock.waiting()).isZero();
        }
    }

    /** What {@link FiberReentrantLock} is made of, called so that the instrumenter doesn't take it for a thread's lock. */
    @Test
    void j2AFiberGoesFromThreadToThreadWithItsLockAndThoseThatWaitHoldNone() {
        ReentrantGate gate = new ReentrantGate(false);
        try (World world = new World(1, 0)) { // no spares: whoever blocked its carrier would block all
            world.run(() -> {
                List<Routine<Void>> routines = new ArrayList<>();
                for (int a = 0; a < ACTORS; a++) {
                    routines.add(Weft.go(() -> {
                        for (int r = 0; r < ROUNDS; r++) {
                            gate.acquire();
                            assertThat(gate.tryAcquire()).isTrue();
                            enter();
                            Weft.blocking(() -> assertThat(gate.holdCount()).isEqualTo(2));
                            gate.release();
                            gate.release();
                        }
                    }));
                }
                for (Routine<Void> routine : routines) routine.join();
            });
        }
        assertThat(entered).isEqualTo(ACTORS * ROUNDS);
    }

    @InEachSetting
    void j3LockWaitsOnAndLockInterruptiblyEndsWhenCancelled(Setting setting) {
        FiberReentrantLock lock = new FiberReentrantLock();
        lock.lock();
        AtomicInteger locked = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            Actor interruptible = cast.startParked("interruptible", lock::lockInterruptibly);
            Actor timed = cast.startParked("timed", () -> lock.tryLock(1, TimeUnit.DAYS));
            Actor other = cast.startParked("uninterruptible", () -> {
                lock.lock();
                locked.incrementAndGet();
                lock.unlock();
            });
            assertThat(lock.waiting()).isEqualTo(3);
            for (Actor actor : List.of(interruptible, timed)) {
                actor.cancel();
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(InterruptedException.class);
            }
            other.cancel();
            assertThat(lock.waiting()).isEqualTo(1);
            assertThat(locked).hasValue(0);
            lock.unlock();
            other.join();
            assertThat(locked).hasValue(1);
        }
    }

    @InEachSetting
    void j4AFairLockGoesByTheOrderOfArrival(Setting setting) {
        FiberReentrantLock lock = new FiberReentrantLock(true);
        ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
        lock.lock();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int number = a;
                cast.startParked("actor " + a, () -> {
                    lock.lock();
                    order.add(number);
                    lock.unlock();
                });
            }
            lock.unlock();
            cast.joinAll();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5);
    }

    /** For what is protected. */
    private static final class Own extends FiberReentrantLock {
        private static final long serialVersionUID = 1L;

        Thread owner() {
            return getOwner();
        }

        Object queued() {
            return getQueuedThreads();
        }

        Object waitingThreads() {
            return getWaitingThreads(newCondition());
        }
    }

    @InEachSetting
    void j5WhatIsAboutThreadsIsNotAnsweredForFibers(Setting setting) {
        Own lock = new Own();
        Channel<Integer> end = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            cast.startParked("owner", () -> {
                lock.lock();
                if (Weft.inFiber()) assertThatThrownBy(lock::owner).isInstanceOf(UnsupportedOperationException.class);
                else assertThat(lock.owner()).isSameAs(Thread.currentThread());
                end.receive();
                lock.unlock();
            });
            for (int a = 0; a < 2; a++) {
                cast.startParked("waiting " + a, () -> {
                    lock.lock();
                    lock.unlock();
                });
            }
            assertThatThrownBy(lock::queued).isInstanceOf(UnsupportedOperationException.class);
            assertThat(lock.hasQueuedThreads()).isFalse();
            assertThat(lock.waiting()).isEqualTo(2);
            end.send(1);
            cast.joinAll();
        }
        assertThat(lock.owner()).isNull();
        assertThat(lock.waiting()).isZero();
    }

    @Test
    void j5WhatIsAboutThreadsIsRefused() {
        Own lock = new Own();
        lock.lock();
        assertThat(lock.owner()).isSameAs(Thread.currentThread());
        assertThatThrownBy(lock::queued).isInstanceOf(UnsupportedOperationException.class);
        try (World world = new World(1)) {
            Own fibers = new Own();
            world.run(() -> {
                fibers.lock();
                assertThatThrownBy(fibers::owner)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("main");
                assertThat(fibers.toString()).endsWith("[Locked by routine main]");
                fibers.unlock();
            });
        }
    }

    @InEachSetting
    void j6SerializedTheyComeBackUnlockedAndWithTheirElements(Setting setting) {
        Cast.all(setting, () -> serializedTheyComeBack());
    }

    private static void serializedTheyComeBack() throws Exception {
        FiberReentrantLock lock = new FiberReentrantLock(true);
        lock.lock();
        FiberReentrantLock copy = (FiberReentrantLock) copied(lock);
        assertThat(copy.isLocked()).isFalse();
        assertThat(copy.isFair()).isTrue();
        copy.lock();
        assertThat(((Semaphore) copied(new FiberSemaphore(3, true))).availablePermits())
                .isEqualTo(3);
        var queue = new dev.weft.sync.concurrent.FiberArrayBlockingQueue<>(3, false, List.of(1, 2));
        ArrayBlockingQueue<?> other = (ArrayBlockingQueue<?>) copied(queue);
        assertThat(other.toArray()).containsExactly(1, 2);
        assertThat(other.remainingCapacity()).isEqualTo(1);
    }

    private static Object copied(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(object);
        return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }

    // ---------------------------------------------------------------- condition

    @InEachSetting
    void j2AQueueOfALockAndConditionsLosesNothing(Setting setting) {
        FiberReentrantLock lock = new FiberReentrantLock();
        FiberCondition notEmpty = lock.newCondition();
        FiberCondition notFull = lock.newCondition();
        int[] stored = {0};
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                boolean puts = a % 2 == 0;
                cast.start("actor " + a, () -> {
                    for (int r = 0; r < ROUNDS; r++) {
                        lock.lock();
                        try {
                            if (puts) while (stored[0] == 2) notFull.await();
                            else while (stored[0] == 0) notEmpty.await();
                            stored[0] += puts ? 1 : -1;
                            (puts ? notEmpty : notFull).signal();
                        } finally {
                            lock.unlock();
                        }
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(stored[0]).isZero();
    }

    @InEachSetting
    void j3AConditionIsLeftWithTheLockHowever(Setting setting) {
        FiberReentrantLock lock = new FiberReentrantLock();
        FiberCondition condition = lock.newCondition();
        try (Cast cast = new Cast(setting)) {
            Actor cancelled = cast.startParked("cancelled", () -> {
                lock.lock();
                lock.lock();
                try {
                    condition.await();
                } finally {
                    if (lock.getHoldCount() != 2) throw new AssertionError("held " + lock.getHoldCount());
                    lock.unlock();
                    lock.unlock();
                }
            });
            cancelled.cancel();
            cancelled.awaitEnd();
            assertThat(cancelled.failure()).isInstanceOf(InterruptedException.class);
            cast.start("timed", () -> {
                lock.lock();
                if (condition.awaitNanos(1_000) > 0 || condition.await(1, TimeUnit.MICROSECONDS))
                    throw new AssertionError("nobody signals");
                if (condition.awaitUntil(new java.util.Date())) throw new AssertionError("nobody signals");
                lock.unlock();
            });
            cast.startParked("uninterruptible", () -> {
                        lock.lock();
                        condition.awaitUninterruptibly();
                        lock.unlock();
                    })
                    .cancel();
            lock.lock();
            condition.signalAll();
            lock.unlock();
            cast.start("end", () -> {});
            assertThatThrownBy(condition::signal).isInstanceOf(IllegalMonitorStateException.class);
        }
    }

    // ---------------------------------------------------------------- the others

    @InEachSetting
    void j2NoMorePermitsThanThereAre(Setting setting) {
        for (boolean fair : List.of(true, false)) {
            FiberSemaphore semaphore = new FiberSemaphore(3, fair);
            AtomicInteger taken = new AtomicInteger();
            try (Cast cast = new Cast(setting)) {
                for (int a = 0; a < ACTORS; a++) {
                    int permits = 1 + a % 3;
                    cast.start("actor " + a, () -> {
                        for (int r = 0; r < ROUNDS; r++) {
                            if (r % 3 == 0) semaphore.acquireUninterruptibly(permits);
                            else if (r % 3 == 1) semaphore.acquire(permits);
                            else while (!semaphore.tryAcquire(permits, 1, TimeUnit.MILLISECONDS)) {}
                            if (taken.addAndGet(permits) > 3) throw new AssertionError("too many");
                            Weft.yield();
                            taken.addAndGet(-permits);
                            semaphore.release(permits);
                        }
                    });
                }
                cast.joinAll();
            }
            assertThat(semaphore.availablePermits()).isEqualTo(3);
        }
    }

    @InEachSetting
    void j4WhoWantsFewOvertakesUnlessItIsFair(Setting setting) {
        for (boolean fair : List.of(true, false)) {
            FiberSemaphore semaphore = new FiberSemaphore(1, fair);
            try (Cast cast = new Cast(setting)) {
                Actor many = cast.startParked("many", () -> semaphore.acquire(2));
                Actor few = fair
                        ? cast.startParked("few", () -> semaphore.acquire(1))
                        : cast.start("few", () -> semaphore.acquire(1));
                if (!fair) few.join();
                assertThat(semaphore.waiting()).isEqualTo(fair ? 2 : 1);
                many.cancel();
                many.awaitEnd();
                few.join(); // who left was all that was in its way
                assertThat(semaphore.availablePermits()).isZero();
            }
        }
    }

    @InEachSetting
    void j2ALatchOpensForAll(Setting setting) {
        FiberCountDownLatch latch = new FiberCountDownLatch(2);
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < 3; a++) cast.startParked("waiting " + a, latch::await);
            Actor cancelled = cast.startParked("cancelled", () -> latch.await(1, TimeUnit.DAYS));
            cancelled.cancel();
            cancelled.awaitEnd();
            assertThat(cancelled.failure()).isInstanceOf(InterruptedException.class);
            latch.countDown();
            latch.countDown();
            latch.countDown();
            cast.start("late", latch::await).join();
        }
        assertThat(latch.getCount()).isZero();
    }

    @InEachSetting
    void j2ABarrierLetsAllPassAgainAndAgain(Setting setting) {
        AtomicInteger generations = new AtomicInteger();
        FiberCyclicBarrier barrier = new FiberCyclicBarrier(ACTORS, generations::incrementAndGet);
        AtomicInteger indices = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                cast.start("party " + a, () -> {
                    for (int r = 0; r < ROUNDS; r++) {
                        indices.addAndGet(r % 2 == 0 ? barrier.await() : barrier.await(1, TimeUnit.DAYS));
                        if (generations.get() < r + 1) throw new AssertionError("passed too early");
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(generations).hasValue(ROUNDS);
        assertThat(indices).hasValue(ROUNDS * ACTORS * (ACTORS - 1) / 2);
    }

    @InEachSetting
    void j3ACancelledPartyBreaksTheBarrier(Setting setting) {
        FiberCyclicBarrier barrier = new FiberCyclicBarrier(3);
        try (Cast cast = new Cast(setting)) {
            Actor other = cast.startParked("other", barrier::await);
            Actor cancelled = cast.startParked("cancelled", barrier::await);
            assertThat(barrier.getNumberWaiting()).isEqualTo(2);
            cancelled.cancel();
            cancelled.awaitEnd();
            other.awaitEnd();
            assertThat(cancelled.failure()).isInstanceOf(InterruptedException.class);
            assertThat(other.failure()).isInstanceOf(BrokenBarrierException.class);
            assertThat(barrier.isBroken()).isTrue();
            barrier.reset();
            assertThat(barrier.isBroken()).isFalse();
            Actor late = cast.start("late", () -> barrier.await(1, TimeUnit.MILLISECONDS));
            late.awaitEnd();
            assertThat(late.failure()).isInstanceOf(TimeoutException.class);
        }
    }
}

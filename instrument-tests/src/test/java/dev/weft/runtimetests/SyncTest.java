// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.sync.Barrier;
import dev.weft.sync.Cond;
import dev.weft.sync.Group;
import dev.weft.sync.Lazy;
import dev.weft.sync.Mutex;
import dev.weft.sync.Once;
import dev.weft.sync.RwMutex;
import dev.weft.sync.Semaphore;
import dev.weft.sync.SingleFlight;
import dev.weft.sync.WaitGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** W1 to W13 of docs/semantics.md, with fibers, threads and both. */
class SyncTest {
    private static final int ACTORS = 6;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    static List<Setting> settings() {
        return Setting.all();
    }

    private static void cancelled(Actor actor) {
        actor.cancel();
        actor.awaitEnd();
        assertThat(actor.failure()).isInstanceOf(CancelledException.class);
    }

    // ---------------------------------------------------------------- WaitGroup

    @Test
    void w1MoreDoneThanAddedThrowsAndChangesNothing() {
        WaitGroup group = new WaitGroup();
        assertThatThrownBy(group::done).isInstanceOf(IllegalStateException.class);
        group.add(2);
        assertThatThrownBy(() -> group.add(-3)).isInstanceOf(IllegalStateException.class);
        assertThat(group.toString()).isEqualTo("WaitGroup[2 to be done]");
        group.add(-2);
        group.await();
        assertThat(group.await(Duration.ZERO)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w2AllThatWaitGoOnWhenTheCountIsZeroAndTheGroupIsUsedAgain(Setting setting) {
        WaitGroup group = new WaitGroup();
        for (int round = 0; round < 3; round++) {
            group.add(ACTORS);
            int[] plain = new int[ACTORS];
            try (Cast cast = new Cast(setting)) {
                for (int i = 0; i < 3; i++) {
                    cast.startParked("waiting " + i, () -> {
                        group.await();
                        if (Arrays.stream(plain).sum() != ACTORS) throw new AssertionError(Arrays.toString(plain));
                    });
                }
                for (int i = 0; i < ACTORS; i++) {
                    int number = i;
                    cast.start("done " + i, () -> {
                        plain[number] = 1;
                        group.done();
                    });
                }
                cast.joinAll();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w2AWaitEndsByTimeAndByCancellation(Setting setting) {
        WaitGroup group = new WaitGroup();
        group.add(1);
        try (Cast cast = new Cast(setting)) {
            cast.start("for a time", () -> {
                if (group.await(SHORT)) throw new AssertionError("nothing was done");
            });
            cast.joinAll();
            cancelled(cast.startParked("cancelled", group::await));
        }
        group.done();
    }

    @Test
    void w5AFiberThatThrowsIsDoneToo() {
        WaitGroup group = new WaitGroup();
        AtomicInteger done = new AtomicInteger();
        var failing = group.go(() -> {
            throw new IOException("expected");
        });
        for (int i = 0; i < 100; i++) {
            group.go(() -> {
                Weft.yield();
                done.incrementAndGet();
            });
        }
        group.await();
        assertThat(done).hasValue(100);
        Watchdog.await("the failure", () -> failing.failure() != null, failing::toString);
        assertThat(failing.failure()).isInstanceOf(IOException.class);
    }

    // ---------------------------------------------------------------- Group

    @Test
    void w6TheFirstFailureCancelsTheOthersAndIsThrown() {
        Channel<Integer> never = Channel.rendezvous();
        Group group = new Group();
        AtomicInteger cancelled = new AtomicInteger();
        for (int i = 0; i < ACTORS; i++) {
            group.go(() -> {
                try {
                    never.receive();
                } catch (CancelledException e) {
                    cancelled.incrementAndGet();
                    throw e;
                }
            });
        }
        group.go(() -> {
            throw new IOException("expected");
        });
        assertThatThrownBy(group::await).isInstanceOf(IOException.class).hasMessage("expected");
        assertThat(cancelled).hasValue(ACTORS);
        group.go(() -> {
            throw new AssertionError("a group that has failed starts nothing");
        });
        assertThatThrownBy(group::await).isInstanceOf(IOException.class);
    }

    @Test
    void w6AGroupWithoutFailuresEndsWell() throws Exception {
        Group group = new Group();
        AtomicInteger sum = new AtomicInteger();
        for (int i = 1; i <= 1_000; i++) {
            int n = i;
            group.go(() -> {
                if (n % 3 == 0) Weft.yield();
                sum.addAndGet(n);
            });
        }
        group.await();
        assertThat(sum).hasValue(500_500);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w6ALimitIsKept(Setting setting) {
        int limit = 3;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger all = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("starter", () -> {
                Group group = new Group(limit);
                for (int i = 0; i < 100; i++) {
                    group.go(() -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Weft.yield();
                        all.incrementAndGet();
                        now.decrementAndGet();
                    });
                }
                group.await();
            });
            cast.joinAll();
        }
        assertThat(most.get()).isBetween(1, limit);
        assertThat(all).hasValue(100);
    }

    @Test
    void w6TryGoAndCancel() {
        Channel<Integer> never = Channel.rendezvous();
        Group group = new Group(1);
        assertThat(group.tryGo(never::receive)).isTrue();
        assertThat(group.tryGo(never::receive)).isFalse();
        group.cancel();
        assertThatThrownBy(group::await).isInstanceOf(CancelledException.class);
    }

    // ---------------------------------------------------------------- SingleFlight

    @ParameterizedTest
    @MethodSource("settings")
    void w7OneDoesItAndAllTakeTheResult(Setting setting) {
        SingleFlight<String, Integer> flight = new SingleFlight<>();
        Channel<Integer> go = Channel.rendezvous();
        AtomicInteger calls = new AtomicInteger();
        List<Integer> results = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                cast.startParked(
                        "actor " + i,
                        () -> results.add(flight.get("key", () -> {
                            calls.incrementAndGet();
                            return go.receive();
                        })));
            }
            assertThat(flight.get("another", () -> 1)).isEqualTo(1);
            go.send(7);
            cast.joinAll();
        }
        assertThat(calls).hasValue(1);
        assertThat(results).hasSize(ACTORS).containsOnly(7);
        assertThat(flight.get("key", () -> 8)).isEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w7AFailureReachesAllAndACancellationOne(Setting setting) {
        SingleFlight<String, Integer> flight = new SingleFlight<>();
        Channel<Integer> go = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            List<Actor> actors = new ArrayList<>();
            for (int i = 0; i < ACTORS; i++) {
                actors.add(cast.startParked(
                        "actor " + i,
                        () -> flight.get("key", () -> {
                            throw new IOException("expected " + go.receive());
                        })));
            }
            cancelled(actors.remove(0));
            go.send(7);
            for (Actor actor : actors) {
                actor.awaitEnd();
                assertThat(actor.failure())
                        .isInstanceOf(CompletionException.class)
                        .hasRootCauseMessage("expected 7");
            }
        }
    }

    @Test
    void w7WhatIsForgottenIsDoneAnew() {
        SingleFlight<String, Integer> flight = new SingleFlight<>();
        assertThat(flight.get("key", () -> {
                    flight.forget("key");
                    return flight.get("key", () -> 2) + 1;
                }))
                .isEqualTo(3);
    }

    // ---------------------------------------------------------------- Mutex

    @ParameterizedTest
    @MethodSource("settings")
    void w8OneAtATimeHoldsAMutexAndSeesWhatTheOthersDid(Setting setting) {
        Mutex mutex = new Mutex();
        int[] count = {0};
        int each = 2_000;
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int number = a;
                cast.start("actor " + a, () -> {
                    for (int i = 0; i < each; i++) {
                        if (number == 0) while (!mutex.tryLock()) Weft.yield();
                        else if (number == 1) while (!mutex.tryLock(SHORT)) Weft.yield();
                        else mutex.lock();
                        try {
                            int before = count[0];
                            if (i % 64 == 0) Weft.yield();
                            count[0] = before + 1;
                        } finally {
                            mutex.unlock();
                        }
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(count[0]).isEqualTo(ACTORS * each);
        assertThat(mutex.isLocked()).isFalse();
    }

    @Test
    void w8UnlockOfAFreeMutexThrows() {
        Mutex mutex = new Mutex();
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalStateException.class);
        mutex.lock();
        assertThat(mutex.tryLock()).isFalse();
        assertThat(mutex.tryLock(SHORT)).isFalse();
        assertThat(mutex.toString()).isEqualTo("Mutex[locked]");
        mutex.unlock();
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalStateException.class);
        assertThat(mutex.tryLock(Duration.ZERO)).isTrue();
    }

    /** Go's TestMutexFairness: one that locks again and again doesn't keep another from it. */
    @ParameterizedTest
    @MethodSource("settings")
    void w8NobodyIsStarved(Setting setting) {
        Mutex mutex = new Mutex();
        AtomicInteger stop = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("greedy", () -> {
                while (stop.get() == 0) {
                    mutex.lock();
                    Weft.yield();
                    mutex.unlock();
                }
            });
            cast.start("modest", () -> {
                for (int i = 0; i < 20; i++) {
                    Weft.sleep(Duration.ofNanos(100_000));
                    mutex.lock();
                    mutex.unlock();
                }
                stop.set(1);
            });
            cast.joinAll();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w8WhoIsCancelledIsNotHandedTheMutex(Setting setting) {
        Mutex mutex = new Mutex();
        mutex.lock();
        try (Cast cast = new Cast(setting)) {
            Actor first = cast.startParked("first", mutex::lock);
            Actor second = cast.startParked("second", mutex::lock);
            cancelled(first);
            mutex.unlock();
            second.join();
        }
        assertThat(mutex.isLocked()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w8CancellationsThatRaceWithUnlocksLoseNothing(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 200; round++) {
                Mutex mutex = new Mutex();
                mutex.lock();
                List<Actor> actors = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    actors.add(cast.start("actor " + i, () -> {
                        mutex.lock();
                        mutex.unlock();
                    }));
                }
                if (round % 2 == 0) actors.get(0).awaitParked();
                Actor unlocking = cast.start("unlocking", mutex::unlock);
                actors.get(0).cancel();
                unlocking.join();
                actors.get(0).awaitEnd();
                actors.get(1).join();
                actors.get(2).join();
                assertThat(mutex.tryLock()).isTrue();
            }
        }
    }

    // ---------------------------------------------------------------- Cond

    @ParameterizedTest
    @MethodSource("settings")
    void w9ASignalGoesToWhoHasWaitedLongest(Setting setting) {
        Mutex mutex = new Mutex();
        Cond cond = new Cond(mutex);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.startParked("waiting " + i, () -> {
                    mutex.lock();
                    cond.await();
                    order.add(number);
                    mutex.unlock();
                });
            }
            for (int i = 0; i < ACTORS - 2; i++) {
                int size = i + 1;
                cond.signal();
                Watchdog.await("number " + i, () -> order.size() == size, order::toString);
            }
            assertThat(order).isEqualTo(ChannelContract.range(0, ACTORS - 2));
            cond.signalAll();
            cast.joinAll();
            cond.signal();
        }
        assertThat(order).hasSize(ACTORS);
        assertThat(mutex.isLocked()).isFalse();
        assertThatThrownBy(cond::await).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w9WhoIsCancelledHoldsTheMutexAgainAndTakesNoSignal(Setting setting) {
        Mutex mutex = new Mutex();
        Cond cond = new Cond(mutex);
        AtomicInteger signalled = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            Actor first = cast.startParked("cancelled", () -> {
                mutex.lock();
                try {
                    cond.await();
                } finally {
                    mutex.unlock();
                }
            });
            cast.startParked("signalled", () -> {
                mutex.lock();
                cond.await();
                signalled.incrementAndGet();
                mutex.unlock();
            });
            mutex.lock();
            first.cancel();
            mutex.unlock();
            first.awaitEnd();
            assertThat(first.failure()).isInstanceOf(CancelledException.class);
            cond.signal();
            Watchdog.await("the other one", () -> signalled.get() == 1, mutex::toString);
        }
    }

    // ---------------------------------------------------------------- Once, Lazy

    @ParameterizedTest
    @MethodSource("settings")
    void w10ItIsDoneOnceAndTheOthersWait(Setting setting) {
        Once once = new Once();
        Channel<Integer> go = Channel.rendezvous();
        int[] plain = {0};
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                cast.startParked("actor " + i, () -> {
                    once.run(() -> plain[0] += go.receive());
                    if (plain[0] != 7) throw new AssertionError(plain[0]);
                });
            }
            assertThat(once.isDone()).isFalse();
            go.send(7);
            cast.joinAll();
        }
        assertThat(once.isDone()).isTrue();
    }

    @Test
    void w10WhatThrowsCountsAsDone() throws Exception {
        Once once = new Once();
        assertThatThrownBy(() -> once.run(() -> {
                    throw new IOException("expected");
                }))
                .isInstanceOf(IOException.class);
        once.run(() -> {
            throw new AssertionError("it was done");
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w10WhatNeedsItselfIsAnError(Setting setting) {
        Once once = new Once();
        AtomicReference<Lazy<Integer>> lazy = new AtomicReference<>();
        lazy.set(new Lazy<>(() -> pinned(() -> lazy.get().get())));
        try (Cast cast = new Cast(setting)) {
            Actor onceAgain = cast.start("once", () -> once.run(() -> once.run(() -> {})));
            onceAgain.awaitEnd();
            assertThat(onceAgain.failure()).isInstanceOf(IllegalStateException.class);
            Actor itself = cast.start("lazy", () -> lazy.get().get());
            itself.awaitEnd();
            assertThat(itself.failure()).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Calls it plainly: a fiber that asks in there is the same one. */
    private static int pinned(java.util.concurrent.Callable<Integer> call) throws Exception {
        return List.of(call).stream()
                .mapToInt(c -> {
                    try {
                        return c.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .sum();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w10ALazyValueIsMadeOnce(Setting setting) {
        AtomicInteger calls = new AtomicInteger();
        Channel<Integer> go = Channel.rendezvous();
        Lazy<Integer> lazy = new Lazy<>(() -> {
            calls.incrementAndGet();
            return go.receive();
        });
        Lazy<Integer> failing = new Lazy<>(() -> {
            calls.incrementAndGet();
            throw new IOException("expected");
        });
        try (Cast cast = new Cast(setting)) {
            List<Actor> actors = new ArrayList<>();
            for (int i = 0; i < ACTORS; i++) actors.add(cast.startParked("actor " + i, () -> seven(lazy)));
            cancelled(actors.remove(0)); // the one that makes it; another one does then
            go.send(7);
            for (Actor actor : actors) actor.join();
        }
        assertThat(lazy.isDone()).isTrue();
        assertThat(calls).hasValue(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(failing::get)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("expected");
        }
        assertThat(calls).hasValue(3);
    }

    @Fiber
    private static void seven(Lazy<Integer> lazy) {
        if (lazy.get() != 7) throw new AssertionError("not 7");
    }

    // ---------------------------------------------------------------- RwMutex

    @ParameterizedTest
    @MethodSource("settings")
    void w11ReadersShareAndWritersDoNot(Setting setting) {
        RwMutex mutex = new RwMutex();
        int[] pair = {0, 0};
        int each = 1_000;
        AtomicInteger reading = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                boolean writes = a % 3 == 0;
                cast.start("actor " + a, () -> {
                    for (int i = 0; i < each; i++) {
                        if (writes) write(mutex, pair, reading, i);
                        else read(mutex, pair, reading, i);
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(pair).containsOnly(each * ACTORS / 3);
        assertThat(mutex.tryLock()).isTrue();
    }

    @Fiber
    private static void write(RwMutex mutex, int[] pair, AtomicInteger reading, int i) {
        mutex.lock();
        pair[0]++;
        if (i % 32 == 0) Weft.yield();
        if (reading.get() != 0) throw new AssertionError("somebody reads");
        pair[1]++;
        mutex.unlock();
    }

    @Fiber
    private static void read(RwMutex mutex, int[] pair, AtomicInteger reading, int i) {
        mutex.lockRead();
        reading.incrementAndGet();
        if (i % 32 == 0) Weft.yield();
        if (pair[0] != pair[1]) throw new AssertionError("somebody writes");
        reading.decrementAndGet();
        mutex.unlockRead();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w11AWriterThatWaitsKeepsLaterReadersWaiting(Setting setting) {
        RwMutex mutex = new RwMutex();
        mutex.lockRead();
        assertThat(mutex.tryLockRead()).isTrue();
        assertThat(mutex.tryLock()).isFalse();
        mutex.unlockRead();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            Actor gone = cast.startParked("gone", mutex::lock);
            cast.startParked("writer", () -> {
                mutex.lock();
                order.add("writer");
                mutex.unlock();
            });
            for (int i = 0; i < 2; i++) {
                cast.startParked("reader " + i, () -> {
                    mutex.lockRead();
                    order.add("reader");
                    mutex.unlockRead();
                });
            }
            assertThat(mutex.tryLockRead()).isFalse();
            cancelled(gone);
            assertThat(order).isEmpty();
            mutex.unlockRead();
            Watchdog.await("all to have been there", () -> order.size() == 3, order::toString);
            assertThat(order).containsExactly("writer", "reader", "reader");
        }
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(mutex::unlockRead).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w11ReadersGoOnWhenTheWriterBeforeThemIsCancelled(Setting setting) {
        RwMutex mutex = new RwMutex();
        mutex.lockRead();
        try (Cast cast = new Cast(setting)) {
            Actor writer = cast.startParked("writer", mutex::lock);
            Actor reader = cast.startParked("reader", mutex::lockRead);
            cancelled(writer);
            reader.join();
        }
    }

    // ---------------------------------------------------------------- Semaphore

    @ParameterizedTest
    @MethodSource("settings")
    void w12NoMorePermitsAreOutThanThereAre(Setting setting) {
        Semaphore semaphore = new Semaphore(5);
        AtomicInteger out = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int wanted = 1 + a % 4;
                cast.start("actor " + a, () -> {
                    for (int i = 0; i < 500; i++) {
                        if (wanted != 2 || !semaphore.tryAcquire(wanted)) semaphore.acquire(wanted);
                        if (out.addAndGet(wanted) > 5) throw new AssertionError("too many permits");
                        if (i % 16 == 0) Weft.yield();
                        out.addAndGet(-wanted);
                        semaphore.release(wanted);
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(semaphore.available()).isEqualTo(5);
        assertThat(semaphore.toString()).isEqualTo("Semaphore[5 of 5 free]");
    }

    /** x/sync's TestLargeAcquireDoesntStarve and TestAllocCancelDoesntStarve. */
    @ParameterizedTest
    @MethodSource("settings")
    void w12WhoWantsManyIsNotOvertakenAndBlocksNobodyOnceCancelled(Setting setting) {
        Semaphore semaphore = new Semaphore(4);
        semaphore.acquire(2);
        try (Cast cast = new Cast(setting)) {
            Actor large = cast.startParked("large", () -> semaphore.acquire(4));
            Actor small = cast.startParked("small", semaphore::acquire);
            assertThat(semaphore.tryAcquire()).isFalse();
            cancelled(large);
            small.join();
            assertThat(semaphore.available()).isEqualTo(1);
            Actor again = cast.startParked("again", () -> semaphore.acquire(4));
            cast.start("for a time", () -> {
                        if (semaphore.tryAcquire(1, SHORT)) throw new AssertionError("overtaken");
                    })
                    .join();
            semaphore.release(3);
            again.join();
        }
    }

    @Test
    void w12WrongNumbersAreErrors() {
        assertThatThrownBy(() -> new Semaphore(0)).isInstanceOf(IllegalArgumentException.class);
        Semaphore semaphore = new Semaphore(2);
        assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> semaphore.acquire(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> semaphore.tryAcquire(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(semaphore.tryAcquire(2, LONG)).isTrue();
        assertThatThrownBy(() -> semaphore.release(3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(semaphore.available()).isZero();
    }

    // ---------------------------------------------------------------- Barrier

    @ParameterizedTest
    @MethodSource("settings")
    void w13AllComeBeforeAnyGoesOn(Setting setting) {
        int phases = 50;
        Barrier barrier = new Barrier(ACTORS);
        int[] plain = new int[ACTORS];
        AtomicInteger last = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int number = a;
                cast.start("actor " + a, () -> {
                    for (int phase = 1; phase <= phases; phase++) {
                        plain[number] = phase;
                        if (barrier.await()) last.incrementAndGet();
                        for (int p : plain) if (p != phase) throw new AssertionError(Arrays.toString(plain));
                        barrier.await();
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(last).hasValue(phases);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void w13WhoIsCancelledHasNotCome(Setting setting) {
        Barrier barrier = new Barrier(2);
        try (Cast cast = new Cast(setting)) {
            cancelled(cast.startParked("cancelled", barrier::await));
            Actor first = cast.startParked("first", barrier::await);
            assertThat(barrier.await()).isTrue();
            first.join();
        }
        assertThatThrownBy(() -> new Barrier(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Barrier(1).await()).isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.sync.Cond;
import dev.weft.sync.Mutex;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bounded queue made of a mutex and two conditions, with fibers and threads, some of which are cancelled: each element comes
 * out once, and everybody ends. {@code -Dweft.stress=N} multiplies it, {@code -Dweft.stress.seed=S} replays.
 */
@Tag("stress")
class SyncStressTest {
    private static final int EACH = 200 * Integer.getInteger("weft.stress", 1);
    private static final long SEED = Long.getLong("weft.stress.seed", System.nanoTime());
    private static final int PRODUCERS = 20;
    private static final int THREADS = 2; // of each kind, besides
    private static final int CANCELLED = 10;
    private static final int ROOM = 3;

    private final Mutex mutex = new Mutex();
    private final Cond notFull = new Cond(mutex);
    private final Cond notEmpty = new Cond(mutex);
    private final Deque<Integer> queue = new ArrayDeque<>();
    private boolean closed; // guarded by the mutex
    private final AtomicIntegerArray seen = new AtomicIntegerArray((PRODUCERS + THREADS) * EACH);

    @Fiber
    private void put(int element) {
        mutex.lock();
        try {
            while (queue.size() == ROOM) notFull.await();
            queue.add(element);
            notEmpty.signal();
        } finally {
            mutex.unlock();
        }
    }

    /** False at the end. */
    @Fiber
    private boolean take() {
        mutex.lock();
        try {
            while (queue.isEmpty() && !closed) notEmpty.await();
            Integer element = queue.poll();
            if (element == null) return false;
            seen.incrementAndGet(element);
            notFull.signal();
            return true;
        } finally {
            mutex.unlock();
        }
    }

    @Fiber
    private void produce(int number, SplittableRandom random, AtomicInteger producing) {
        for (int i = number * EACH; i < (number + 1) * EACH; i++) {
            put(i);
            if (random.nextInt(16) == 0) Weft.yield();
            if (random.nextInt(64) == 0 && mutex.tryLock(Duration.ofNanos(20_000))) mutex.unlock();
        }
        if (producing.decrementAndGet() > 0) return;
        mutex.lock();
        closed = true;
        notEmpty.signalAll();
        mutex.unlock();
    }

    @Fiber
    private void consume() {
        while (take()) {}
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void w9AQueueOfAMutexAndConditionsLosesNothing(int parallelism) {
        SplittableRandom random = new SplittableRandom(SEED);
        AtomicInteger producing = new AtomicInteger(PRODUCERS + THREADS);
        List<Actor> others = new ArrayList<>();
        List<Actor> cancelled = new ArrayList<>();
        try (World world = new World(parallelism)) {
            for (int i = 0; i < PRODUCERS + THREADS; i++) {
                int number = i;
                SplittableRandom own = random.split();
                boolean thread = i >= PRODUCERS;
                others.add(start(world, "producer " + i, thread, () -> produce(number, own, producing)));
                others.add(start(world, "consumer " + i, thread, this::consume));
            }
            for (int i = 0; i < CANCELLED; i++) {
                cancelled.add(start(world, "cancelled " + i, i % 4 == 0, this::consume));
            }
            for (Actor actor : cancelled) {
                actor.cancel();
                actor.awaitEnd();
                Throwable thrown = actor.failure();
                assertThat(thrown == null || thrown instanceof CancelledException)
                        .as("thrown by a cancelled one: %s", thrown)
                        .isTrue();
            }
            for (Actor actor : others) actor.join();
        }
        for (int i = 0; i < seen.length(); i++)
            assertThat(seen.get(i)).as("element %d, seed %d", i, SEED).isEqualTo(1);
        assertThat(mutex.isLocked()).isFalse();
    }

    private static Actor start(World world, String name, boolean thread, dev.weft.Action action) {
        return thread ? new ThreadActor(name, false, action) : new Cast.FiberActor(world, name, action);
    }
}

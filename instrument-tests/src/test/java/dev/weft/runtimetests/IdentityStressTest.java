// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fibers that change what is theirs of the thread's at random, and move to the I/O pool, to other carriers and back: each finds what
 * it has set itself.
 *
 * <p>{@code -Dweft.stress.runs=N} sets the number of runs at each parallelism, {@code -Dweft.stress=N} multiplies it,
 * {@code -Dweft.stress.seed=S} replays from a seed.
 */
@Tag("stress")
class IdentityStressTest {
    private static final int RUNS = Integer.getInteger("weft.stress.runs", 2) * Integer.getInteger("weft.stress", 1);
    private static final long SEED = Long.getLong("weft.stress.seed", System.nanoTime());
    private static final int FIBERS = 60;
    private static final int STEPS = 200;

    /** More than a new map has room for. */
    private static final int SLOTS = 20;

    private static final ClassLoader[] LOADERS = {
        ClassLoader.getSystemClassLoader(), new URLClassLoader(new URL[0]), new URLClassLoader(new URL[0])
    };

    /** Where somebody keeps something for himself. */
    interface Slots {
        @Nullable
        Object get(int slot);

        void set(int slot, @Nullable Object value);

        void remove(int slot);
    }

    /** Thread locals; every third one is inheritable. */
    private static final class Locals implements Slots {
        private final List<ThreadLocal<@Nullable Object>> locals = new ArrayList<>();

        Locals() {
            for (int i = 0; i < SLOTS; i++)
                locals.add(isInheritable(i) ? new InheritableThreadLocal<>() : new ThreadLocal<>());
        }

        @Override
        public @Nullable Object get(int slot) {
            return locals.get(slot).get();
        }

        @Override
        public void set(int slot, @Nullable Object value) {
            locals.get(slot).set(value);
        }

        @Override
        public void remove(int slot) {
            locals.get(slot).remove();
        }
    }

    /** The fault: what belongs to the carrier. */
    private static final class CarriersOwn implements Slots {
        private final Map<Thread, Object[]> slots = new ConcurrentHashMap<>();

        private Object[] own() {
            return slots.computeIfAbsent(Thread.currentThread(), t -> new Object[SLOTS]);
        }

        @Override
        public @Nullable Object get(int slot) {
            return own()[slot];
        }

        @Override
        public void set(int slot, @Nullable Object value) {
            own()[slot] = value;
        }

        @Override
        public void remove(int slot) {
            own()[slot] = null;
        }
    }

    private static boolean isInheritable(int slot) {
        return slot % 3 == 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void i1AndI2AndI5AndI6EachFindsItsOwnWhereverItGoes(int parallelism) {
        for (int run = 0; run < RUNS; run++) {
            long seed = SEED + run;
            try {
                run(parallelism, seed, new Locals());
            } catch (AssertionError e) {
                throw new AssertionError(
                        "run " + run + " at parallelism " + parallelism
                                + "; replay: -Dtest=IdentityStressTest -Dweft.stress.runs=1 -Dweft.stress.seed=" + seed,
                        e);
            }
        }
    }

    @Test
    void canaryWhatBelongsToTheCarrierIsNoticed() {
        assertThatThrownBy(() -> run(1, SEED, new CarriersOwn()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("of slot");
    }

    private static void run(int parallelism, long seed, Slots slots) {
        SplittableRandom random = new SplittableRandom(seed);
        Channel<Integer> meeting = Channel.buffered(2);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (World world = new World(parallelism)) {
            world.run(() -> {
                List<Routine<Void>> routines = new ArrayList<>();
                for (int i = 0; i < FIBERS; i++) {
                    Wanderer wanderer = new Wanderer(slots, meeting, random.split(), new Object[SLOTS]);
                    routines.add(Weft.go(() -> wanderOrTell(wanderer, failure)));
                }
                for (Routine<Void> routine : routines) routine.join();
            });
        }
        if (failure.get() != null) throw new AssertionError(failure.get().getMessage(), failure.get());
    }

    @Fiber
    private static void wanderOrTell(Wanderer wanderer, AtomicReference<@Nullable Throwable> failure) {
        try {
            wanderer.wander(STEPS);
        } catch (Throwable t) {
            failure.compareAndSet(null, t);
        }
    }

    /** A fiber with an account of what it should find. */
    private static final class Wanderer {
        private final Slots slots;
        private final Channel<Integer> meeting;
        private final SplittableRandom random;
        private final @Nullable Object[] expected;
        private ClassLoader loader = LOADERS[0];
        private boolean interrupted;

        Wanderer(Slots slots, Channel<Integer> meeting, SplittableRandom random, @Nullable Object[] expected) {
            this.slots = slots;
            this.meeting = meeting;
            this.random = random;
            this.expected = expected;
        }

        @Fiber
        void wander(int steps) throws Exception {
            for (int i = 0; i < steps; i++) {
                change();
                if (i % 100 == 50) haveChild();
                move();
                check();
            }
            if (random.nextBoolean()) return; // with all that it has
            for (int slot = 0; slot < SLOTS; slot++) slots.remove(slot);
        }

        /** Most are without anything for a part of their time. */
        private void change() {
            int slot = random.nextInt(SLOTS);
            switch (random.nextInt(8)) {
                case 0, 1 -> put(slot, new Object());
                case 2 -> put(slot, null);
                case 3, 4 -> {
                    slots.remove(slot);
                    expected[slot] = null;
                }
                case 5 -> {
                    for (int s = 0; s < SLOTS; s++) put(s, null);
                    for (int s = 0; s < SLOTS; s++) slots.remove(s);
                }
                case 6 -> {
                    loader = LOADERS[random.nextInt(LOADERS.length)];
                    Thread.currentThread().setContextClassLoader(loader);
                }
                default -> {
                    interrupted = !interrupted;
                    if (interrupted) Thread.currentThread().interrupt();
                    else Thread.interrupted();
                }
            }
        }

        private void put(int slot, @Nullable Object value) {
            slots.set(slot, value);
            expected[slot] = value;
        }

        @Fiber
        private void move() throws Exception {
            switch (random.nextInt(5)) {
                case 0 -> Weft.yield();
                case 1 -> Weft.blocking(this::check);
                case 2 -> {
                    if (!interrupted) Weft.sleep(Duration.ofNanos(1));
                }
                case 3 -> {
                    if (meeting.trySend(1)) Weft.yield();
                    else meeting.tryReceive();
                }
                default -> {}
            }
        }

        @Fiber
        private void haveChild() {
            Object[] inherited = new Object[SLOTS];
            for (int slot = 0; slot < SLOTS; slot += 3) inherited[slot] = expected[slot];
            if (slots instanceof CarriersOwn) return;
            Wanderer child = new Wanderer(slots, meeting, random.split(), inherited);
            child.loader = loader;
            Routine<Void> routine = Weft.go(() -> {
                child.check();
                child.wander(10);
            });
            if (!interrupted) routine.join();
        }

        private void check() {
            for (int slot = 0; slot < SLOTS; slot++) {
                Object found = slots.get(slot);
                if (found != expected[slot])
                    throw new AssertionError(found + " instead of " + expected[slot] + " of slot " + slot);
            }
            ClassLoader found = Thread.currentThread().getContextClassLoader();
            if (found != loader) throw new AssertionError(found + " instead of loader " + Objects.toString(loader));
            if (Thread.currentThread().isInterrupted() != interrupted)
                throw new AssertionError("it should be interrupted: " + interrupted);
        }
    }
}

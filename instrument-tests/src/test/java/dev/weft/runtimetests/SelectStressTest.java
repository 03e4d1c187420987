// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.otherwise;
import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.sendNext;
import static dev.weft.channel.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Clause;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fibers and threads that send and receive by selects of all kinds, next to plain operations, time-outs and cancellations: each
 * element comes out once, and everybody ends.
 *
 * <p>{@code -Dweft.stress.runs=N} sets the number of runs at each parallelism, {@code -Dweft.stress=N} multiplies it,
 * {@code -Dweft.stress.seed=S} replays from a seed.
 */
@Tag("stress")
class SelectStressTest {
    private static final int RUNS = Integer.getInteger("weft.stress.runs", 4) * Integer.getInteger("weft.stress", 1);
    private static final long SEED = Long.getLong("weft.stress.seed", System.nanoTime());

    private static final int CHANNELS = 12;
    private static final int PRODUCERS = 200;
    private static final int CONSUMERS = 150;
    private static final int CANCELLED = 30;
    private static final int THREADS = 6; // of each kind
    private static final int EACH = 30; // elements of a producer
    private static final Duration MOMENT = Duration.ofNanos(30_000);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void s5EachElementComesOutOnceWhoeverSelects(int parallelism) {
        for (int run = 0; run < RUNS; run++) {
            long seed = SEED + run;
            try (World world = new World(parallelism)) {
                new Run(world, seed, 0).run();
            } catch (AssertionError e) {
                throw new AssertionError(
                        "run " + run + " at parallelism " + parallelism
                                + "; replay: -Dtest=SelectStressTest -Dweft.stress.runs=1 -Dweft.stress.seed=" + seed,
                        e);
            }
        }
    }

    /** The check notices one lost element. */
    @Test
    void canaryALostElementIsNoticed() {
        try (World world = new World(2)) {
            Run run = new Run(world, SEED, 1);
            assertThatThrownBy(run::run).isInstanceOf(AssertionError.class).hasMessageContaining("0 times");
        }
    }

    /** The check notices one element that came twice. */
    @Test
    void canaryADoubledElementIsNoticed() {
        try (World world = new World(2)) {
            Run run = new Run(world, SEED, -1);
            assertThatThrownBy(run::run).isInstanceOf(AssertionError.class).hasMessageContaining("2 times");
        }
    }

    /** Go's BenchmarkChanPopular, as a test: a thousand selects on one channel that is busy, and on one of their own. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void s5AThousandSelectsOnOneChannelAreServedEachInTurn(int parallelism) {
        int selecting = 1_000;
        int each = 5;
        try (World world = new World(parallelism)) {
            Channel<Integer> popular = Channel.rendezvous();
            AtomicInteger received = new AtomicInteger();
            for (int i = 0; i < selecting; i++) {
                Channel<Integer> own = Channel.rendezvous();
                world.start("selecting " + i, () -> {
                    int[] left = {each, each};
                    Select<Integer> select = Select.of(
                            receive(popular, e -> left[0]--).when(() -> left[0] > 0),
                            receive(own, e -> left[1]--).when(() -> left[1] > 0));
                    for (int k = 0; k < 2 * each; k++) select.await();
                    received.incrementAndGet();
                });
                world.start("sending " + i, () -> {
                    for (int k = 0; k < each; k++) own.send(k);
                });
            }
            world.start("popular", () -> {
                for (int k = 0; k < selecting * each; k++) popular.send(k);
            });
            Watchdog.await("all to receive", () -> received.get() == selecting, world::describe);
        }
    }

    /** Go's TestSelectStress, in short: two sides with selects in both directions over four channels of all sizes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void s5SelectsOverFourChannelsOnBothSidesLoseNothing(int parallelism) {
        int each = 3_000;
        List<Channel<Integer>> channels =
                List.of(Channel.rendezvous(), Channel.rendezvous(), Channel.buffered(2), Channel.buffered(3));
        int[] sent = new int[4];
        int[] received = new int[4];
        try (World world = new World(parallelism)) {
            List<dev.weft.internal.fiber.FiberStrand> fibers = new ArrayList<>();
            fibers.add(world.start("sender", () -> {
                List<Clause<Integer>> clauses = new ArrayList<>();
                for (int c = 0; c < 4; c++) {
                    int number = c;
                    clauses.add(sendNext(channels.get(c), () -> sent[number], () -> sent[number]++)
                            .when(() -> sent[number] < each));
                }
                Select<Integer> select = Select.of(clauses);
                for (int i = 0; i < 4 * each; i++) select.await();
            }));
            fibers.add(world.start("receiver", () -> {
                List<Clause<Integer>> clauses = new ArrayList<>();
                for (int c = 0; c < 4; c++) {
                    int number = c;
                    clauses.add(receive(channels.get(c), e -> inOrder(e, received, number)));
                }
                Select<Integer> select = Select.of(clauses);
                for (int i = 0; i < 4 * each; i++) select.await();
            }));
            for (var fiber : fibers) world.await(fiber.toString(), fiber);
        }
        assertThat(received).containsOnly(each);
    }

    private static int inOrder(int element, int[] received, int channel) {
        if (element != received[channel]) throw new AssertionError(element + " instead of " + received[channel]);
        return received[channel]++;
    }

    /** One run. */
    private static final class Run {
        private final World world;
        private final SplittableRandom random;
        private final int fault; // 1 loses an element, -1 doubles one
        private final List<Channel<Integer>> channels = new ArrayList<>();
        private final int elements = (PRODUCERS + THREADS) * EACH;
        private final AtomicIntegerArray seen = new AtomicIntegerArray(elements);
        private final AtomicInteger producing = new AtomicInteger(PRODUCERS + THREADS);
        private final List<Actor> others = new ArrayList<>();
        private final List<Actor> cancelled = new ArrayList<>();

        Run(World world, long seed, int fault) {
            this.world = world;
            this.fault = fault;
            random = new SplittableRandom(seed);
            for (int i = 0; i < CHANNELS; i++) {
                channels.add(
                        switch (i % 4) {
                            case 0, 1 -> Channel.rendezvous();
                            case 2 -> Channel.buffered(1 + random.nextInt(3));
                            default -> Channel.unbounded();
                        });
            }
        }

        void run() {
            for (int i = 0; i < PRODUCERS + THREADS; i++) {
                int number = i;
                long seed = random.nextLong();
                others.add(start("producer " + i, i >= PRODUCERS, () -> produce(number, new SplittableRandom(seed))));
            }
            for (int i = 0; i < CONSUMERS + THREADS; i++) {
                int first = i % CHANNELS; // each channel has some
                long seed = random.nextLong();
                others.add(start("consumer " + i, i >= CONSUMERS, () -> consume(first, new SplittableRandom(seed))));
            }
            for (int i = 0; i < CANCELLED; i++) {
                int first = random.nextInt(CHANNELS);
                long seed = random.nextLong();
                cancelled.add(start("cancelled " + i, i % 4 == 0, () -> consume(first, new SplittableRandom(seed))));
            }
            for (Actor actor : cancelled) actor.cancel();
            for (Actor actor : others) actor.join();
            for (Actor actor : cancelled) {
                actor.awaitEnd();
                Throwable thrown = actor.failure();
                assertThat(thrown == null || thrown instanceof CancelledException)
                        .as("thrown by a cancelled one: %s", thrown)
                        .isTrue();
            }
            if (fault != 0) seen.addAndGet(7, -fault);
            for (int i = 0; i < elements; i++) {
                if (seen.get(i) != 1)
                    throw new AssertionError("element " + i + " was received " + seen.get(i) + " times");
            }
        }

        private Actor start(String name, boolean thread, Action action) {
            return thread ? new ThreadActor(name, false, action) : new Cast.FiberActor(world, name, action);
        }

        private boolean note(int element) {
            seen.incrementAndGet(element);
            return false;
        }

        private List<Channel<Integer>> some(int first, SplittableRandom own) {
            List<Channel<Integer>> some = new ArrayList<>();
            some.add(channels.get(first));
            for (int n = own.nextInt(4); n > 0; n--) some.add(channels.get(own.nextInt(CHANNELS)));
            return some;
        }

        /** Each clause answers whether the element is gone. */
        @Fiber
        private void produce(int number, SplittableRandom own) {
            int[] next = {number * EACH};
            int end = next[0] + EACH;
            int manner = own.nextInt(7);
            List<Channel<Integer>> to = some(own.nextInt(CHANNELS), own);
            List<Clause<Boolean>> clauses = new ArrayList<>();
            for (Channel<Integer> c : to) clauses.add(sendNext(c, () -> next[0], () -> true));
            if (manner == 2) for (Channel<Integer> c : some(0, own)) clauses.add(receive(c, this::note));
            if (manner == 3) clauses.add(timeout(MOMENT, () -> false));
            if (manner == 4) clauses.add(otherwise(() -> false));
            Select<Boolean> select = manner == 5 ? Select.biased(clauses) : Select.of(clauses);
            while (next[0] < end) {
                boolean gone = true;
                if (manner == 0) to.get(0).send(next[0]);
                else if (manner == 1)
                    gone = Select.of(send(to.get(0), next[0], () -> true), timeout(MOMENT, () -> false))
                            .await();
                else gone = select.await();
                if (gone) next[0]++;
                else Weft.yield();
            }
            if (producing.decrementAndGet() == 0) for (Channel<Integer> c : channels) c.close();
        }

        /** Each clause answers whether there is nothing to do just now. */
        @Fiber
        private void consume(int first, SplittableRandom own) {
            List<Channel<Integer>> from = some(first, own);
            int manner = own.nextInt(5);
            boolean[] closed = new boolean[from.size()];
            AtomicInteger open = new AtomicInteger(from.size());
            List<Clause<Boolean>> clauses = new ArrayList<>();
            for (int i = 0; i < closed.length; i++) {
                int index = i;
                clauses.add(receive(from.get(i), this::note, () -> {
                            open.decrementAndGet();
                            return closed[index] = true;
                        })
                        .when(() -> !closed[index]));
            }
            if (manner == 0) clauses.add(timeout(MOMENT, () -> true));
            if (manner == 1) clauses.add(otherwise(() -> true));
            Select<Boolean> select = manner == 2 ? Select.biased(clauses) : Select.of(clauses);
            while (open.get() > 0) {
                if (select.await()) Weft.yield();
            }
        }

        @Override
        public String toString() {
            return "Run" + Arrays.toString(channels.toArray());
        }
    }
}

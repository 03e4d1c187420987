// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.internal.fiber.FiberStrand;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten thousand fibers over channels of all flavors: each element comes out once, and each fiber ends.
 *
 * <p>{@code -Dweft.stress.runs=N} sets the number of runs at each parallelism, {@code -Dweft.stress=N} multiplies it,
 * {@code -Dweft.stress.seed=S} replays from a seed.
 */
@Tag("stress")
class ChannelStressTest {
    private static final int RUNS = Integer.getInteger("weft.stress.runs", 5) * Integer.getInteger("weft.stress", 1);
    private static final long SEED = Long.getLong("weft.stress.seed", System.nanoTime());

    private static final int CHANNELS = 40;
    private static final int PRODUCERS = 5_000;
    private static final int CONSUMERS = 4_900;
    private static final int CANCELLED = 100;
    private static final int EACH = 2; // elements of a producer

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void tenThousandFibersLoseNoWakeUpAndNoElement(int parallelism) {
        long start = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            long seed = SEED + run;
            try (World world = new World(parallelism)) {
                new Run(world, seed).run();
            } catch (AssertionError e) {
                throw new AssertionError(
                        "run " + run + " at parallelism " + parallelism
                                + "; replay: -Dweft.stress.runs=1 -Dweft.stress.seed=" + seed,
                        e);
            }
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.printf(
                "stress: parallelism %d, %d runs of %d fibers and %d elements, none lost, none doubled, %d ms%n",
                parallelism, RUNS, PRODUCERS + CONSUMERS + CANCELLED, PRODUCERS * EACH, millis);
    }

    /** A chain of 10,000 channels through which elements pass in their order, as in Go's test/chan/fifo and goroutines. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aChainOfTenThousandFibersKeepsTheOrder(int parallelism) {
        int length = 10_000;
        int elements = 10;
        try (World world = new World(parallelism)) {
            Channel<Integer> first = Channel.rendezvous();
            Channel<Integer> in = first;
            for (int i = 0; i < length; i++) {
                Channel<Integer> from = in;
                Channel<Integer> to = i % 3 == 0 ? Channel.buffered(2) : Channel.rendezvous();
                world.start("link " + i, () -> {
                    for (int k = 0; k < elements; k++) to.send(from.receive());
                });
                in = to;
            }
            Channel<Integer> last = in;
            world.start("source", () -> {
                for (int k = 0; k < elements; k++) first.send(k);
            });
            world.run(() -> {
                for (int k = 0; k < elements; k++) {
                    int got = last.receive();
                    if (got != k) throw new AssertionError(got + " instead of " + k);
                }
            });
        }
    }

    /** One run. */
    private static final class Run {
        private final World world;
        private final SplittableRandom random;
        private final List<Channel<Integer>> channels = new ArrayList<>();
        private final AtomicIntegerArray seen = new AtomicIntegerArray(PRODUCERS * EACH);
        private final AtomicInteger producing = new AtomicInteger(PRODUCERS);
        private final List<FiberStrand> cancelled = new ArrayList<>();
        private final List<FiberStrand> others = new ArrayList<>();

        Run(World world, long seed) {
            this.world = world;
            random = new SplittableRandom(seed);
            for (int i = 0; i < CHANNELS; i++) channels.add(channel(i));
        }

        private Channel<Integer> channel(int i) {
            return switch (i % 4) {
                case 0 -> Channel.rendezvous();
                case 1 -> Channel.buffered(1);
                case 2 -> Channel.buffered(1 + random.nextInt(64));
                default -> Channel.unbounded();
            };
        }

        void run() {
            if (random.nextBoolean()) start(); // through the inject queue
            else world.run(this::start); // through a worker's own queue, from which the others steal
            for (FiberStrand fiber : cancelled) fiber.cancel();
            for (FiberStrand fiber : others) world.await("the end of " + fiber, fiber);
            for (FiberStrand fiber : cancelled) {
                Watchdog.await("the end of " + fiber, fiber::isEnded, world::describe);
                Throwable thrown = fiber.thrown();
                assertThat(thrown == null || thrown instanceof CancelledException)
                        .as("thrown by a cancelled one: %s", thrown)
                        .isTrue();
            }
            for (int i = 0; i < PRODUCERS * EACH; i++) {
                if (seen.get(i) != 1)
                    throw new AssertionError("element " + i + " was received " + seen.get(i) + " times");
            }
        }

        private void start() {
            int producers = 0;
            int consumers = 0;
            while (producers < PRODUCERS || consumers < CONSUMERS || cancelled.size() < CANCELLED) {
                int kind = random.nextInt(PRODUCERS + CONSUMERS + CANCELLED);
                if (kind < PRODUCERS && producers < PRODUCERS) others.add(producer(producers++));
                else if (kind >= PRODUCERS + CANCELLED && consumers < CONSUMERS) others.add(consumer(consumers++));
                else if (cancelled.size() < CANCELLED) cancelled.add(consumerToBeCancelled(cancelled.size()));
            }
        }

        private FiberStrand producer(int number) {
            int first = number * EACH;
            int to = random.nextInt(CHANNELS);
            int step = random.nextInt(CHANNELS);
            int manner = random.nextInt(4);
            return world.start("producer " + number, () -> {
                for (int k = 0; k < EACH; k++) {
                    Channel<Integer> channel = channels.get((to + k * step) % CHANNELS);
                    if (manner == 0) Weft.yield();
                    if (manner != 1 || !channel.trySend(first + k)) channel.send(first + k);
                }
                if (producing.decrementAndGet() == 0) for (Channel<Integer> c : channels) c.close();
            });
        }

        private FiberStrand consumer(int number) {
            Channel<Integer> channel = channels.get(number % CHANNELS); // each channel has some
            boolean yields = random.nextInt(4) == 0;
            return world.start("consumer " + number, () -> {
                for (Integer i = channel.receiveOrNull(); i != null; i = channel.receiveOrNull()) {
                    seen.incrementAndGet(i);
                    if (yields) Weft.yield();
                }
            });
        }

        private FiberStrand consumerToBeCancelled(int number) {
            Channel<Integer> channel = channels.get(random.nextInt(CHANNELS));
            return world.start("cancelled " + number, () -> {
                for (Integer i = channel.receiveOrNull(); i != null; i = channel.receiveOrNull())
                    seen.incrementAndGet(i);
            });
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.Quiescence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D2: fibers that go on, by whatever wakes them, never look as if they were stuck, however often somebody looks. */
@Tag("stress")
class QuiescenceStressTest {
    private static final int FIBERS = 3;
    private static final int STEPS = 400 * Integer.getInteger("weft.stress", 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void twoLooksThatAnswerTheSameAreNeverWrong(int parallelism) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        String replay = "-Dweft.seed=" + seed;
        try (World world = new World(parallelism)) {
            Quiescence quiescence = new Quiescence(world.carriers, true);
            FiberStrand main = world.start("main", () -> wanderAll(seed));
            long looks = 0;
            while (!main.isEnded()) {
                long first = quiescence.look();
                boolean stuck = first >= 0 && first == quiescence.look();
                if (stuck && !main.isEnded()) throw new AssertionError(replay + "\n" + world.describe());
                looks++;
            }
            world.await("main", main);
            assertThat(looks).as(replay).isGreaterThan(STEPS);
            Watchdog.await("quiet", () -> quiescence.look() >= 0, world::describe);
        }
    }

    /** The canary: who really is stuck is found. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoIsStuckIsFound(int parallelism) {
        Channel<Integer> never = Channel.rendezvous();
        try (World world = new World(parallelism)) {
            Quiescence quiescence = new Quiescence(world.carriers, true);
            FiberStrand main = world.start("main", () -> {
                wanderAll(1);
                never.receiveOrNull();
            });
            Watchdog.await(
                    "two equal looks",
                    () -> {
                        long first = quiescence.look();
                        return first >= 0 && first == quiescence.look();
                    },
                    world::describe);
            assertThat(main.isParked()).isTrue();
            never.close();
            world.await("main", main);
        }
    }

    @Fiber
    private static void wanderAll(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Channel<Integer> ring = Channel.rendezvous();
        List<Routine<Void>> routines = new ArrayList<>();
        for (int i = 0; i < FIBERS; i++) {
            SplittableRandom own = random.split();
            Action wander = i == 0 ? () -> alone(own) : () -> inPairs(own, ring);
            routines.add(Weft.go(wander));
        }
        for (Routine<Void> routine : routines) routine.join();
    }

    @Fiber
    private static void alone(SplittableRandom random) throws Exception {
        for (int i = 0; i < STEPS; i++) step(random);
    }

    @Fiber
    private static void step(SplittableRandom random) throws Exception {
        switch (random.nextInt(4)) {
            case 0 -> Weft.sleep(Duration.ofNanos(random.nextInt(300_000)));
            case 1 -> Weft.blocking(() -> {});
            case 2 -> Weft.yield();
            default -> Weft.go(() -> Weft.yield()).join();
        }
    }

    /** One of the two sends what the other receives; then both do something of their own. */
    @Fiber
    private static void inPairs(SplittableRandom random, Channel<Integer> ring) throws Exception {
        for (int i = 0; i < STEPS; i++) {
            if (!ring.trySend(i) && ring.tryReceive() == null) step(random);
        }
    }
}

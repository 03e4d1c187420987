// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fibers that do everything that a scheduler has to do with, and block their carriers at random; what is lost shows as a hang or a
 * wrong sum. {@code -Dweft.stress=N} makes it N times as long.
 */
@Tag("stress")
class MixedLoadStressTest {
    private static final int FIBERS = 120;
    private static final int STEPS = 60 * Integer.getInteger("weft.stress", 1);

    /** How many may block their carriers at a time, or all spares would be used up. */
    private static final int PINNED = 16;

    private final Channel<Long> tokens = Channel.unbounded();
    private final Channel<Integer> pinned = Channel.buffered(PINNED);
    private final AtomicLong given = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong steps = new AtomicLong();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void allFibersComeToTheirEndHoweverTheyBlock(int parallelism) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        String replay = "parallelism " + parallelism + ", replay with -Dtest=MixedLoadStressTest -Dweft.seed=" + seed;
        System.setProperty("weft.pinned", "silent");
        Scheduler scheduler =
                Scheduler.builder().name("mixed").parallelism(parallelism).build();
        try {
            SplittableRandom random = new SplittableRandom(seed);
            List<Routine<?>> routines = new ArrayList<>();
            for (int i = 0; i < FIBERS; i++) {
                SplittableRandom own = random.split();
                routines.add(scheduler.go("mixed-" + i, () -> live(own)));
            }
            for (Routine<?> routine : routines) {
                Watchdog.await(routine.name(), routine::isDone, () -> replay + '\n' + scheduler);
                routine.join();
            }
        } finally {
            System.clearProperty("weft.pinned");
        }
        assertThat(taken.get()).as(replay).isEqualTo(given.get());
        assertThat(steps.get()).as(replay).isEqualTo((long) FIBERS * STEPS);
        scheduler.close();
    }

    @Fiber
    private void live(SplittableRandom random) throws Exception {
        for (int i = 0; i < STEPS; i++) {
            step(random);
            steps.incrementAndGet();
        }
    }

    @Fiber
    private void step(SplittableRandom random) throws Exception {
        switch (random.nextInt(12)) {
            case 0, 1 -> Weft.yield();
            case 2, 3, 4 -> {
                give(random);
                take();
            }
            case 5 -> Weft.sleep(random.nextInt(200), TimeUnit.MICROSECONDS);
            case 6 -> Weft.go(this::child).join();
            case 7 -> joinInVain(random);
            case 8 -> Weft.blocking(() -> Thread.sleep(0, 50_000));
            case 9 -> compute(random);
            default -> pinned(random);
        }
    }

    @Fiber
    private void give(SplittableRandom random) {
        long token = random.nextInt(1000);
        given.addAndGet(token);
        tokens.send(token);
    }

    /** There is always one, since each gives one before. */
    @Fiber
    private void take() {
        taken.addAndGet(tokens.receive());
    }

    @Fiber
    private void child() {
        Weft.yield();
    }

    /** A timer that is taken back, or not, as it happens. */
    @Fiber
    private static void joinInVain(SplittableRandom random) {
        long micros = random.nextInt(300);
        Routine<?> sleeper = Weft.go(() -> Weft.sleep(150, TimeUnit.MICROSECONDS));
        try {
            sleeper.join(Duration.ofNanos(1000 * micros));
        } catch (TimeoutException e) {
            sleeper.join();
        }
    }

    @SuppressWarnings("ReturnValueIgnored")
    private static void compute(SplittableRandom random) {
        for (int i = random.nextInt(20_000); i > 0; i--) random.nextLong();
    }

    @Fiber
    private void pinned(SplittableRandom random) {
        pinned.send(1);
        switch (random.nextInt(5)) {
            case 0 -> List.of(1).forEach(x -> Weft.sleep(random.nextInt(200), TimeUnit.MICROSECONDS));
            case 1 -> List.of(1).forEach(x -> Weft.go(this::child).join());
            case 2 -> {
                give(random);
                List.of(1).forEach(x -> take());
            }
            case 3 -> List.of(1).forEach(x -> foreignSleep());
            default -> {
                synchronized (random) { // nobody else's
                    Weft.yield();
                }
            }
        }
        pinned.receive();
    }

    /** Blocks the carrier without a word to the scheduler. */
    private static void foreignSleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

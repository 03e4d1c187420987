// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Sleeps that nobody ends early, sleeps that are cancelled, and joins that run out of time. */
final class TimeLoad implements Load {
    private static final int SLEEPERS = 200;
    private static final int LONGEST_MICROS = 20_000;

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) {
        List<Routine<Void>> sleepers = new ArrayList<>();
        List<Routine<Void>> doomed = new ArrayList<>();
        for (int i = 0; i < SLEEPERS; i++) {
            long micros = random.nextInt(LONGEST_MICROS);
            sleepers.add(Weft.go(() -> sleepInFull(micros)));
            doomed.add(Weft.go(() -> Weft.sleep(1, TimeUnit.HOURS)));
        }
        for (Routine<Void> sleeper : sleepers) joinHurriedly(sleeper, random);
        for (Routine<Void> routine : doomed) routine.cancel();
        for (Routine<Void> routine : doomed) joinCancelled(routine);
        operations.add(2 * SLEEPERS);
    }

    @Fiber
    private static void sleepInFull(long micros) {
        long start = System.nanoTime();
        Weft.sleep(micros, TimeUnit.MICROSECONDS);
        Load.check(System.nanoTime() - start >= 1000 * micros, "a sleep ended early");
    }

    @Fiber
    private static void joinHurriedly(Routine<Void> sleeper, SplittableRandom random) {
        try {
            sleeper.join(Duration.ofNanos(random.nextInt(2_000_000)));
        } catch (TimeoutException e) {
            sleeper.join();
        }
    }

    /** Ends by a cancellation, and by nothing else. */
    @Fiber
    static void joinCancelled(Routine<?> routine) {
        try {
            routine.join();
        } catch (CancelledException e) {
            Load.check(routine.state() == Routine.State.CANCELLED, "cancelled, but " + routine.state());
            return;
        }
        throw new AssertionError("ended though it was cancelled: " + routine);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A fiber that computes lets others run, on one carrier without stand-ins. */
class TimeSliceTest {
    /** Read by loops that do nothing else; volatile, since they are what is tested, not visibility. */
    private volatile boolean stop;

    private int count;

    private void untilAnotherRuns(Runnable hog) {
        try (World world = new World(1, 0)) {
            world.run(() -> {
                Routine<Void> hogging = Weft.go(() -> hog.run());
                Weft.yield();
                Routine<Boolean> stopper = Weft.go(() -> stop = true);
                stopper.join();
                hogging.join();
            });
        }
    }

    @Test
    void anEmptyLoop() {
        untilAnotherRuns(() -> {
            while (!stop) {}
        });
    }

    @Test
    void aLoopOfPlainCalls() {
        untilAnotherRuns(() -> {
            for (long i = 0; !stop; i++) count += Long.hashCode(i);
        });
    }

    @Test
    void aLoopOfFiberMethodsThatNeverWait() {
        untilAnotherRuns(() -> {
            while (!stop) count = plusOne(count);
        });
    }

    @Fiber
    private static int plusOne(int n) {
        return n + 1;
    }

    @Test
    void recursionWithoutALoop() {
        untilAnotherRuns(() -> {
            while (fib(20) > 0 && !stop) {}
        });
    }

    @Fiber
    private static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Test
    void aLoopThatGoesOnByAnException() {
        untilAnotherRuns(() -> {
            while (true) {
                try {
                    fail(stop);
                    return;
                } catch (IllegalStateException e) {
                    continue;
                }
            }
        });
    }

    private static void fail(boolean stop) {
        if (!stop) throw new IllegalStateException();
    }

    @Test
    void countedLoopsInsideAnEndlessOne() {
        untilAnotherRuns(() -> {
            while (true) {
                for (int i = 0; i < 1000; i++) count ^= i;
                if (stop) return;
            }
        });
    }

    @Test
    void aLoopOverInterfacesOfTheJdk() {
        BooleanSupplier stopped = () -> stop;
        untilAnotherRuns(() -> {
            while (!stopped.getAsBoolean()) count++;
        });
    }

    /** What a call gave when its fiber had to yield is what the fiber goes on with. */
    @Test
    void resultsOfEveryTypeSurvive() {
        try (World world = new World(1, 0)) {
            boolean right = world.run(() -> {
                List<Routine<Boolean>> routines = new ArrayList<>();
                for (int i = 0; i < 4; i++) routines.add(Weft.go(() -> compute()));
                boolean all = true;
                for (Routine<Boolean> routine : routines) all &= routine.join();
                return all;
            });
            assertThat(right).isTrue();
        }
    }

    @Fiber
    private static boolean compute() {
        for (int i = 1; i < 3_000_000; i++) {
            boolean right = asInt(i) == i
                    && asLong(i) == ((long) i << 33)
                    && asFloat(i) == (float) i
                    && asDouble(i) == i + 0.25
                    && asText(i) == TEXT[i & 3]
                    && asBoolean(i) == (i % 2 == 0)
                    && asChar(i) == (char) i;
            if (!right) return false;
        }
        return true;
    }

    private static final String[] TEXT = {"a", "b", "c", "d"};

    @Fiber
    private static int asInt(int i) {
        return i;
    }

    @Fiber
    private static long asLong(int i) {
        return (long) i << 33;
    }

    @Fiber
    private static float asFloat(int i) {
        return i;
    }

    @Fiber
    private static double asDouble(int i) {
        return i + 0.25;
    }

    @Fiber
    private static String asText(int i) {
        return TEXT[i & 3];
    }

    @Fiber
    private static boolean asBoolean(int i) {
        return i % 2 == 0;
    }

    @Fiber
    private static char asChar(int i) {
        return (char) i;
    }

    @Test
    void aFiberCanDoWithout() {
        try (World world = new World(1, 0)) {
            boolean ranBefore = world.run(() -> {
                assertThat(Weft.timeSlices(false)).isTrue();
                Routine<Boolean> other = Weft.go(() -> stop = true);
                long end = System.nanoTime() + 100_000_000L; // ten time slices
                while (System.nanoTime() < end) count++;
                boolean ran = stop;
                assertThat(Weft.timeSlices(true)).isFalse();
                other.join();
                return ran;
            });
            assertThat(ranBefore).isFalse();
        }
    }

    @Test
    void oneThatLoopsForEverLetsTenThousandRun() {
        try (World world = new World(1, 0)) {
            int done = world.run(() -> {
                Routine<Void> hog = Weft.go(() -> {
                    while (!stop) count++;
                });
                List<Routine<Void>> others = new ArrayList<>();
                for (int i = 0; i < 10_000; i++) others.add(Weft.go(() -> Weft.yield()));
                for (Routine<Void> other : others) other.join();
                stop = true;
                hog.join();
                return others.size();
            });
            assertThat(done).isEqualTo(10_000);
        }
    }
}

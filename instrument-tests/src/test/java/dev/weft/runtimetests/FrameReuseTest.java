// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames whose activations have ended serve again, and only those. */
class FrameReuseTest {
    /** A program that suspends, and counts how often. */
    private abstract static class Program extends Continuation {
        int suspensions;

        @Nullable
        Object runToEnd() {
            while (!resume()) suspensions++;
            if (failure() != null) throw new AssertionError(failure());
            return result();
        }

        boolean step() {
            return resume();
        }

        @Nullable
        Object outcome() {
            return result();
        }

        List<String> calls() {
            return Arrays.stream(suspendedStackTrace())
                    .map(StackTraceElement::getMethodName)
                    .toList();
        }
    }

    private static final class Loop extends Program {
        private final int depth;
        private final int times;

        Loop(int depth, int times) {
            this.depth = depth;
            this.times = times;
        }

        @Override
        @Fiber
        protected @Nullable Object body() {
            long sum = 0;
            for (int i = 0; i < times; i++) sum += descend(depth, i);
            return sum;
        }

        @Fiber
        private static long descend(int depth, long value) {
            if (depth > 0) return depth + descend(depth - 1, value + 1);
            suspend();
            return value;
        }
    }

    @Test
    void aLoopThatCallsDownAndWaitsAllocatesNothing() {
        long few = allocatedByLoop(100);
        long many = allocatedByLoop(10_100);
        assertThat(many - few).isLessThan(10_000L * 50); // a frame for each of 50 calls would be 20 times as much
    }

    private static long allocatedByLoop(int times) {
        return allocatedBy(new Loop(50, times), times * (50L * 51 / 2 + 50) + (long) times * (times - 1) / 2);
    }

    private static long allocatedBy(Program program, long wanted) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        Object result = program.runToEnd();
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(result).isEqualTo(wanted);
        return after - before;
    }

    /** A method that waits now here, now there, with other values alive. */
    private static final class TwoPlaces extends Program {
        private final int times;

        TwoPlaces(int times) {
            this.times = times;
        }

        @Override
        @Fiber
        protected @Nullable Object body() {
            long sum = 0;
            for (int i = 0; i < times; i++) sum += hereOrThere(i, i * 2L);
            return sum;
        }

        @Fiber
        private static long hereOrThere(int i, long twice) {
            if (i % 2 == 0) {
                suspend();
                return i;
            }
            suspend();
            return twice - i;
        }
    }

    @Test
    void aFrameServesAtEachOfItsMethodsPlaces() {
        long few = allocatedByTwoPlaces(100);
        long many = allocatedByTwoPlaces(20_100);
        assertThat(many - few).isLessThan(20_000L * 10); // a frame each time would be 32 bytes or more
    }

    private static long allocatedByTwoPlaces(int times) {
        return allocatedBy(new TwoPlaces(times), (long) times * (times - 1) / 2);
    }

    /** Activations of one method at all depths: some run, some have ended, some wait. */
    private static final class Tree extends Program {
        private final int height;
        private final List<String> visits = new ArrayList<>();

        Tree(int height) {
            this.height = height;
        }

        @Override
        @Fiber
        protected @Nullable Object body() {
            return visit("r", height);
        }

        @Fiber
        private String visit(String path, int below) {
            if (visits.size() % 2 == 0) suspend();
            if (below == 0) return path;
            String left = visit(path + "l", below - 1);
            visits.add(path);
            if (visits.size() % 3 == 0) suspend();
            String right = visit(path + "r", below - 1);
            suspend();
            return left + "," + right;
        }
    }

    private static String leaves(String path, int below) {
        return below == 0 ? path : leaves(path + "l", below - 1) + "," + leaves(path + "r", below - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void aRunningActivationKeepsItsFrameFromAnotherOfItsMethod(int height) {
        Tree tree = new Tree(height);
        assertThat(tree.runToEnd()).isEqualTo(leaves("r", height));
        assertThat(tree.suspensions).isGreaterThan(height);
        assertThat(tree.visits).hasSize((1 << height) - 1).doesNotHaveDuplicates();
    }

    /** Calls of different depth, by different methods, that end normally or by an exception. */
    private static final class Changing extends Program {
        @Override
        @Fiber
        protected @Nullable Object body() {
            one(3);
            try {
                other(2);
            } catch (IllegalStateException e) {
                one(1);
            }
            return one(5);
        }

        @Fiber
        private static int one(int depth) {
            if (depth > 0) return 1 + one(depth - 1);
            suspend();
            return 0;
        }

        @Fiber
        private static void other(int depth) {
            if (depth > 0) other(depth - 1);
            one(1);
            throw new IllegalStateException("the end");
        }
    }

    @Test
    void whatIsSavedIsWhatWasCalled() {
        Changing changing = new Changing();
        List<List<String>> calls = new ArrayList<>();
        while (!changing.step()) calls.add(changing.calls());
        assertThat(calls)
                .containsExactly(
                        List.of("one", "one", "one", "one", "body"),
                        List.of("one", "one", "other", "other", "other", "body"),
                        List.of("one", "one", "body"),
                        List.of("one", "one", "one", "one", "one", "one", "body"));
        assertThat(changing.outcome()).isEqualTo(5);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.jmh;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Saving and restoring frames: a bare continuation that never ends, resumed once for each operation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FrameBenchmark {
    /** Calls between the body and the suspension. */
    @Param({"0", "10", "50"})
    public int depth;

    private final Generator referencesAndLongs = new Generator(false);
    private final Generator unwinding = new Generator(true);

    /** The innermost activation suspends again: its frame, with two references and two longs, is saved and restored. */
    @Benchmark
    public long saveAndRestoreOne() {
        return referencesAndLongs.step(depth);
    }

    /** All {@code depth} activations return and are called anew: each saves a new frame. */
    @Benchmark
    public long saveAndRestoreAll() {
        return unwinding.step(depth);
    }

    private static final class Generator extends Continuation {
        private final boolean unwind;
        private int depth;
        private long value;

        Generator(boolean unwind) {
            this.unwind = unwind;
        }

        long step(int calls) {
            depth = calls;
            if (resume()) throw new AssertionError("ended", failure());
            return value;
        }

        @Override
        @Fiber
        protected @Nullable Object body() {
            while (true) descend(depth, 1, 2);
        }

        @Fiber
        private void descend(int calls, long a, long b) {
            if (calls > 0) {
                descend(calls - 1, a + 1, b + 1);
                value += a ^ b;
                return;
            }
            String first = "first";
            Object second = this;
            do {
                value += a + b + first.length() + second.hashCode();
                suspend();
                a++;
            } while (!unwind);
        }
    }
}

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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Frames by shape: in each operation a method is called that keeps values, suspends once, and returns when it is resumed.
 * Its frame, and that of its caller, are saved and restored.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ShapeBenchmark {
    private final Generator nothing = new Generator(0);
    private final Generator twoReferences = new Generator(1);
    private final Generator twoLongs = new Generator(2);
    private final Generator fourOfEach = new Generator(3);
    private final Generator inArrays = new Generator(4);

    /** Nothing outlives the call. */
    @Benchmark
    public long nothing() {
        return nothing.step();
    }

    /** Two references do. */
    @Benchmark
    public long twoReferences() {
        return twoReferences.step();
    }

    /** Two longs do. */
    @Benchmark
    public long twoLongs() {
        return twoLongs.step();
    }

    /** Four references and four longs do. */
    @Benchmark
    public long fourOfEach() {
        return fourOfEach.step();
    }

    /** Six longs do, which no fixed shape holds. */
    @Benchmark
    public long inArrays() {
        return inArrays.step();
    }

    private static final class Generator extends Continuation {
        private final int shape;
        private long value;

        Generator(int shape) {
            this.shape = shape;
        }

        long step() {
            if (resume()) throw new AssertionError("ended", failure());
            return value;
        }

        @Override
        @Fiber
        protected @Nullable Object body() {
            while (true) {
                switch (shape) {
                    case 0 -> keepNothing();
                    case 1 -> value += keepReferences("a", this);
                    case 2 -> value += keepLongs(value, 1);
                    case 3 -> value += keepFourOfEach("a", this, "b", "c", value, 1, 2, 3);
                    default -> value += keepSixLongs(value, 1, 2, 3, 4, 5);
                }
            }
        }

        @Fiber
        private static void keepNothing() {
            suspend();
        }

        @Fiber
        private static long keepReferences(String a, Object b) {
            suspend();
            return b == a ? 1 : a.length();
        }

        @Fiber
        private static long keepLongs(long a, long b) {
            suspend();
            return a ^ b;
        }

        @Fiber
        private static long keepFourOfEach(String a, Object b, String c, String d, long e, long f, long g, long h) {
            suspend();
            return (long) a.length() + c.length() + d.length() + (b == a ? e : e ^ f ^ g ^ h);
        }

        @Fiber
        private static long keepSixLongs(long a, long b, long c, long d, long e, long f) {
            suspend();
            return a ^ b ^ c ^ d ^ e ^ f;
        }
    }
}

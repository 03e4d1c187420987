// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.jmh;

import dev.weft.internal.sched.Timers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Timers that don't fire: a timeout is set and taken back with each operation that has one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TimerBenchmark {
    private static final long FAR_NANOS = TimeUnit.SECONDS.toNanos(1_000);

    private final Timers timers = new Timers("benchmark");
    private final Timers.Timer timer = new Never();
    private long distance;

    /** One timer, a second more or less ahead each time. */
    @Benchmark
    public boolean setAndCancel() {
        distance = (distance + 7_919_000_000L) % FAR_NANOS;
        timers.set(timer, System.nanoTime() + FAR_NANOS + distance);
        return timers.cancel(timer);
    }

    /** The clock alone, which is part of the above. */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }

    private static final class Never extends Timers.Timer {
        @Override
        protected void fire() {
            throw new AssertionError("fired");
        }
    }
}

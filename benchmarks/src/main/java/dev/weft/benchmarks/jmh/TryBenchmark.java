// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.jmh;

import dev.weft.channel.Channel;
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

/** The operations that never wait, by one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TryBenchmark {
    private final Channel<String> buffered = Channel.buffered(64);
    private final Channel<String> unbounded = Channel.unbounded();
    private final Channel<String> rendezvous = Channel.rendezvous();

    /** One element in and out of a buffer. */
    @Benchmark
    public @Nullable String buffered() {
        buffered.trySend("element");
        return buffered.tryReceive();
    }

    /** One element in and out of an unbounded channel. */
    @Benchmark
    public @Nullable String unbounded() {
        unbounded.trySend("element");
        return unbounded.tryReceive();
    }

    /** A send that finds nobody. */
    @Benchmark
    public boolean refused() {
        return rendezvous.trySend("element");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.jmh;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What fibers do most, a thousand times in one run. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FiberBenchmark {
    private static final int TIMES = 1_000;

    /** Starting a fiber and joining it. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public void spawnAndJoin() {
        Weft.run(() -> {
            for (int i = 0; i < TIMES; i++) {
                Routine<Void> routine = Weft.go(() -> {});
                routine.join();
            }
        });
    }

    /** Yielding with nothing else to run. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public void yieldAlone() {
        Weft.run(() -> {
            for (int i = 0; i < TIMES; i++) Weft.yield();
        });
    }

    /** Sending to and receiving from a buffer that is never full or empty: nothing suspends. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long bufferedSendAndReceive() {
        return Weft.run(() -> sendAndReceive(Channel.buffered(64)));
    }

    /** Handing over from one fiber to the other. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long rendezvous() {
        return Weft.run(() -> {
            Channel<Integer> channel = Channel.rendezvous();
            Weft.go(() -> {
                for (int i = 0; i < TIMES; i++) channel.send(i);
            });
            long sum = 0;
            for (int i = 0; i < TIMES; i++) sum += channel.receive();
            return sum;
        });
    }

    @Fiber
    private static long sendAndReceive(Channel<Integer> channel) {
        long sum = 0;
        for (int i = 0; i < TIMES; i++) {
            channel.send(i);
            sum += channel.receive();
        }
        return sum;
    }
}

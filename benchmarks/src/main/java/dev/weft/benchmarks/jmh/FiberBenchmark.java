// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.jmh;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.abi.Continuation;
import dev.weft.channel.Channel;
import dev.weft.internal.fiber.Strand;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
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

    /** Two fibers that unpark each other and park by turns: a channel's hand-over without the channel. */
    @Benchmark
    @OperationsPerInvocation(2 * TIMES)
    public void parkAndUnpark() {
        Weft.run(() -> {
            AtomicReferenceArray<Strand> strands = new AtomicReferenceArray<>(2);
            AtomicInteger turn = new AtomicInteger();
            Routine<Void> other = Weft.go(() -> takeTurns(strands, turn, 1));
            takeTurns(strands, turn, 0);
            other.join();
        });
    }

    @Fiber
    private static void takeTurns(AtomicReferenceArray<Strand> strands, AtomicInteger turn, int mine) {
        Strand self = Strand.current();
        strands.set(mine, self);
        for (int i = 0; i < TIMES; i++) {
            while (turn.get() % 2 != mine) {
                if (self.park()) Continuation.suspend();
            }
            turn.incrementAndGet();
            Strand other = strands.get(1 - mine);
            if (other != null) other.unpark();
        }
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

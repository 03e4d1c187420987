// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.jmh;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import dev.weft.sync.Mutex;
import dev.weft.sync.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Selects and locks, a thousand times in one run; Go's SelectUncontended, SelectNonblock, Mutex. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SelectBenchmark {
    private static final int TIMES = 1_000;

    /** One of two channels is always ready: nothing suspends. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long selectReady() {
        return Weft.run(() -> {
            Channel<Integer> first = Channel.buffered(1);
            Channel<Integer> second = Channel.buffered(1);
            Select<Integer> select = Select.of(Select.receive(first), Select.receive(second));
            return passOn(select, first, second);
        });
    }

    @Fiber
    private static long passOn(Select<Integer> select, Channel<Integer> first, Channel<Integer> second) {
        long sum = 0;
        for (int i = 0; i < TIMES; i++) {
            (i % 2 == 0 ? first : second).send(i);
            sum += select.await();
        }
        return sum;
    }

    /** Neither of two channels is ready, and there is a default. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long selectDefault() {
        return Weft.run(() -> {
            Channel<Integer> first = Channel.rendezvous();
            Channel<Integer> second = Channel.rendezvous();
            Select<Integer> select =
                    Select.of(Select.receive(first), Select.receive(second), Select.otherwise(() -> 1));
            return awaitAll(select);
        });
    }

    @Fiber
    private static long awaitAll(Select<Integer> select) {
        long sum = 0;
        for (int i = 0; i < TIMES; i++) sum += select.await();
        return sum;
    }

    /** Two fibers hand over by selects of two channels each. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long selectRendezvous() {
        return Weft.run(() -> {
            Channel<Integer> first = Channel.rendezvous();
            Channel<Integer> second = Channel.rendezvous();
            Weft.go(() -> awaitAll(Select.of(Select.send(first, 1, () -> 1), Select.send(second, 2, () -> 2))));
            return awaitAll(Select.of(Select.receive(first), Select.receive(second)));
        });
    }

    /** A mutex that nobody else wants. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public void mutex() {
        Weft.run(() -> lockAll(new Mutex()));
    }

    @Fiber
    private static void lockAll(Mutex mutex) {
        for (int i = 0; i < TIMES; i++) {
            mutex.lock();
            mutex.unlock();
        }
    }

    /** A semaphore that nobody else wants. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public void semaphore() {
        Weft.run(() -> acquireAll(new Semaphore(1)));
    }

    @Fiber
    private static void acquireAll(Semaphore semaphore) {
        for (int i = 0; i < TIMES; i++) {
            semaphore.acquire();
            semaphore.release();
        }
    }
}

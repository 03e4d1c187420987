// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.jmh;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.sync.Mutex;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A channel and a mutex that nobody else uses, from one fiber, and the atomic operations that they are made of. So many times in a
 * run that starting the fiber from another thread, which takes tens of microseconds, doesn't count.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class UncontendedBenchmark {
    private static final int TIMES = 200_000;
    private static final Integer ELEMENT = 7;
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(UncontendedBenchmark.class, "word", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Channel<Integer> channel = Channel.buffered(64);
    private final Mutex mutex = new Mutex();

    @SuppressWarnings("unused") // by WORD
    private volatile int word;

    /** Sending to and receiving from a buffer. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long sendAndReceive() {
        return Weft.run(() -> sendAndReceive(channel));
    }

    @Fiber
    private static long sendAndReceive(Channel<Integer> channel) {
        long sum = 0;
        for (int i = 0; i < TIMES; i++) {
            channel.send(ELEMENT);
            sum += channel.receive();
        }
        return sum;
    }

    /** Locking and unlocking a mutex. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public void lockAndUnlock() {
        Weft.run(() -> lockAndUnlock(mutex));
    }

    @Fiber
    private static void lockAndUnlock(Mutex mutex) {
        for (int i = 0; i < TIMES; i++) {
            mutex.lock();
            mutex.unlock();
        }
    }

    /** What a mutex can't do without: an atomic operation for taking it, and one for giving it back to whoever may wait. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public int twoAtomicOperations() {
        int done = 0;
        for (int i = 0; i < TIMES; i++) {
            if (WORD.compareAndSet(this, 0, 1)) done++;
            if (WORD.compareAndSet(this, 1, 0)) done++;
        }
        return done;
    }

    /** What two operations of a channel with a lock can't do without: taking a lock, and giving it back, twice. */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public int twoShortLocks() {
        int done = 0;
        for (int i = 0; i < TIMES; i++) {
            if (WORD.compareAndSet(this, 0, 1)) done++;
            WORD.setRelease(this, 0);
            if (WORD.compareAndSet(this, 0, 1)) done++;
            WORD.setRelease(this, 0);
        }
        return done;
    }
}

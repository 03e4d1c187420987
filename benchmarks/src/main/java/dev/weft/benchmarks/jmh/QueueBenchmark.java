// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.jmh;

import dev.weft.internal.queue.InjectQueue;
import dev.weft.internal.queue.WorkQueue;
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

/** The run queues, by one thread: what it costs when nobody else is there. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class QueueBenchmark {
    private static final String JOB = "job";

    private final WorkQueue<String> local = new WorkQueue<>();
    private final WorkQueue<String> other = new WorkQueue<>();
    private final InjectQueue<String> inject = new InjectQueue<>();

    /** One job in and out of a worker's own queue. */
    @Benchmark
    public @Nullable String pushAndPop() {
        local.push(JOB);
        return local.pop();
    }

    /** Eight jobs in, half of them stolen, all out. */
    @Benchmark
    public int steal() {
        for (int i = 0; i < 8; i++) local.push(JOB);
        int count = local.stealInto(other) == null ? 0 : 1;
        while (other.pop() != null) count++;
        while (local.pop() != null) count++;
        return count;
    }

    /** One job in and out of the queue that workers share. */
    @Benchmark
    public @Nullable String injectAndPoll() {
        inject.push(JOB);
        return inject.poll();
    }
}

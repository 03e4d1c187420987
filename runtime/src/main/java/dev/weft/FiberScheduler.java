// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.Carriers;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.LiveFibers;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.io.IoPool;
import dev.weft.internal.sched.Timers;
import dev.weft.internal.sched.WorkStealingScheduler;
import dev.weft.internal.util.WeftProperties;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A work-stealing scheduler, a limit of calls that block, and timers. */
final class FiberScheduler extends Carriers implements Scheduler {
    static final int MAX_PARALLELISM = 1024;
    static final int MAX_SPARES = 10_000;
    static final int MAX_IO_THREADS = 10_000;
    private static final AtomicInteger MADE = new AtomicInteger();

    private final String name;
    private final int parallelism;
    private final Duration closeTimeout;
    private final boolean isolated;

    private FiberScheduler(
            String name,
            int parallelism,
            int spares,
            int ioThreads,
            Duration closeTimeout,
            boolean isolated,
            @Nullable LiveFibers live) {
        super(
                new WorkStealingScheduler(name, parallelism, spares, ioThreads, keepAliveNanos()),
                new IoPool("of scheduler " + name, ioThreads),
                live == null ? Timers.shared() : new Timers(name + "-timer"),
                live);
        this.name = name;
        this.parallelism = parallelism;
        this.closeTimeout = closeTimeout;
        this.isolated = isolated;
    }

    /** The one that lives as long as the program. It keeps no account of its fibers, so those that are abandoned are garbage. */
    static FiberScheduler ofProgram() {
        return new FiberScheduler(
                "weft", defaultParallelism(), defaultSpares(), defaultIoThreads(), Duration.ZERO, false, null);
    }

    static FiberScheduler of(Scheduler.Builder builder) {
        String name = builder.name == null ? "weft-" + MADE.incrementAndGet() : builder.name;
        return new FiberScheduler(
                name,
                builder.parallelism == 0 ? defaultParallelism() : builder.parallelism,
                builder.spares < 0 ? defaultSpares() : builder.spares,
                builder.ioThreads == 0 ? defaultIoThreads() : builder.ioThreads,
                builder.closeTimeout,
                builder.isolated,
                new LiveFibers(name));
    }

    private static int defaultParallelism() {
        return WeftProperties.SCHEDULER_PARALLELISM.intValue(
                1, MAX_PARALLELISM, Runtime.getRuntime().availableProcessors());
    }

    private static int defaultSpares() {
        return WeftProperties.SCHEDULER_SPARES.intValue(0, MAX_SPARES, 256);
    }

    private static long keepAliveNanos() {
        return 1_000_000L * WeftProperties.IO_KEEP_ALIVE.intValue(1, Integer.MAX_VALUE, 5_000);
    }

    private static int defaultIoThreads() {
        return WeftProperties.IO_MAX.intValue(1, MAX_IO_THREADS, 64);
    }

    @Override
    public <T extends @Nullable Object> Routine<T> go(Task<T> task) {
        return Weft.start(this, null, task);
    }

    @Override
    public Routine<@Nullable Void> go(Action action) {
        return Weft.start(this, null, action);
    }

    @Override
    public <T extends @Nullable Object> Routine<T> go(String name, Task<T> task) {
        return Weft.start(this, Objects.requireNonNull(name), task);
    }

    @Override
    public Routine<@Nullable Void> go(String name, Action action) {
        return Weft.start(this, Objects.requireNonNull(name), action);
    }

    @Fiber
    @Override
    public <T extends @Nullable Object> T run(Task<T> task) {
        return Weft.finish(Weft.startMain(this, task));
    }

    @Fiber
    @Override
    public void run(Action action) {
        Weft.finish(Weft.startMain(this, action));
    }

    @Override
    public Executor executor() {
        return command -> {
            Objects.requireNonNull(command);
            Weft.start(this, null, (Action) () -> command.run());
        };
    }

    @Override
    protected boolean isIsolated() {
        return isolated;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public long nanoTime() {
        return timers().nanoTime();
    }

    @Override
    public RandomGenerator random() {
        return scheduler().random();
    }

    // ---------------------------------------------------------------- the end

    @Fiber
    @Override
    public boolean shutdown(Duration timeout) {
        LiveFibers live = fibersToEnd();
        live.shutdown(this);
        boolean ended = false;
        try {
            ended = awaitEnd(live, timeout);
        } finally {
            if (!ended) live.cancelAll();
        }
        return ended;
    }

    @Fiber
    @Override
    public boolean awaitTermination(Duration timeout) {
        return awaitEnd(fibersToEnd(), timeout);
    }

    @Fiber
    @Override
    public void close() {
        if (shutdown(closeTimeout) || awaitTermination(closeTimeout)) return;
        throw new IllegalStateException("scheduler " + name + " is closed, and fibers go on that were cancelled "
                + closeTimeout + " ago, " + live());
    }

    private LiveFibers fibersToEnd() {
        LiveFibers live = live();
        if (live == null) throw new UnsupportedOperationException("the default scheduler can't be shut down");
        if (FiberStrand.carriersOfCurrentThread() == this) {
            throw new IllegalStateException(
                    "a fiber of scheduler " + name + " can't wait for the end of all its fibers");
        }
        return live;
    }

    @Fiber
    private static boolean awaitEnd(LiveFibers live, Duration time) {
        Strand strand = Strand.current();
        Timeout timeout = new Timeout(strand);
        Timers timers = Weft.carriers().timers();
        live.addWaiting(strand);
        timers.set(timeout, Timeout.deadline(time));
        try {
            while (!live.isEnded()) {
                if (strand.isCancelled()) throw strand.cancellation("shutdown");
                if (timeout.isExpired()) return false;
                if (strand.park()) Continuation.suspend();
            }
            return true;
        } finally {
            timers.cancel(timeout);
            live.removeWaiting(strand);
        }
    }

    @Override
    public boolean isShutdown() {
        LiveFibers live = live();
        return live != null && live.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        LiveFibers live = live();
        return live != null && live.isEnded();
    }

    @Override
    public String toString() {
        return "Scheduler[" + scheduler() + (live() == null ? "" : ", fibers " + live()) + "]";
    }
}

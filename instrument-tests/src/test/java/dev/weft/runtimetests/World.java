// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.Action;
import dev.weft.Task;
import dev.weft.internal.fiber.Carriers;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.io.IoPool;
import dev.weft.internal.sched.Timers;
import dev.weft.internal.sched.WorkStealingScheduler;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A scheduler of its own with its I/O pool. Fibers started in it start their own in it, too. */
final class World implements AutoCloseable {
    static final int MAX_SPARES = 64;
    static final int MAX_IO = 8;
    private static final long KEEP_ALIVE_NANOS = 5_000_000_000L;
    private static final Timers TIMERS = new Timers("test-timer");

    final IoPool io;
    final Carriers carriers;
    private final Queue<FiberStrand> started = new ConcurrentLinkedQueue<>();

    World(int parallelism) {
        this(parallelism, MAX_SPARES);
    }

    World(int parallelism, int maxSpares) {
        this(parallelism, maxSpares, TIMERS);
    }

    World(int parallelism, int maxSpares, Timers timers) {
        io = new IoPool("test-io", MAX_IO);
        WorkStealingScheduler scheduler =
                new WorkStealingScheduler("test-" + parallelism, parallelism, maxSpares, MAX_IO, KEEP_ALIVE_NANOS);
        carriers = new Carriers(scheduler, io, timers);
    }

    /** Starts a fiber. */
    FiberStrand start(String name, Action action) {
        FiberStrand fiber = new FiberStrand(carriers, name, action);
        fiber.observe();
        started.add(fiber);
        fiber.start();
        return fiber;
    }

    /** Runs a fiber to its end; its failure is thrown as it is. */
    @SuppressWarnings({"unchecked", "NullAway"})
    <T extends @Nullable Object> T run(Task<T> task) {
        FiberStrand fiber = new FiberStrand(carriers, "main", task);
        fiber.observe();
        started.add(fiber);
        fiber.start();
        await("the end of the main fiber", fiber);
        return (T) fiber.outcome();
    }

    void run(Action action) {
        await("the end of the main fiber", start("main", action));
    }

    /** Waits for a fiber's end; its failure is thrown as it is. */
    void await(String what, FiberStrand fiber) {
        Watchdog.await(what, fiber::isEnded, this::describe);
        Throwable thrown = fiber.thrown();
        if (thrown != null) World.<RuntimeException>sneakyThrow(thrown);
    }

    String describe() {
        StringBuilder text = new StringBuilder(carriers.scheduler().toString());
        for (FiberStrand fiber : started) {
            text.append("\n    ")
                    .append(fiber)
                    .append(fiber.isEnded() ? " ended" : fiber.isParked() ? " parked" : " runs");
            text.append(' ').append(Arrays.toString(fiber.parkedStackTrace()));
        }
        return text.toString();
    }

    @Override
    public void close() {
        carriers.scheduler().shutdown();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> void sneakyThrow(Throwable t) throws T {
        throw (T) t;
    }
}

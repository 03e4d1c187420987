// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A long run of mixed load. Each phase runs all loads for some time, lets them come to their ends, and counts what is left. It fails if a
 * load finds something wrong, if nothing gets on, or if what is left grows.
 */
public final class Soak {
    /** A fault that is planted on purpose: the run has to fail by it. */
    public enum Plant {
        /** None. */
        NOTHING,
        /** Bytes that are kept. */
        HEAP,
        /** A fiber that nobody wakes. */
        FIBER,
        /** A thread that doesn't end. */
        THREAD,
        /** A load that gets no further. */
        HANG
    }

    /**
     * How long, and how.
     *
     * @param seed of all random choices
     * @param run for how long
     * @param phase the time from one count to the next
     * @param patience in how long something has to get on
     * @param plant what has to be found
     * @param results where the counts are written, if anywhere
     */
    public record Options(
            long seed,
            Duration run,
            Duration phase,
            Duration patience,
            Plant plant,
            @Nullable Path results) {}

    private static final int ACTORS_PER_LOAD = 2;
    private static final long TICK_MILLIS = 100;

    /** Failures are remembered for a while, in case that nobody joins them. */
    private static final long SETTLE_MILLIS = 500L + Integer.getInteger("weft.routine.grace", 1000);

    private final Options options;
    private final long start = System.nanoTime();
    private final LongAdder operations = new LongAdder();
    private final LongAdder ticks = new LongAdder();
    private final Scheduler scheduler =
            Scheduler.builder().name("soak").closeTimeout(Duration.ofMinutes(1)).build();
    private final Residents residents = new Residents(scheduler, ticks);
    private final List<Load> loads = List.of(
            new TreeLoad(),
            new ChannelLoad(),
            new SelectLoad(),
            new TimeLoad(),
            new CancelLoad(),
            new LockLoad(),
            new BlockingLoad(),
            new FailureLoad(),
            new SchedulerLoad(),
            residents);
    private final List<Census> samples = new ArrayList<>();
    private final Faults planted;
    private long busyHeapBytes;
    private int busyThreads;

    private Soak(Options options) {
        this.options = options;
        planted = new Faults(options.plant, scheduler);
    }

    /**
     * Runs it.
     *
     * @param options how
     * @return what is wrong; empty if nothing is
     * @throws Exception if it can't be run
     */
    public static List<String> run(Options options) throws Exception {
        return new Soak(options).run();
    }

    private List<String> run() throws Exception {
        write(Census.HEADING);
        SplittableRandom random = new SplittableRandom(options.seed);
        try {
            do phase(random);
            while (sinceStart() < options.run.toNanos());
            await(List.of(scheduler.go("leave", residents::leave)));
        } catch (AssertionError e) {
            return List.of(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        scheduler.close();
        return Drift.of(samples);
    }

    private long sinceStart() {
        return System.nanoTime() - start;
    }

    private void phase(SplittableRandom random) throws Exception {
        long end = System.nanoTime() + options.phase.toNanos();
        List<Routine<?>> actors = new ArrayList<>();
        for (int i = 0; i < ACTORS_PER_LOAD; i++) {
            for (Load load : loads) {
                SplittableRandom own = random.split();
                String name = load.getClass().getSimpleName() + '-' + i;
                actors.add(scheduler.go(name, () -> repeat(load, own, end)));
            }
        }
        planted.plant(actors);
        await(actors);
        actors.clear();
        residents.pause();
        Thread.sleep(SETTLE_MILLIS);
        Census census = Census.take(sinceStart() / 1e9, operations.sum(), busyHeapBytes, busyThreads);
        residents.goOn();
        samples.add(census);
        write(census.toString());
        int expected = Residents.count() + planted.fibers();
        if (census.fibers() < expected) throw new AssertionError("fibers are lost: " + census.fibers());
    }

    @Fiber
    private void repeat(Load load, SplittableRandom random, long end) throws Exception {
        while (System.nanoTime() < end) load.round(random, operations);
    }

    /**
     * Waits for the ends of fibers, as long as something gets on; and looks at what the process takes meanwhile. Time is counted in own
     * steps, so that a process that was stopped for a while isn't taken for one that hangs.
     */
    private void await(List<? extends Routine<?>> routines) throws InterruptedException {
        busyHeapBytes = 0;
        busyThreads = 0;
        long done = -1;
        long idleMillis = 0;
        for (Routine<?> routine : routines) {
            while (!routine.isDone()) {
                Thread.sleep(TICK_MILLIS);
                busyHeapBytes = Math.max(busyHeapBytes, Census.heapUsed());
                busyThreads = Math.max(busyThreads, Census.threadCount());
                failed(routines);
                long now = operations.sum();
                idleMillis = now == done ? idleMillis + TICK_MILLIS : 0;
                done = now;
                if (idleMillis > options.patience.toMillis()) throw new AssertionError(standstill(routines));
            }
        }
        failed(routines);
    }

    private static void failed(List<? extends Routine<?>> routines) {
        for (Routine<?> routine : routines) {
            if (!routine.isDone()) continue;
            Throwable failure = routine.failure();
            if (failure != null) throw new AssertionError(routine.name() + ": " + failure, failure);
        }
    }

    private String standstill(List<? extends Routine<?>> routines) {
        StringBuilder text = new StringBuilder("nothing gets on: ")
                .append(scheduler)
                .append(", ticks ")
                .append(ticks.sum());
        for (Routine<?> routine : routines) {
            if (routine.isDone()) continue;
            text.append('\n').append(routine);
            for (StackTraceElement element : routine.stackTrace())
                text.append("\n    at ").append(element);
        }
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            text.append('\n').append(thread.getKey());
            for (StackTraceElement element : thread.getValue())
                text.append("\n    at ").append(element);
        }
        return text.toString();
    }

    private void write(String line) throws IOException {
        if (options.results == null) return;
        System.out.println(line);
        Files.writeString(options.results, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

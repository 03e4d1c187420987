// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The price of a blocking call of a fiber, next to handing the same to an executor.
 *
 * <p>{@code migrate}: one fiber makes calls that do nothing, by {@code Weft.blocking}. {@code migrate.executor}: one thread hands tasks
 * that do nothing to a pool of one thread, and waits for each one's future. {@code migrate.ratio} is one to the other.
 *
 * <p>{@code migrate-busy}: the same fiber, while two others compute and yield; the time of one call and one yield of each.
 *
 * <p>{@code migrate-lasting}: a call that can't end before another fiber has run, so that the place of its carrier has to be
 * taken by another thread. {@code migrate-lasting.executor}: a thread hands such a task to a pool, lets it end, and waits for its future.
 */
final class Migrations {
    private static final int CALLS = 200_000;
    private static final int LASTING = 20_000;
    private static int count;

    private Migrations() {}

    static List<Figure> empty() throws Exception {
        return compared("migrate", CALLS, () -> Weft.run(() -> calls(CALLS)), Migrations::tasks);
    }

    static List<Figure> lasting() throws Exception {
        return compared("migrate-lasting", LASTING, () -> Weft.run(() -> lastingCalls()), Migrations::lastingTasks);
    }

    static List<Figure> busy() throws Exception {
        return List.of(Measure.nanosPerOperation("migrate-busy", CALLS, () -> Weft.run(() -> callsAmongOthers())));
    }

    /** A task for an executor that is repeated {@code LASTING} times. */
    private interface Tasks {
        void run(ExecutorService executor) throws Exception;
    }

    private static List<Figure> compared(String workload, int calls, Measure.Repetition fiber, Tasks tasks)
            throws Exception {
        Figure mine = Measure.nanosPerOperation(workload, calls, fiber);
        ExecutorService executor = Executors.newFixedThreadPool(1);
        Figure handed = Measure.nanosPerOperation(workload + ".executor", LASTING, () -> tasks.run(executor));
        executor.shutdown();
        return List.of(mine, handed, Figure.of(workload + ".ratio", "x", mine.median() / handed.median()));
    }

    @Fiber
    private static void calls(int times) throws Exception {
        for (int i = 0; i < times; i++) Weft.blocking(() -> count++);
    }

    private static void tasks(ExecutorService executor) throws Exception {
        for (int i = 0; i < LASTING; i++) {
            Future<Integer> future = executor.submit(() -> count++);
            future.get();
        }
    }

    @Fiber
    private static void callsAmongOthers() throws Exception {
        List<Routine<?>> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            others.add(Weft.go(() -> {
                for (int k = 0; k < CALLS; k++) Weft.yield();
            }));
        }
        for (int i = 0; i < CALLS; i++) {
            Weft.blocking(() -> count++);
            Weft.yield();
        }
        for (Routine<?> other : others) other.join();
    }

    @Fiber
    private static void lastingCalls() {
        Semaphore permits = new Semaphore(0);
        AtomicInteger ended = new AtomicInteger();
        Routine<?> caller = Weft.go(() -> {
            for (int i = 0; i < LASTING; i++) {
                Weft.blocking(() -> permits.acquire());
                ended.incrementAndGet();
            }
        });
        for (int i = 0; i < LASTING; i++) {
            while (!permits.hasQueuedThreads()) Weft.yield();
            permits.release();
            while (ended.get() == i) Weft.yield();
        }
        caller.join();
    }

    private static void lastingTasks(ExecutorService executor) throws Exception {
        Semaphore permits = new Semaphore(0);
        for (int i = 0; i < LASTING; i++) {
            Future<Integer> future = executor.submit(() -> {
                permits.acquire();
                return 1;
            });
            while (!permits.hasQueuedThreads()) Thread.yield();
            permits.release();
            future.get();
        }
    }
}

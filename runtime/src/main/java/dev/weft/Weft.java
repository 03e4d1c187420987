// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import dev.weft.abi.Continuation;
import dev.weft.abi.InlineMocks;
import dev.weft.internal.fiber.Carriers;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.IoCall;
import dev.weft.internal.fiber.MockThread;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.sched.CarrierThread;
import dev.weft.internal.sched.Timers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts fibers, and what they need everywhere.
 *
 * <pre>{@code
 *   public static void main(String[] args) {
 *       System.out.println(Weft.run(() -> total(List.of("a", "b")))); // waits for the main fiber
 *   }
 *
 *   @Fiber
 *   static int total(List<String> names) {
 *       List<Routine<Integer>> parts = new ArrayList<>();
 *       for (String name : names) parts.add(Weft.go(() -> size(name)));
 *       int total = 0;
 *       for (Routine<Integer> part : parts) total += part.join();
 *       return total;
 *   }
 * }</pre>
 *
 * <p>A fiber that waits holds no thread if all methods that it is in are {@linkplain Fiber fiber methods} of instrumented classes; lambdas that are
 * given to {@code go} and {@code run} are. Otherwise it blocks its thread, another one stands in, and the place is reported once.
 *
 * <p>Fibers run on the default {@link Scheduler}, with as many carriers as there are processors, or as {@code
 * weft.scheduler.parallelism} says; but fibers that a fiber of another scheduler starts run on that one. Carriers are daemons: a
 * program that ends doesn't wait for its fibers, unless it does so by {@link #run} or {@link Routine#join}.
 */
public final class Weft {
    private static final class Default {
        static final FiberScheduler SCHEDULER = FiberScheduler.ofProgram();
    }

    private Weft() {}

    /**
     * Runs a task as a fiber and waits for it: the door between a program's {@code main} and its fibers.
     *
     * @param <T> the type of the result
     * @param task what to do
     * @return the result
     * @throws RoutineFailedException if the task throws a checked exception, which is its cause. Unchecked exceptions and
     *     errors are thrown as they are
     * @throws CancelledException if the current thread is interrupted, or the fiber cancelled; the task is cancelled then
     * @throws DeadlockException if a thread calls it, all fibers wait, and nothing is left that could wake one; the task is
     *     cancelled then, so that its {@code finally} blocks run. Property {@code weft.deadlock}
     */
    @Fiber
    public static <T extends @Nullable Object> T run(Task<T> task) {
        return finish(startMain(carriers(), task));
    }

    /** Starts a fiber for which the caller waits. */
    static <T extends @Nullable Object> Routine<T> startMain(Carriers carriers, Object task) {
        FiberStrand fiber = new FiberStrand(carriers, "main", Objects.requireNonNull(task)).inheriting();
        MockThread.lend(fiber);
        fiber.start();
        return new Routine<>(fiber);
    }

    @Fiber
    static <T extends @Nullable Object> T finish(Routine<T> main) {
        try {
            if (!(Thread.currentThread() instanceof CarrierThread)) main.awaitFromOutside();
            return main.join();
        } catch (RoutineFailedException e) {
            if (e.getCause() instanceof RuntimeException r) throw r;
            if (e.getCause() instanceof Error r) throw r;
            throw e;
        } catch (CancelledException | DeadlockException e) {
            main.cancel();
            throw e;
        } finally {
            InlineMocks.tell();
        }
    }

    /**
     * As {@link #run(Task)}, without a result.
     *
     * @param action what to do
     */
    @Fiber
    public static void run(Action action) {
        finish(startMain(carriers(), action));
    }

    /**
     * Starts a fiber.
     *
     * @param <T> the type of the result
     * @param task what it does
     * @return to wait for it with
     */
    public static <T extends @Nullable Object> Routine<T> go(Task<T> task) {
        return start(null, task);
    }

    /**
     * Starts a fiber without a result.
     *
     * @param action what it does
     * @return to wait for it with
     */
    public static Routine<@Nullable Void> go(Action action) {
        return start(null, action);
    }

    /**
     * Starts a fiber with a name. Its thread bears it, under the agent, while it runs the fiber: so log lines show it.
     *
     * @param <T> the type of the result
     * @param name for messages
     * @param task what it does
     * @return to wait for it with
     */
    public static <T extends @Nullable Object> Routine<T> go(String name, Task<T> task) {
        return start(Objects.requireNonNull(name), task);
    }

    /**
     * As {@link #go(String, Task)}, without a result.
     *
     * @param name for messages
     * @param action what it does
     * @return to wait for it with
     */
    public static Routine<@Nullable Void> go(String name, Action action) {
        return start(Objects.requireNonNull(name), action);
    }

    private static <T extends @Nullable Object> Routine<T> start(@Nullable String name, Object task) {
        return start(carriers(), name, task);
    }

    static <T extends @Nullable Object> Routine<T> start(Carriers carriers, @Nullable String name, Object task) {
        FiberStrand fiber = new FiberStrand(carriers, name, Objects.requireNonNull(task)).inheriting();
        if (name != null) fiber.showingName();
        fiber.start();
        return new Routine<>(fiber);
    }

    /** A fiber's are those of who starts it, so that several schedulers may live side by side. */
    static Carriers carriers() {
        Carriers inherited = FiberStrand.carriersOfCurrentThread();
        return inherited == null ? Default.SCHEDULER : inherited;
    }

    static Scheduler scheduler() {
        return carriers() instanceof Scheduler s ? s : Default.SCHEDULER;
    }

    /** Lets other fibers run. Outside fiber code, {@link Thread#yield()}. */
    @Fiber
    @SuppressWarnings("NamedLikeContextualKeyword") // called as Weft.yield()
    public static void yield() {
        if (Continuation.current() == null) Thread.yield();
        else Continuation.suspend();
    }

    /**
     * Waits.
     *
     * @param time how long; nothing or less returns at once
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public static void sleep(Duration time) {
        if (time.isNegative() || time.isZero()) return;
        sleepUntil(Timeout.deadline(time));
    }

    /**
     * Waits.
     *
     * @param time how long; nothing or less returns at once
     * @param unit of the time
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public static void sleep(long time, TimeUnit unit) {
        if (time <= 0) return;
        sleepUntil(carriers().timers().nanoTime() + Math.min(unit.toNanos(time), Long.MAX_VALUE / 2));
    }

    @Fiber
    private static void sleepUntil(long deadlineNanos) {
        Strand strand = Strand.current();
        Timeout timeout = new Timeout(strand);
        Timers timers = carriers().timers();
        timers.set(timeout, deadlineNanos);
        try {
            while (!timeout.isExpired()) {
                if (strand.isCancelled()) throw strand.cancellation("sleep");
                if (strand.park()) Continuation.suspend();
            }
        } catch (Throwable t) { // also for want of memory: who has left is not to be kept until the time has come
            timers.cancel(timeout);
            throw t;
        }
    }

    /**
     * Runs something that blocks a thread, and meanwhile other fibers run: if it lasts, another thread takes the place of this one. So
     * many such calls run at a time, {@code weft.io.max}, and more wait for their turn without a thread. What the task calls
     * is called plainly. Outside fiber code the task just runs. Sub-pools with limits of their own are made by {@link
     * dev.weft.io.Blocking}.
     *
     * <p>If the routine or its context is cancelled, before or meanwhile, the thread is interrupted while it runs the task.
     *
     * @param <T> the type of the result
     * @param task what blocks
     * @return its result
     * @throws CancelledException if it was interrupted for that reason, and ends by an {@code InterruptedException}, an {@code
     *     InterruptedIOException} or a {@code ClosedByInterruptException}, which is the cause; or if it is cancelled while it waits
     *     for its turn
     * @throws Exception what it throws
     */
    @Fiber
    public static <T extends @Nullable Object> T blocking(Task<T> task) throws Exception {
        return IoCall.make(null, task);
    }

    /**
     * As {@link #blocking(Task)}, without a result.
     *
     * @param action what blocks
     * @throws Exception what it throws
     */
    @Fiber
    public static void blocking(Action action) throws Exception {
        IoCall.make(null, action);
    }

    /**
     * Switches the time slices of the current fiber on or off. While they are on, and others wait to run, a fiber that runs for
     * more than 5 to 15 ms is made to yield at its next call of a fiber method, or in the loop that it is in. Switched off it
     * yields when it waits, or calls {@link #yield()}, only. That is for code that relies on its thread for a while; a lock of
     * {@code java.util.concurrent} keeps the fiber on its thread in any case.
     *
     * <p>Does nothing on a thread. Never blocks.
     *
     * @param on whether the fiber may be made to yield
     * @return what it was before: true at first
     */
    public static boolean timeSlices(boolean on) {
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        return fiber == null || fiber.timeSlices(on);
    }

    /**
     * Whether the caller is fiber code, which waits without blocking its thread.
     *
     * @return false on a thread, and below a frame that isn't instrumented
     */
    @Fiber
    public static boolean inFiber() {
        return Continuation.current() != null;
    }
}

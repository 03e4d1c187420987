// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs fibers on threads of its own. What a program leaves open is up to its scheduler: the order in which fibers run, random
 * choices, and the clock that sleeps and timeouts go by.
 *
 * <p>{@link Weft#run} and {@link Weft#go} use the default one, which is never shut down. Any number may live side by side; each has its
 * own workers, I/O pool and timers. A fiber runs on one scheduler all its life: on the one that it was started on, and {@link Weft#go} in a
 * fiber uses that of the fiber. Channels and {@link Routine#join} work between all of them.
 *
 * <p>All threads are daemons, are started when they are needed, and sleep while there is nothing for them: they don't keep the
 * JVM from its end, which ends fibers wherever they are, without their {@code finally} blocks. To wait for them is up to the program, by
 * {@link Weft#run}, {@link Routine#join} or {@link #close}.
 *
 * <pre>{@code
 *   try (Scheduler s = Scheduler.builder().name("reports").parallelism(2).build()) {
 *       for (Report r : reports) s.go(r::write);
 *   } // waits for all of them
 * }</pre>
 *
 * <p>Shutting down, by {@link #close} or {@link #shutdown}: fibers can't be started any more from outside, a
 * {@link java.util.concurrent.RejectedExecutionException} says so. Those that are there go on, as do their timers, and may start others,
 * which belong to what they do. Those that haven't ended in time are cancelled, so that what they wait for, or would wait for,
 * throws {@link CancelledException}; they can't start others then. The threads end when the last fiber has. Until then the scheduler
 * holds on to its fibers, also to those that wait for what never comes.
 *
 * <p>All methods may be called by any thread or fiber; but a fiber can't wait for the end of the scheduler that runs it.
 */
public sealed interface Scheduler extends AutoCloseable permits FiberScheduler {
    /**
     * Makes a scheduler.
     *
     * @return with defaults as the system properties have them
     */
    static Builder builder() {
        return new Builder();
    }

    /**
     * The scheduler that {@link Weft#go} uses here.
     *
     * @return that of the fiber that runs on the current thread; if there is none, the default one
     */
    static Scheduler current() {
        return Weft.scheduler();
    }

    /**
     * Starts a fiber.
     *
     * @param <T> the type of the result
     * @param task what it does
     * @return to wait for it with
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler was shut down
     */
    <T extends @Nullable Object> Routine<T> go(Task<T> task);

    /**
     * Starts a fiber without a result.
     *
     * @param action what it does
     * @return to wait for it with
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler was shut down
     */
    Routine<@Nullable Void> go(Action action);

    /**
     * Starts a fiber with a name.
     *
     * @param <T> the type of the result
     * @param name for messages
     * @param task what it does
     * @return to wait for it with
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler was shut down
     */
    <T extends @Nullable Object> Routine<T> go(String name, Task<T> task);

    /**
     * Starts a fiber with a name and without a result.
     *
     * @param name for messages
     * @param action what it does
     * @return to wait for it with
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler was shut down
     */
    Routine<@Nullable Void> go(String name, Action action);

    /**
     * Runs a task as a fiber and waits for it, as {@link Weft#run(Task)} does.
     *
     * @param <T> the type of the result
     * @param task what to do
     * @return the result
     * @throws RoutineFailedException if the task throws a checked exception, which is its cause
     * @throws CancelledException if the caller is cancelled or interrupted; the task is cancelled then
     * @throws DeadlockException as {@link Weft#run(Task)}
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler was shut down
     */
    @Fiber
    <T extends @Nullable Object> T run(Task<T> task);

    /**
     * As {@link #run(Task)}, without a result.
     *
     * @param action what to do
     */
    @Fiber
    void run(Action action);

    /**
     * The scheduler as an {@link Executor}: each command becomes a fiber of its own, as by {@link #go(Action)}.
     *
     * <p>A command that is a lambda or class with fiber code waits without a thread. One that calls such code from frames that aren't
     * instrumented pins: tasks that the JDK wraps around what it was given ({@code FutureTask}, {@code CompletableFuture.supplyAsync}),
     * or an exchange of its {@code HttpServer}, whose handler should rather start the fiber itself.
     *
     * <p>{@code execute} never blocks. It throws a {@link java.util.concurrent.RejectedExecutionException} if the scheduler was shut
     * down; what a command throws goes where the failure of a routine goes that nobody joins.
     *
     * @return may be used by any thread or fiber
     */
    Executor executor();

    /**
     * Its name, by which its threads are named.
     *
     * @return not unique
     */
    String name();

    /**
     * How many fibers run at a time.
     *
     * @return at least 1
     */
    int parallelism();

    /**
     * The clock of its sleeps and timeouts.
     *
     * @return as {@link System#nanoTime}
     */
    long nanoTime();

    /**
     * Where its random choices come from.
     *
     * @return may be used by any thread or fiber
     */
    RandomGenerator random();

    /**
     * Takes no more fibers from outside, and waits until those that are there have ended; if the time is not enough, cancels them, and
     * waits no longer. Called again, it waits again.
     *
     * @param timeout how long to wait; nothing or less cancels at once
     * @return whether all have ended
     * @throws CancelledException if the caller is cancelled or interrupted while it waits; the fibers are cancelled then
     * @throws IllegalStateException if the caller is a fiber of this scheduler
     * @throws UnsupportedOperationException by the default scheduler
     */
    @Fiber
    boolean shutdown(Duration timeout);

    /**
     * Waits until {@link #shutdown} was called and all fibers have ended.
     *
     * @param timeout how long to wait
     * @return whether all have ended
     * @throws CancelledException if the caller is cancelled or interrupted while it waits
     * @throws IllegalStateException if the caller is a fiber of this scheduler
     * @throws UnsupportedOperationException by the default scheduler
     */
    @Fiber
    boolean awaitTermination(Duration timeout);

    /**
     * Shuts down: waits as long as {@link Builder#closeTimeout} says, cancels the fibers that are left, and waits as long again for them to
     * clean up.
     *
     * @throws IllegalStateException if there are fibers that have ignored that; or if the caller is a fiber of this scheduler
     * @throws CancelledException if the caller is cancelled or interrupted while it waits; the fibers are cancelled then
     * @throws UnsupportedOperationException by the default scheduler
     */
    @Fiber
    @Override
    void close();

    /**
     * Whether it was shut down.
     *
     * @return true from the call of {@link #shutdown} or {@link #close} on
     */
    boolean isShutdown();

    /**
     * Whether it was shut down, and all fibers have ended.
     *
     * @return true for ever after
     */
    boolean isTerminated();

    /** Makes schedulers. For one thread at a time. */
    final class Builder {
        @Nullable
        String name;

        int parallelism;
        int spares = -1;
        int ioThreads;
        Duration closeTimeout = Duration.ofSeconds(30);
        boolean isolated;

        Builder() {}

        /**
         * Names its threads.
         *
         * @param name their prefix
         * @return this
         */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name);
            return this;
        }

        /**
         * How many fibers run at a time.
         *
         * @param parallelism 1 to 1024; by default {@code weft.scheduler.parallelism}, or the number of processors that the JVM
         *     may use, which heeds the limits of a container
         * @return this
         */
        public Builder parallelism(int parallelism) {
            this.parallelism = inRange("parallelism", parallelism, 1, FiberScheduler.MAX_PARALLELISM);
            return this;
        }

        /**
         * How many threads may stand in for those that are blocked.
         *
         * @param spares 0 to 10000; by default {@code weft.scheduler.spares}
         * @return this
         */
        public Builder spares(int spares) {
            this.spares = inRange("spares", spares, 0, FiberScheduler.MAX_SPARES);
            return this;
        }

        /**
         * How many blocking calls its fibers make at a time, at most.
         *
         * @param ioThreads 1 to 10000; by default {@code weft.io.max}
         * @return this
         */
        public Builder ioThreads(int ioThreads) {
            this.ioThreads = inRange("ioThreads", ioThreads, 1, FiberScheduler.MAX_IO_THREADS);
            return this;
        }

        /**
         * How long {@link Scheduler#close} waits, for fibers to end, and once more for those that it has cancelled.
         *
         * @param timeout 30 s by default
         * @return this
         */
        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = Objects.requireNonNull(timeout);
            return this;
        }

        /**
         * Promises that its fibers are woken by each other, by their timers and by the ends of their blocking calls, and by nobody else:
         * no other thread, and no fiber of another scheduler, sends to them, closes their channels, or completes what they wait
         * for. Then a {@link Scheduler#run} whose fibers all wait for each other is found at once, and throws a
         * {@link DeadlockException}, whatever other threads do.
         *
         * <p>Fibers may well be started from outside. If the promise is broken, a run may fail that could have gone on.
         *
         * @param isolated false by default: nothing must go on in the whole JVM, for a second, until a run fails
         * @return this
         */
        public Builder isolated(boolean isolated) {
            this.isolated = isolated;
            return this;
        }

        /**
         * Makes one.
         *
         * @return without threads as yet
         */
        public Scheduler build() {
            return FiberScheduler.of(this);
        }

        private static int inRange(String what, int value, int min, int max) {
            if (value >= min && value <= max) return value;
            throw new IllegalArgumentException(what + " " + value + " is not from " + min + " to " + max);
        }
    }
}

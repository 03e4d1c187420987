// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import dev.weft.internal.queue.InjectQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs on as many threads as it was told, each with a queue of its own from which the others steal.
 *
 * <p>Knows nothing of what its jobs are. All threads are daemons, started when there is work for them.
 */
public final class WorkStealingScheduler {
    /*
     * After Go's scheduler (proc.go) and Tokio's (scheduler/multi_thread).
     *
     * Ownership: idle, spares and workers are guarded by `lock`. idleCount and searching are written with atomic
     * operations by anyone.
     *
     * Progress: no submitted job is overlooked.
     *   A submitter (1) puts the job into a queue, (2) full fence, (3) reads searching and idleCount, and wakes a worker
     *   if somebody is idle and nobody searches.
     *   A worker that found nothing (a) puts itself onto the idle stack, (b) takes itself out of searching, (c) full
     *   fence, (d) looks into every queue once more before it parks.
     *   Either (3) comes after (a) and (b), so the submitter sees an idle worker and no searching one and wakes it; or
     *   (d) comes after (1), so the worker sees the job.
     *   A searching worker that finds a job wakes the next one if it was the last to search, since submitters relied on it.
     *   A submitter that wants to wake somebody counts as searching until the one it wakes does. If it finds nobody, it
     *   looks once more after it has stopped counting, since others may have relied on it while a worker went idle.
     *
     * A job that the running one wakes goes into its worker's `next` without a signal: that worker runs it when the
     * running job ends. If the job blocks instead, beginBlocking() or the monitor hands it over.
     *
     * Compensation: a worker that blocks isn't on duty. compensate() starts another in its place; when it comes back,
     * surplus grows, and the next worker that has finished a job retires. So the workers on duty are as many as
     * parallelism, but for a moment.
     */

    /** A yielding job lets the inject queue's jobs go first if its worker's queue is shorter than this. */
    private static final int SHORT_QUEUE = 64;

    private static final long KEEP_ALIVE_NANOS = 5_000_000_000L;
    private static final VarHandle WORKERS = MethodHandles.arrayElementVarHandle(Worker[].class);

    final InjectQueue<Job> inject = new InjectQueue<>();

    private final String name;
    private final int parallelism;
    private final Object lock = new Object();
    private final Worker[] idle;
    private final Worker[] spares;
    private final @Nullable Worker[] workers; // those that exist, by number
    private final AtomicInteger searching = new AtomicInteger();
    private final AtomicInteger surplus = new AtomicInteger();
    private final Monitor monitor;
    private int spareCount;
    private volatile int existing; // numbers below this one may have a worker
    private volatile int idleCount;
    private volatile int started; // of the first `parallelism` ones
    private volatile boolean shutdown;

    /**
     * A scheduler without threads as yet.
     *
     * @param name prefix of its threads' names
     * @param parallelism how many jobs run at a time
     * @param maxSpares how many threads may stand in for blocked ones
     */
    public WorkStealingScheduler(String name, int parallelism, int maxSpares) {
        this.name = name;
        this.parallelism = parallelism;
        int most = parallelism + maxSpares;
        idle = new Worker[most];
        spares = new Worker[most];
        workers = new @Nullable Worker[most];
        monitor = new Monitor(this, name + "-monitor");
    }

    /**
     * How many jobs run at a time.
     *
     * @return at least 1
     */
    public int parallelism() {
        return parallelism;
    }

    /**
     * Runs a job, behind those that were submitted before. By any thread.
     *
     * @param job the job
     */
    public void submit(Job job) {
        if (Thread.currentThread() instanceof Worker w && w.scheduler == this && w.isOnDuty()) w.push(job);
        else inject.push(job);
        signalWork();
    }

    /**
     * Runs a job that the running one has woken: next on this worker, if the caller is one. By any thread.
     *
     * @param job the job
     */
    public void submitNext(Job job) {
        if (Thread.currentThread() instanceof Worker w && w.scheduler == this && w.isOnDuty()) {
            w.pushNext(job);
        } else {
            inject.push(job);
            signalWork();
        }
    }

    /**
     * Runs a job, the one that runs now, again behind all others; wakes no worker for it.
     *
     * @param job the job
     * @param carrier the current thread
     */
    public void resubmit(Job job, CarrierThread carrier) {
        if (carrier instanceof Worker w && w.scheduler == this) {
            // what waits for any worker comes first, unless enough other jobs do so anyway
            if (!inject.isEmpty() && w.queue.size() < SHORT_QUEUE) inject.moveInto(w.queue, parallelism);
            w.push(job);
        } else {
            inject.push(job);
            signalWork();
        }
    }

    // ---------------------------------------------------------------- waking and parking

    /** To be called behind each addition to a queue. */
    void signalWork() {
        VarHandle.fullFence();
        if (searching.getPlain() == 0 && (idleCount > 0 || started < parallelism)) wakeOne();
    }

    private void wakeOne() {
        while (searching.compareAndSet(0, 1)) {
            if (releaseOne()) {
                monitor.wake();
                return;
            }
            boolean nobodySearches = searching.decrementAndGet() == 0;
            if (!nobodySearches || idleCount == 0 || !hasWork()) return;
        }
    }

    /** Has an idle worker, or one more, search instead of the caller; false if there is none. */
    private boolean releaseOne() {
        Worker worker;
        boolean additional = false;
        synchronized (lock) {
            worker = popIdle();
            if (worker == null && started < parallelism && !shutdown) {
                worker = spareOrNew();
                if (worker != null) {
                    additional = true;
                    started++;
                }
            }
        }
        if (worker == null) return false;
        worker.searching = true;
        if (release(worker)) return true;
        synchronized (lock) {
            if (additional) started--;
        }
        return false;
    }

    private @Nullable Worker spareOrNew() {
        Worker worker = spareCount == 0 ? newWorker() : spares[--spareCount];
        if (worker != null) worker.idle = false;
        return worker;
    }

    /**
     * Lets a worker run that was parked, or that is new.
     *
     * @return false if its thread can't be started; other workers do its work then
     * @throws OutOfMemoryError if there are no other workers
     */
    private boolean release(Worker worker) {
        if (worker.getState() != Thread.State.NEW) {
            worker.notified = true;
            LockSupport.unpark(worker);
            return true;
        }
        try {
            worker.start();
            return true;
        } catch (OutOfMemoryError e) {
            left(worker);
            if (!hasWorkers()) throw e;
            return false;
        }
    }

    private boolean hasWorkers() {
        synchronized (lock) {
            return Arrays.stream(workers).anyMatch(Objects::nonNull);
        }
    }

    /** Parks a worker that has found nothing; false if it shall end. */
    boolean park(Worker worker) {
        synchronized (lock) {
            if (shutdown) return hasWork();
            worker.idle = true;
            idle[idleCount] = worker;
            idleCount = idleCount + 1;
        }
        if (worker.searching) {
            worker.searching = false;
            searching.decrementAndGet();
        }
        VarHandle.fullFence();
        if (hasWork() && removeIdle(worker)) {
            searching.incrementAndGet();
            worker.searching = true;
            monitor.wake();
            return true;
        }
        worker.queue.forgetStolen();
        while (!worker.notified) {
            LockSupport.park(this);
            if (shutdown && removeIdle(worker)) return hasWork();
        }
        worker.notified = false;
        return true;
    }

    private boolean removeIdle(Worker worker) {
        synchronized (lock) {
            if (!worker.idle) return false;
            worker.idle = false;
            int n = idleCount;
            for (int i = 0; i < n; i++) {
                if (idle[i] != worker) continue;
                System.arraycopy(idle, i + 1, idle, i, n - i - 1);
                break;
            }
            idleCount = n - 1;
            return true;
        }
    }

    private @Nullable Worker popIdle() {
        if (idleCount == 0) return null;
        int n = idleCount - 1;
        Worker worker = idle[n];
        worker.idle = false;
        idleCount = n;
        return worker;
    }

    boolean hasWork() {
        if (!inject.isEmpty()) return true;
        for (int i = existing; --i >= 0; ) {
            Worker w = worker(i);
            if (w != null && !w.queue.isEmpty()) return true;
        }
        return false;
    }

    @Nullable
    Worker worker(int number) {
        return (Worker) WORKERS.getAcquire(workers, number);
    }

    int existing() {
        return existing;
    }

    /** Whether all workers on duty are parked, and there is nothing for them. */
    boolean isIdle() {
        if (!inject.isEmpty()) return false;
        for (int i = existing; --i >= 0; ) {
            Worker w = worker(i);
            if (w != null && !w.idle && w.isOnDuty()) return false;
        }
        return true;
    }

    /** Looks for a job in other workers' queues, if not too many do so already. */
    @Nullable
    Job steal(Worker thief) {
        int n = existing;
        if (n < 2) return null;
        if (!thief.searching) {
            if (2 * searching.get() >= n - idleCount) return null;
            thief.searching = true;
            searching.incrementAndGet();
        }
        int start = thief.random() % n;
        for (int i = 0; i < n; i++) {
            Worker victim = worker((start + i) % n);
            if (victim == null || victim == thief) continue;
            Job job = victim.queue.stealInto(thief.queue);
            if (job != null) return job;
        }
        return null;
    }

    void stopSearching(Worker worker) {
        worker.searching = false;
        if (searching.decrementAndGet() == 0 && idleCount + parallelism - started > 0 && hasWork()) wakeOne();
    }

    // ---------------------------------------------------------------- compensation

    /** Has another worker take the place of one that blocks; false if there are as many as there may be. */
    boolean compensate() {
        Worker worker;
        synchronized (lock) {
            if (surplus.get() > 0 && surplus.getAndDecrement() > 0) return true;
            worker = spareOrNew();
            if (worker == null) return false;
        }
        if (!release(worker)) return false;
        monitor.wake();
        return true;
    }

    void addSurplus() {
        surplus.incrementAndGet();
        monitor.wake();
    }

    /** Whether a worker, which has just finished a job, is to go because another one stood in for it. */
    boolean retires(Worker worker) {
        if (surplus.get() == 0 || shutdown) return false;
        synchronized (lock) {
            if (surplus.get() == 0) return false;
            surplus.decrementAndGet();
            worker.idle = true;
        }
        if (worker.searching) stopSearching(worker);
        worker.handOverAll();
        synchronized (lock) {
            spares[spareCount++] = worker;
        }
        signalWork();
        return !parkSpare(worker);
    }

    private boolean parkSpare(Worker worker) {
        long deadline = System.nanoTime() + KEEP_ALIVE_NANOS;
        while (!worker.notified) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || shutdown) {
                synchronized (lock) {
                    for (int i = 0; i < spareCount; i++) {
                        if (spares[i] != worker) continue;
                        System.arraycopy(spares, i + 1, spares, i, spareCount - i - 1);
                        spareCount--;
                        return false;
                    }
                }
            }
            LockSupport.parkNanos(this, Math.max(left, 1));
        }
        worker.notified = false;
        return true;
    }

    private @Nullable Worker newWorker() {
        for (int i = 0; i < workers.length; i++) {
            if (workers[i] != null) continue;
            Worker worker = new Worker(this, name + "-" + (i + 1));
            WORKERS.setVolatile(workers, i, worker);
            existing = Math.max(existing, i + 1);
            return worker;
        }
        return null;
    }

    void left(Worker worker) {
        synchronized (lock) {
            for (int i = 0; i < workers.length; i++) if (workers[i] == worker) WORKERS.setVolatile(workers, i, null);
            lock.notifyAll();
        }
    }

    // ---------------------------------------------------------------- shutdown

    boolean isShutdown() {
        return shutdown;
    }

    /** Lets each worker end when it has nothing more to do. What is submitted later may not run. */
    public void shutdown() {
        synchronized (lock) {
            shutdown = true;
            for (Worker worker : workers) if (worker != null) LockSupport.unpark(worker);
        }
        monitor.wake();
    }

    /**
     * Waits until all workers have ended after {@link #shutdown}.
     *
     * @param timeoutNanos how long to wait
     * @return false if the time was not enough
     * @throws InterruptedException if the current thread is interrupted
     */
    public boolean awaitTermination(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        synchronized (lock) {
            while (hasWorkers()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) return false;
                lock.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            return true;
        }
    }

    // ---------------------------------------------------------------- for whoever looks for a hang

    /** What each worker does, at some instants during the call. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name)
                .append("[parallelism " + parallelism + ", started " + started + ", idle " + idleCount)
                .append(", searching " + searching + ", surplus " + surplus + ", injected " + inject.size() + "]");
        for (int i = 0; i < existing; i++) {
            Worker w = worker(i);
            if (w != null) text.append("\n    ").append(w.describe());
        }
        return text.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import dev.weft.internal.queue.InjectQueue;
import dev.weft.internal.queue.WorkQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs on as many threads as it was told, each with a queue of its own from which the others steal.
 *
 * <p>Knows nothing of what its jobs are. All threads are daemons, started when there is work for them.
 */
public class WorkStealingScheduler extends JobScheduler {
    /*
     * After Go's scheduler (proc.go) and Tokio's (scheduler/multi_thread).
     *
     * Ownership: idle, spares and workers, the counts of these, jobsOfEnded, onDuty, offDuty, and each worker's duty are guarded by
     * `lock`; existing, idleCount, onDuty and duty are read without it. searching is changed by atomic operations.
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
     * A worker that ends leaves its place to the last one, which is put there before it is taken from the end. So who looks
     * at all places from the end to the beginning misses nobody.
     *
     * A job that the running one wakes goes into its worker's `next` without a signal: that worker runs it when the
     * running job ends. If the job blocks instead, beginBlocking() or the monitor hands it over.
     *
     * Small booty: a thief whose last booty was run in no time waits before it steals again, the longer the more often this happens in
     * a row. Jobs that wake each other run faster on one carrier than by turns on two: a stolen one brings along what it touches from
     * the other core's cache, and so does its partner after it, ten times the price of a switch. It counts as searching
     * meanwhile, so nobody is woken to steal in its place, and looks into every queue afterwards, so nothing is overlooked.
     *
     * Compensation: a worker that blocks goes off duty, as Go's threads leave their P behind. That makes room for
     * another, which is started or woken when there is a job for it, not before; and so the monitor need not watch over
     * a scheduler of which all workers are idle or off duty. A worker that comes back to duty may be one too many; then
     * the next one that has finished a job retires. So the workers on duty are as many as parallelism, but for a moment.
     * Each that is off duty has a spare that may be started: offDuty never exceeds maxSpares. Those in calls whose number is limited
     * elsewhere don't count among these. Their workers take part again only if there is room, or an idle worker that
     * leaves its place to them; else their job has to queue.
     *
     * Events: after Go's netpoller. If there is a poller, one of the idle workers waits in it instead of being parked; any that has
     * run out of jobs has a look at it before it steals; and the monitor sees to it that somebody does where all are busy. Who is
     * waiting there is on the idle stack like the others, and takes itself off it when it has found something.
     *   Where all workers are idle, one waits in the poller: each tries to claim it before it is parked, and whoever has it by then either
     *   waits in it, or isn't idle and comes back. Where the one that would come back is blocked, or retires, another is woken to
     *   take its place, or the monitor polls. So each event is seen, at once or after two of the monitor's periods.
     *   For who is to be woken from there, see Poller: notified is what is written before wakeUp().
     */

    /** A yielding job lets the inject queue's jobs go first if its worker's queue is shorter than this. */
    private static final int SHORT_QUEUE = 64;

    /** What a thief has run in less than this, before it looks for more, was small booty. */
    private static final long SMALL_BOOTY_NANOS = 2_000;

    static final long MIN_STEAL_PAUSE_NANOS = 1_000;
    private static final long MAX_STEAL_PAUSE_NANOS = 16_000;

    private static final long KEEP_ALIVE_NANOS = 5_000_000_000L;
    private static final RandomGenerator RANDOM =
            () -> ThreadLocalRandom.current().nextLong();
    private static final VarHandle WORKERS = MethodHandles.arrayElementVarHandle(Worker[].class);

    final InjectQueue<Job> inject = new InjectQueue<>();

    private final String name;
    private final int parallelism;
    private final int maxSpares;
    private final long keepAliveNanos; // of a spare thread
    private final Object lock = new Object();
    private final Worker[] idle;
    private final Worker[] spares;
    private final @Nullable Worker[] workers; // those that exist, in the first places
    final AtomicInteger searching = new AtomicInteger();
    private final Monitor monitor;
    private final WorkQueue<Job> handedOver = new WorkQueue<>(); // of the monitor's thread
    private int spareCount;
    private int offDuty;
    private int made;
    private long jobsOfEnded; // by workers that have ended
    private volatile int existing; // workers
    private volatile int idleCount;
    private volatile int onDuty; // those that run jobs, search, or are idle
    private volatile boolean shutdown;
    private volatile @Nullable Poller poller;
    private int pollsSeen; // the monitor's

    /**
     * A scheduler without threads as yet.
     *
     * @param name prefix of its threads' names
     * @param parallelism how many jobs run at a time
     * @param maxSpares how many threads may stand in for blocked ones
     */
    public WorkStealingScheduler(String name, int parallelism, int maxSpares) {
        this(name, parallelism, maxSpares, KEEP_ALIVE_NANOS);
    }

    WorkStealingScheduler(String name, int parallelism, int maxSpares, long keepAliveNanos) {
        this(name, parallelism, maxSpares, 0, keepAliveNanos);
    }

    /**
     * A scheduler without threads as yet.
     *
     * @param name prefix of its threads' names
     * @param parallelism how many jobs run at a time
     * @param maxSpares how many threads may stand in for blocked ones
     * @param maxCalls how many more may stand in for those that make calls, see {@link CarrierThread#beginCall}
     * @param keepAliveNanos for how long a thread stays that isn't needed
     */
    public WorkStealingScheduler(String name, int parallelism, int maxSpares, int maxCalls, long keepAliveNanos) {
        this.name = name;
        this.keepAliveNanos = keepAliveNanos;
        this.parallelism = parallelism;
        this.maxSpares = maxSpares;
        int most = parallelism + maxSpares + maxCalls;
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

    @Override
    public void submit(Job job) {
        if (Thread.currentThread() instanceof Worker w && w.scheduler == this && w.isOnDuty()) w.push(job);
        else inject.push(job);
        signalWork();
    }

    /** Next on this worker, if the caller is one. */
    @Override
    public void submitNext(Job job) {
        if (Thread.currentThread() instanceof Worker w && w.scheduler == this && w.isOnDuty()) {
            w.pushNext(job);
        } else {
            inject.push(job);
            signalWork();
        }
    }

    @Override
    public void submitBehind(Job job) {
        if (Thread.currentThread() instanceof Worker w && w.scheduler == this && w.isOnDuty()) {
            if (!w.hasNext() && w.queue.isEmpty()) {
                w.pushNext(job);
                return;
            }
            w.push(job);
        } else {
            inject.push(job);
        }
        signalWork();
    }

    /** Wakes no worker for it. */
    @Override
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

    @Override
    public RandomGenerator random() {
        return RANDOM;
    }

    // ---------------------------------------------------------------- waking and parking

    /** To be called behind each addition to a queue. */
    void signalWork() {
        VarHandle.fullFence();
        if (searching.getPlain() == 0 && (idleCount > 0 || onDuty < parallelism)) wakeOne();
    }

    /** As {@link #signalWork}, for who has made room on duty: wakes nobody for nothing. */
    void signalIfWork() {
        VarHandle.fullFence();
        if (hasWork() || isUnpolled()) signalWork();
    }

    private void wakeOne() {
        while (searching.compareAndSet(0, 1)) {
            if (releaseOne()) {
                watch();
                return;
            }
            boolean nobodySearches = searching.decrementAndGet() == 0;
            if (!nobodySearches || idleCount == 0 || !hasWork()) return;
        }
    }

    /** Has the monitor awake. */
    void watch() {
        monitor.wake();
    }

    /** Has an idle worker, or one more, search instead of the caller; false if there is none. */
    private boolean releaseOne() {
        Worker worker;
        synchronized (lock) {
            worker = popIdle();
            if (worker == null && onDuty < parallelism) {
                worker = spareCount == 0 ? newWorker() : spares[--spareCount];
                if (worker != null) {
                    worker.idle = false;
                    worker.duty = Worker.ON;
                    onDuty = onDuty + 1;
                }
            }
        }
        if (worker == null) return false;
        worker.searching = true;
        return release(worker);
    }

    /**
     * Lets a worker run that was parked, or that is new.
     *
     * @return false if its thread can't be started; other workers do its work then
     * @throws OutOfMemoryError if there are no other workers
     */
    private boolean release(Worker worker) {
        try {
            worker.release();
            return true;
        } catch (OutOfMemoryError e) {
            if (!left(worker)) throw e;
            return false;
        }
    }

    /** Parks a worker that has found nothing; false if it shall end. */
    boolean park(Worker worker) {
        if (!goIdle(worker)) return !shutdown || hasWork();
        worker.queue.forgetStolen();
        while (!worker.notified) {
            if (awaitEvents(worker)) return true;
            if (worker.duty == Worker.SPARE) return parkSpare(worker); // it has left its place
            if (shutdown && removeIdle(worker)) return hasWork();
        }
        worker.notified = false;
        return true;
    }

    /** One wait of an idle worker, in the poller or parked; true if there were events, and it isn't idle any more. */
    private boolean awaitEvents(Worker worker) {
        Poller p = poller;
        if (p == null || !p.claim()) {
            LockSupport.park(this);
            return false;
        }
        worker.polls = true;
        try {
            if (!p.await(() -> worker.notified || worker.duty == Worker.SPARE || shutdown)) return false;
            worker.polls = false;
            if (removeIdle(worker)) {
                watch();
            } else if (worker.duty == Worker.SPARE) { // it has left its place, and runs nothing
                p.dispatch(null);
                return false;
            } else {
                awaitNotified(worker);
            }
            if (p.dispatch(worker) > 1) signalWork();
            return true;
        } finally {
            worker.polls = false;
            p.release();
        }
    }

    /** Somebody has taken it off the idle stack, and is about to say so. */
    private static void awaitNotified(Worker worker) {
        while (!worker.notified) Thread.onSpinWait();
        worker.notified = false;
    }

    void wakePoller() {
        Poller p = poller;
        if (p != null) p.wakeUp();
    }

    /** Puts a worker that has found nothing onto the idle stack; false if it must not park. By the worker. */
    boolean goIdle(Worker worker) {
        synchronized (lock) {
            if (shutdown || worker.duty != Worker.ON) return false;
            worker.idle = true;
            idle[idleCount] = worker;
            idleCount = idleCount + 1;
        }
        if (worker.searching) {
            worker.searching = false;
            searching.decrementAndGet();
        }
        VarHandle.fullFence();
        if (!hasWork() || !removeIdle(worker)) return true;
        searching.incrementAndGet();
        worker.searching = true;
        watch();
        return false;
    }

    private boolean removeIdle(Worker worker) {
        synchronized (lock) {
            if (!worker.idle || worker.duty != Worker.ON) return false;
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
        if (n > 0 && worker.polls) { // the others are woken more cheaply, and it keeps listening
            worker = idle[n - 1];
            idle[n - 1] = idle[n];
        }
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
    Worker worker(int place) {
        return (Worker) WORKERS.getAcquire(workers, place);
    }

    int existing() {
        return existing;
    }

    /** Whether all workers on duty are parked, and there is nothing for them. */
    boolean isIdle() {
        if (!inject.isEmpty()) return false;
        for (int i = existing; --i >= 0; ) {
            Worker w = worker(i);
            if (w != null && !w.idle && (w.isOnDuty() || w.hasNext())) return false;
        }
        return true;
    }

    @Override
    public long jobsIfQuiet(Predicate<? super CarrierThread> waits) {
        synchronized (lock) { // so that no worker ends meanwhile
            long jobs = jobsOfEnded;
            int parked = idleCount + spareCount;
            for (int i = existing; --i >= 0; ) {
                Worker w = worker(i);
                if (w == null || !w.queue.isEmpty() || w.hasNext()) return -1;
                if (w.idle) parked--;
                else if (!waits.test(w)) return -1;
                jobs += w.tick & 0xFFFF_FFFFL;
            }
            return parked == 0 && inject.isEmpty()
                    ? jobs
                    : -1; // one that retires isn't parked, and may have a job in hand
        }
    }

    /** Looks for a job in other workers' queues, if not too many do so already. */
    @Nullable
    Job steal(Worker thief) {
        int n = existing;
        if (n < 2) return null;
        if (!thief.searching) {
            if (2 * searching.get() >= onDuty - idleCount) return null; // half of those that aren't idle search
            thief.searching = true;
            searching.incrementAndGet();
        }
        pauseAfterSmallBooty(thief);
        int start = thief.random() % n;
        for (int i = 0; i < n; i++) {
            Worker victim = worker((start + i) % n);
            if (victim == null || victim == thief) continue;
            Job job = victim.queue.stealInto(thief.queue);
            if (job == null) continue;
            thief.hasStolen = true;
            thief.stolenNanos = System.nanoTime();
            return job;
        }
        return null;
    }

    /** Ends before its time if there is something in the inject queue. */
    private void pauseAfterSmallBooty(Worker thief) {
        if (!thief.hasStolen) return;
        thief.hasStolen = false;
        long start = System.nanoTime();
        if (start - thief.stolenNanos >= SMALL_BOOTY_NANOS) {
            thief.stealPauseNanos = MIN_STEAL_PAUSE_NANOS;
            return;
        }
        long pause = thief.stealPauseNanos;
        thief.stealPauseNanos = Math.min(2 * pause, MAX_STEAL_PAUSE_NANOS);
        do Thread.onSpinWait();
        while (inject.isEmpty() && System.nanoTime() - start < pause);
    }

    void stopSearching(Worker worker) {
        worker.searching = false;
        if (searching.decrementAndGet() == 0 && idleCount + parallelism - onDuty > 0 && hasWork()) wakeOne();
    }

    // ---------------------------------------------------------------- events

    @Override
    public @Nullable Poller poller() {
        return poller;
    }

    /** Idle workers are woken, so that one of them waits for events. */
    @Override
    public boolean attach(Poller attached) {
        synchronized (lock) {
            if (poller != null) return false;
            poller = attached;
            for (int i = 0; i < idleCount; i++) LockSupport.unpark(idle[i]);
        }
        signalIfWork(); // also if there is no worker at all
        return true;
    }

    /** Whether there may be events that nobody would notice. */
    private boolean isUnpolled() {
        Poller p = poller;
        return p != null && p.isUnclaimed();
    }

    /** Looks for events, if nobody else does: a job that is ready by one, and this worker's. By the worker. */
    @Nullable
    Job poll(Worker worker) {
        Poller p = poller;
        if (p == null || !p.claim()) return null;
        try {
            if (p.poll() && p.dispatch(worker) > 1) signalWork();
        } finally {
            p.release();
        }
        return worker.queue.pop();
    }

    /** Sees to it that somebody polls from time to time, by the monitor; true if it has to look again soon. */
    boolean superviseEvents() {
        Poller p = poller;
        if (p == null || !p.isUnclaimed()) return false;
        int before = pollsSeen;
        pollsSeen = p.polls();
        if (pollsSeen != before) return true;
        signalWork();
        if (!p.claim()) return false;
        try {
            if (p.poll()) p.dispatch(null);
        } finally {
            p.release();
        }
        return true;
    }

    // ---------------------------------------------------------------- compensation

    /** Gives all that a worker has queued to the others. By the monitor. */
    void handOver(WorkQueue<Job> queue) {
        for (Job last = queue.stealInto(handedOver); last != null; last = queue.stealInto(handedOver)) {
            for (Job job = handedOver.pop(); job != null; job = handedOver.pop()) inject.push(job);
            inject.push(last);
        }
    }

    /**
     * Takes a worker off duty, so that another may take its place. By the worker, or the monitor.
     *
     * @return false if it is off duty or idle, or as many are off duty as may be
     */
    boolean leaveDuty(Worker worker) {
        synchronized (lock) {
            if (worker.duty != Worker.ON || worker.idle) return false;
            boolean inCall = worker.isInCall();
            if (!inCall && offDuty == maxSpares) return false;
            worker.duty = Worker.OFF;
            worker.isSpareTaken = !inCall;
            if (inCall) worker.rename(true);
            else offDuty++;
            onDuty = onDuty - 1;
            return true;
        }
    }

    /** Ends what {@link #leaveDuty} has begun. By the worker. */
    void returnToDuty(Worker worker) {
        synchronized (lock) {
            if (worker.duty == Worker.ON) return;
            noLongerOff(worker);
            worker.duty = Worker.ON;
            onDuty = onDuty + 1;
        }
        watch();
    }

    /** Under the lock. */
    private void noLongerOff(Worker worker) {
        if (worker.isSpareTaken) offDuty--;
        worker.isSpareTaken = false;
        worker.rename(false);
    }

    /**
     * Puts a worker whose call has ended on duty again, if there is room, or an idle worker in whose place it can be. By the worker.
     *
     * @param anyway whether also beyond the parallelism
     * @return whether it is on duty
     */
    boolean returnAfterCall(Worker worker, boolean anyway) {
        Worker relieved = null;
        synchronized (lock) {
            if (worker.duty == Worker.ON) return true;
            if (onDuty >= parallelism && !anyway) {
                relieved = popIdle();
                if (relieved == null) return false;
                relieved.duty = Worker.SPARE;
                relieved.idle = true;
                spares[spareCount++] = relieved;
                onDuty = onDuty - 1;
            }
            noLongerOff(worker);
            worker.duty = Worker.ON;
            onDuty = onDuty + 1;
        }
        if (relieved != null) relieved.lookAgain(); // it waits for some time only, as a spare
        watch();
        return true;
    }

    /** Has the monitor see calls that last. To be called behind the beginning of one. */
    void watchCalls() {
        VarHandle.fullFence();
        monitor.watchCalls();
    }

    /**
     * How many threads there are.
     *
     * @return at the instant of the call
     */
    @Override
    public int threads() {
        return existing;
    }

    /** Parks a worker, which has just finished a job, if it is one too many; true if it shall end. */
    boolean retires(Worker worker) {
        if (onDuty <= parallelism || shutdown) return false;
        synchronized (lock) {
            if (onDuty <= parallelism || worker.duty != Worker.ON) return false;
            onDuty = onDuty - 1;
            worker.duty = Worker.SPARE;
            worker.idle = true;
        }
        if (worker.searching) stopSearching(worker);
        worker.handOverAll();
        worker.forgetJobs();
        synchronized (lock) {
            spares[spareCount++] = worker;
        }
        signalWork();
        return !parkSpare(worker);
    }

    private boolean parkSpare(Worker worker) {
        long deadline = System.nanoTime() + keepAliveNanos;
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
        int n = existing;
        if (n == workers.length) return null;
        Worker worker = new Worker(this, name + "-" + ++made);
        WORKERS.setVolatile(workers, n, worker);
        existing = n + 1;
        return worker;
    }

    /** To be called by a worker when it ends, be it by a failure. */
    void ended(Worker worker) {
        if (worker.searching) searching.decrementAndGet();
        worker.handOverAll();
        boolean others = left(worker);
        if (!others && shutdown) closePoller();
        signalIfWork();
    }

    private void closePoller() {
        Poller p;
        synchronized (lock) {
            p = poller;
            poller = null;
        }
        if (p != null) p.close();
    }

    /** Forgets a worker that ends; false if it was the last. */
    private boolean left(Worker worker) {
        synchronized (lock) {
            if (worker.duty == Worker.ON) onDuty = onDuty - 1;
            else if (worker.duty == Worker.OFF) noLongerOff(worker);
            worker.duty = Worker.SPARE;
            worker.idle = true;
            jobsOfEnded += worker.tick & 0xFFFF_FFFFL;
            int last = existing - 1;
            for (int i = 0; i < last; i++) {
                if (workers[i] == worker) WORKERS.setVolatile(workers, i, workers[last]);
            }
            WORKERS.setVolatile(workers, last, null);
            existing = last;
            lock.notifyAll();
            return last > 0;
        }
    }

    // ---------------------------------------------------------------- shutdown

    boolean isShutdown() {
        return shutdown;
    }

    /** Whether it was shut down, and its workers have ended. */
    boolean hasEnded() {
        return shutdown && existing == 0;
    }

    @Override
    public void shutdown() {
        synchronized (lock) {
            shutdown = true;
            for (Worker worker : workers) if (worker != null) LockSupport.unpark(worker);
        }
        wakePoller();
        watch();
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
            while (existing > 0) {
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
                .append("[parallelism " + parallelism + ", on duty " + onDuty + ", idle " + idleCount)
                .append(", searching " + searching + ", injected " + inject.size() + "]");
        for (int i = 0; i < existing; i++) {
            Worker w = worker(i);
            if (w != null) text.append("\n    ").append(w.describe());
        }
        return text.toString();
    }
}

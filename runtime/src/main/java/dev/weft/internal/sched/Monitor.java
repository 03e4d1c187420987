// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches a scheduler's workers while any of them runs jobs, and sees to it that none of them keeps others waiting for long.
 *
 * <p>A worker whose thread is blocked, on something that the runtime doesn't know of, goes off duty, so that another may take its
 * place. So does one that runs the same job for long while others wait, or for very long, which may be blocked in native
 * code, compute in foreign code, or wait in a loop for a job that isn't run. What either has in its queue, the others steal.
 */
final class Monitor implements Runnable {
    /*
     * After Go's sysmon, which retakes a P.
     *
     * Progress: awake is set before the thread is unparked and cleared by the thread before it looks whether all workers
     * are idle or off duty; so a wake() that comes after that look finds it false and unparks, and one that comes before is
     * seen by the look, since the worker that caused it isn't idle any more. Whatever brings a worker back is followed by a
     * wake(). It looks once more, a period later, before it parks: see Worker's cells.
     *
     * Each look compares a worker's job and time slice with those of the look before, and notes when it has first seen them.
     * They began up to a period earlier.
     *
     * Rejected: to ask for a thread's processor time, to tell native code that is blocked from code that computes. It takes
     * java.management, and long foreign code is to have a stand-in as well.
     */

    private static final long PERIOD_NANOS = 10_000_000L;

    /** Between two looks while somebody waits to run. */
    private static final long SHORT_PERIOD_NANOS = 5_000_000L;

    /** For how long a time slice must have been seen, which makes it 5 to 15 ms long. */
    private static final long SLICE_NANOS = SHORT_PERIOD_NANOS;

    /** For how long a job must have been seen of a worker that seems to compute, to be off duty if others wait. */
    private static final long LONG_NANOS = 35_000_000L;

    /** For how long in any case, so that there may be nothing to be watched, and the next job finds room at once. */
    private static final long ENDLESS_NANOS = 1_000_000_000L;

    private final WorkStealingScheduler scheduler;
    private final String name;
    private volatile boolean awake;
    private @Nullable Thread thread; // guarded by this

    Monitor(WorkStealingScheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.name = name;
    }

    /** To be called when a worker is woken, or is on duty again. */
    void wake() {
        if (awake) return;
        synchronized (this) {
            awake = true;
            if (thread == null) {
                thread = new Thread(null, this, name, 0, false);
                thread.setDaemon(true);
                thread.start();
            }
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        boolean idleBefore = false;
        boolean waiting = false;
        while (!scheduler.hasEnded()) {
            LockSupport.parkNanos(this, waiting ? SHORT_PERIOD_NANOS : PERIOD_NANOS);
            waiting = look();
            boolean idle = !waiting && scheduler.isIdle();
            if (idle && idleBefore) {
                awake = false;
                while (!awake && !scheduler.hasWork() && scheduler.isIdle() && !scheduler.isShutdown())
                    LockSupport.park(this);
                awake = true;
                idle = false;
            }
            idleBefore = idle;
        }
    }

    /** One look at each worker; true if somebody waits to run. */
    private boolean look() {
        boolean waiting = scheduler.hasWork();
        long now = System.nanoTime();
        for (int i = scheduler.existing(); --i >= 0; ) {
            Worker worker = scheduler.worker(i);
            if (worker == null) continue;
            if (worker.idle)
                worker.lastTick = worker.tick - 1; // when it is woken, its last job isn't the one that runs
            else if (worker.isOnDuty()) look(worker, waiting, now);
            else if (waiting || worker.hasNext()) endSlice(worker);
        }
        return waiting;
    }

    private static void look(Worker worker, boolean waiting, long now) {
        int tick = worker.tick;
        int slice = worker.slice;
        boolean sameJob = tick == worker.lastTick;
        if (!sameJob) worker.jobSeenNanos = now;
        if (slice != worker.lastSlice) worker.sliceSeenNanos = now;
        worker.lastTick = tick;
        worker.lastSlice = slice;
        boolean isOver = now - worker.sliceSeenNanos >= SLICE_NANOS;
        if (isOver && (waiting || (sameJob && worker.hasNext())))
            endSlice(worker); // again and again: it may not be heeded
        if (sameJob && (isLong(worker, waiting, now) || isBlocked(worker))) worker.leaveDuty();
    }

    /** The worker's time slice is over, and others wait to run: its job is to yield, and what it was to run next to queue. */
    private static void endSlice(Worker worker) {
        Job job = worker.mounted();
        if (job != null) job.endTimeSlice();
        worker.shareNext();
    }

    private static boolean isLong(Worker worker, boolean waiting, long now) {
        return now - worker.jobSeenNanos >= (waiting || worker.hasNext() ? LONG_NANOS : ENDLESS_NANOS);
    }

    private static boolean isBlocked(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.BLOCKED || state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }
}

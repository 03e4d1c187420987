// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches a scheduler's workers while any of them runs jobs, and sees to it that none of them keeps others waiting for long.
 *
 * <p>A worker whose thread is blocked, on something that the runtime doesn't know of, goes off duty, so that another may take its
 * place. So does one that runs the same job for long while others wait, or for very long, which may be blocked in native
 * code, compute in foreign code, or wait in a loop for a job that isn't run. What either has in its queue is handed over to the others.
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
     * Calls that may block are looked at more often while there are any, and ever more rarely, up to some 16 times as much, while all of
     * them are short, as Go does. A call that is there at two looks is taken for one that lasts. watchesCalls says that they are
     * looked at, see Worker for why none is missed.
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

    /** Between two looks at calls; the operating system adds some 50 µs. */
    private static final long MIN_CALL_PERIOD_NANOS = 50_000;

    private static final long MAX_CALL_PERIOD_NANOS = 800_000;

    /** After so many looks that found no call that lasts, the time until the next is doubled. */
    private static final int LOOKS_AT_SHORT_CALLS = 50;

    /** After so many that found no call at all, they are no longer watched. */
    private static final int LOOKS_AT_NO_CALLS = 20;

    /** Jobs are told that they are blocked, which takes a stack trace each, so often at most. */
    private static final long TOLD_NANOS = 50_000_000;

    private final WorkStealingScheduler scheduler;
    private final String name;
    private volatile boolean awake;
    private volatile boolean watchesCalls;
    private long callPeriodNanos = MIN_CALL_PERIOD_NANOS; // this and the next two are this thread's
    private int looksAtShortCalls;
    private int looksAtNoCalls;
    private long toldNanos = System.nanoTime() - TOLD_NANOS;
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
            rest(waiting ? SHORT_PERIOD_NANOS : PERIOD_NANOS);
            waiting = look();
            boolean unpolled = scheduler.superviseEvents();
            boolean idle = !waiting && !unpolled && scheduler.isIdle();
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

    /** To be called when a call begins, behind a full fence. */
    void watchCalls() {
        if (watchesCalls) return;
        synchronized (this) {
            watchesCalls = true;
            LockSupport.unpark(thread);
        }
    }

    /** Lets time pass, and looks at calls meanwhile. */
    private void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            if (!watchesCalls) {
                LockSupport.parkNanos(this, left);
                if (!watchesCalls) return;
            }
            LockSupport.parkNanos(this, Math.min(left, callPeriodNanos));
            if (!findsCalls()) stopWatchingCalls();
        }
    }

    private void stopWatchingCalls() {
        watchesCalls = false;
        VarHandle.fullFence();
        for (int i = scheduler.existing(); --i >= 0; ) {
            Worker worker = scheduler.worker(i);
            if (worker != null && worker.isInCall() && worker.isOnDuty()) watchesCalls = true;
        }
    }

    /** A look at each worker's call; false if there were none for some time. */
    private boolean findsCalls() {
        boolean found = false;
        boolean lasting = false;
        for (int i = scheduler.existing(); --i >= 0; ) {
            Worker worker = scheduler.worker(i);
            if (worker == null) continue;
            int call = worker.call;
            boolean isSame = call == worker.lastCall;
            worker.lastCall = call;
            if ((call & 1) != 0 && isSame && worker.isOnDuty()) {
                boolean unused = worker.leaveDuty("a blocking call lasts");
                lasting = true;
            }
            if (!isSame) found = true;
        }
        if (lasting) {
            callPeriodNanos = MIN_CALL_PERIOD_NANOS;
            looksAtShortCalls = 0;
        } else if (++looksAtShortCalls >= LOOKS_AT_SHORT_CALLS) {
            callPeriodNanos = Math.min(2 * callPeriodNanos, MAX_CALL_PERIOD_NANOS);
            looksAtShortCalls = 0;
        }
        looksAtNoCalls = found || lasting ? 0 : looksAtNoCalls + 1;
        if (looksAtNoCalls < LOOKS_AT_NO_CALLS) return true;
        looksAtNoCalls = 0;
        callPeriodNanos = MIN_CALL_PERIOD_NANOS;
        return false;
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

    private void look(Worker worker, boolean waiting, long now) {
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
        if (!sameJob) return;
        if (isBlocked(worker)) blocked(worker, now);
        else if (isLong(worker, waiting, now)) worker.leaveDuty("a job runs for long");
    }

    /** It is blocked by something that the runtime doesn't know of, or by a call. */
    private void blocked(Worker worker, long now) {
        if (!worker.leaveDuty("a job is blocked") || worker.isInCall() || now - toldNanos < TOLD_NANOS) return;
        toldNanos = now;
        Job job = worker.mounted();
        if (job != null) job.isBlocked(worker);
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

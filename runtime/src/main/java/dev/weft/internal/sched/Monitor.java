// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches a scheduler's workers while there is work: one that is stuck in a job, blocked on something that the runtime
 * doesn't know of, gets a stand-in. So does one that runs the same job for long, which may be blocked in native code or
 * wait in a loop for a job that isn't run.
 */
final class Monitor implements Runnable {
    /*
     * Progress: awake is set before the thread is unparked and cleared by the thread before it looks whether all workers
     * are idle or off duty; so a wake() that comes after that look finds it false and unparks, and one that comes before is
     * seen by the look, since the worker that caused it isn't idle any more. Whatever brings a worker back is followed by a
     * wake().
     */

    private static final long PERIOD_NANOS = 10_000_000L;

    /** After how many periods in one job a worker that seems to compute gets a stand-in. */
    private static final int LONG_PERIODS = 10;

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
        while (!scheduler.isShutdown()) {
            LockSupport.parkNanos(this, PERIOD_NANOS);
            inspect();
            if (!scheduler.isIdle()) continue;
            awake = false;
            while (!awake && scheduler.isIdle() && !scheduler.isShutdown()) LockSupport.park(this);
            awake = true;
        }
    }

    private void inspect() {
        boolean waiting = scheduler.hasWork();
        for (int i = scheduler.existing(); --i >= 0; ) {
            Worker worker = scheduler.worker(i);
            if (worker == null || worker.idle || !worker.isOnDuty()) continue;
            int tick = worker.tick;
            if (tick != worker.lastTick) {
                worker.lastTick = tick;
                worker.sameTicks = 0;
                continue;
            }
            worker.sameTicks++;
            if (!waiting && !worker.hasNext()) continue;
            if (worker.sameTicks >= LONG_PERIODS || isBlocked(worker)) worker.standIn();
            else worker.shareNext();
        }
    }

    private static boolean isBlocked(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.BLOCKED || state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }
}

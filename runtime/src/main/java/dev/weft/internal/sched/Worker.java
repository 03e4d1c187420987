// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import dev.weft.internal.queue.WorkQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A carrier that runs a scheduler's jobs. */
final class Worker extends CarrierThread {
    /*
     * Ownership: tick, successive and seed belong to this thread. queue is pushed to by this thread and stolen from by
     * others. next is put by this thread, and taken by it or, while it can't run, by whoever stands in for it.
     *
     * Ordering: next is released when put and taken by an atomic exchange. duty is changed by CAS: whoever changes it
     * from ON to another value has had a stand-in started, and whoever changes it back lets one go.
     *
     * Order of jobs: next, at most RUN_LIMIT in a row; the local queue; the inject queue; other workers' queues; and the
     * inject queue first at each INJECT_INTERVAL-th job, so that nothing starves.
     */

    /** How often a job that the last one has woken goes before all others. */
    private static final int RUN_LIMIT = 3;

    private static final int INJECT_INTERVAL = 61;

    static final int ON = 0; // counts among the scheduler's parallelism
    static final int BLOCKING = 1; // has said that it blocks; another one counts instead
    static final int STUCK = 2; // was found to block; another one counts instead

    private static final VarHandle NEXT;
    private static final VarHandle TICK;
    private static final VarHandle DUTY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEXT = lookup.findVarHandle(Worker.class, "next", Job.class);
            TICK = lookup.findVarHandle(Worker.class, "tick", int.class);
            DUTY = lookup.findVarHandle(Worker.class, "duty", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final WorkStealingScheduler scheduler;
    final WorkQueue<Job> queue = new WorkQueue<>();
    volatile boolean notified; // while parked: set by whoever has taken it off the idle or the spare stack
    volatile boolean idle; // on the idle or the spare stack
    boolean searching; // this thread counts among the scheduler's searching workers

    /** Grows with each job; read by the monitor. */
    volatile int tick;

    /** What the monitor saw last, and how often since it changed; its own. */
    int lastTick;

    int sameTicks;

    @SuppressWarnings("unused") // by NEXT
    private volatile @Nullable Job next;

    private volatile int duty;

    private int successive;
    private int count;
    private int seed = System.identityHashCode(this) | 1;

    Worker(WorkStealingScheduler scheduler, String name) {
        super(name);
        this.scheduler = scheduler;
    }

    @Override
    public void run() {
        try {
            do {
                Job job = findJob();
                if (job != null) {
                    TICK.setOpaque(this, (int) TICK.getOpaque(this) + 1);
                    runMounted(job);
                    if (duty != ON) returnToDuty();
                } else if (!scheduler.park(this)) {
                    return;
                }
            } while (!scheduler.retires(this));
        } finally {
            scheduler.left(this);
        }
    }

    private @Nullable Job findJob() {
        Job job = null;
        if (++count % INJECT_INTERVAL == 0) job = scheduler.inject.poll();
        if (job == null) job = takeNextInTurn();
        if (job == null) {
            successive = 0;
            job = queue.pop();
        }
        if (job == null) job = scheduler.inject.pollInto(queue, scheduler.parallelism());
        if (job == null) job = scheduler.steal(this);
        if (job != null && searching) scheduler.stopSearching(this);
        return job;
    }

    private @Nullable Job takeNextInTurn() {
        Job job = takeNext();
        if (job == null || successive++ < RUN_LIMIT || queue.isEmpty()) return job;
        push(job);
        return null;
    }

    /** By this thread, or by one that stands in for it. */
    @Nullable
    Job takeNext() {
        return NEXT.getOpaque(this) == null ? null : (Job) NEXT.getAndSet(this, null);
    }

    boolean hasNext() {
        return NEXT.getOpaque(this) != null;
    }

    /** Puts a job that the running one has woken, to be run right after it. By this thread. */
    void pushNext(Job job) {
        if (NEXT.getOpaque(this) == null) {
            NEXT.setRelease(this, job);
            return;
        }
        Job earlier = (Job) NEXT.getAndSet(this, job);
        if (earlier != null) {
            push(earlier);
            scheduler.signalWork();
        }
    }

    /** Puts a job behind all others of this worker, and wakes nobody for it. By this thread. */
    void push(Job job) {
        if (!queue.push(job)) queue.spillInto(scheduler.inject, job);
    }

    /** Where to begin to look for something to steal. */
    int random() {
        seed ^= seed << 13;
        seed ^= seed >>> 17;
        seed ^= seed << 5;
        return seed & Integer.MAX_VALUE;
    }

    // ---------------------------------------------------------------- blocking

    @Override
    public void beginBlocking() {
        if (!DUTY.compareAndSet(this, ON, BLOCKING)) return;
        if (!scheduler.compensate()) DUTY.setVolatile(this, ON);
        shareNext();
    }

    @Override
    public void endBlocking() {
        returnToDuty();
    }

    /** Has another worker take its place. By the monitor. */
    void standIn() {
        // the stand-in first: if this worker came back from a duty that nobody had taken over, one too many would retire
        if (scheduler.compensate() && !DUTY.compareAndSet(this, ON, STUCK)) scheduler.addSurplus();
        shareNext();
    }

    /** Gives the next job to whoever has time, while this worker can't run it. By this thread or the monitor. */
    void shareNext() {
        handOverNext();
        scheduler.signalWork();
    }

    private void handOverNext() {
        Job job = takeNext();
        if (job != null) scheduler.inject.push(job);
    }

    private void returnToDuty() {
        int was = duty;
        if (was != ON && DUTY.compareAndSet(this, was, ON)) scheduler.addSurplus();
    }

    boolean isOnDuty() {
        return duty == ON;
    }

    /** Gives all that is left to the others, when it goes. By this thread. */
    void handOverAll() {
        handOverNext();
        for (Job job = queue.pop(); job != null; job = queue.pop()) scheduler.inject.push(job);
    }

    String describe() {
        return getName() + ": " + getState() + (isOnDuty() ? "" : ", off duty") + (idle ? ", idle" : "") + ", jobs so far "
                + tick + ", queued " + queue.size() + (hasNext() ? " and a next one" : "");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import dev.weft.internal.jfr.Recording;
import dev.weft.internal.queue.WorkQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A carrier that runs a scheduler's jobs. */
class Worker extends CarrierThread {
    /*
     * Ownership: tick, slice, successive, mounted and seed belong to this thread. queue is pushed to by this thread and stolen from
     * by others. The two cells are written by this thread: one holds the job that runs, the other one the job to run next.
     * sequence says whether there is a next one, and in which cell: it is odd then, and cell (sequence >> 1) & 1 holds it.
     * This thread makes it odd; whoever makes it even again, by CAS, has the job: this thread, or, when it has been in one
     * job for long, the monitor. It never has an earlier value again, but for a wrap after 2^30 jobs.
     *
     * Ordering: a cell is stored before sequence is released, and read between an acquire of sequence and the CAS on it.
     * duty is guarded by the scheduler's lock. A worker that is taken off duty by the monitor may just have looked at it,
     * and put a job into its cell; so pushNext() looks once more behind the release, and the monitor looks into the
     * cells of those off duty again at its next round.
     *
     * Slices: a job that was taken from a cell goes on with the time slice of the one that woke it, so that fibers that
     * wake each other don't keep the rest waiting by turns; slice changes with each other job.
     *
     * Rejected: one field for the next job, taken by an exchange, and one for the running one. Some collectors (G1) have a
     * full fence in each store of a young reference into an old object, so that two stores for each job, and the exchange,
     * cost a third of a switch between two fibers. Now there is one, and none if two jobs take turns.
     *
     * Calls: call is odd while the job makes a call that may block. A short one leaves no other trace. One that is expected to last takes
     * the worker off duty, and so does the monitor with one that does last; that the monitor may do so just after the call's end is no
     * harm, as with jobs. Who begins a call (1) makes call odd, (2) full fence, (3) has the monitor watch, unless it does; the
     * monitor (a) stops to watch, (b) full fence, (c) looks at all calls once more.
     *
     * Order of jobs: next, at most RUN_LIMIT in a row; the local queue; the inject queue; other workers' queues; and the
     * inject queue first at each INJECT_INTERVAL-th job, so that nothing starves.
     */

    /** How often a job that the last one has woken goes before all others. */
    private static final int RUN_LIMIT = 3;

    private static final int INJECT_INTERVAL = 61;

    static final int SPARE = 0; // not yet, or no longer, needed
    static final int ON = 1; // counts among the scheduler's parallelism
    static final int OFF = 2; // is blocked in its job; another one counts instead

    /** A call that ends within this was short. */
    private static final long SHORT_CALL_NANOS = 50_000;

    private static final VarHandle CELL0;
    private static final VarHandle CELL1;
    private static final VarHandle SEQUENCE;
    private static final VarHandle TICK;
    private static final VarHandle SLICE;
    private static final VarHandle CALL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CELL0 = lookup.findVarHandle(Worker.class, "cell0", Job.class);
            CELL1 = lookup.findVarHandle(Worker.class, "cell1", Job.class);
            SEQUENCE = lookup.findVarHandle(Worker.class, "sequence", int.class);
            TICK = lookup.findVarHandle(Worker.class, "tick", int.class);
            SLICE = lookup.findVarHandle(Worker.class, "slice", int.class);
            CALL = lookup.findVarHandle(Worker.class, "call", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final WorkStealingScheduler scheduler;
    final WorkQueue<Job> queue = new WorkQueue<>();
    volatile boolean notified; // while parked: set by whoever has taken it off the idle or the spare stack
    volatile boolean idle; // on the idle or the spare stack
    volatile boolean polls; // waits in the poller, or is about to; written by this thread
    volatile int duty;
    boolean searching; // this thread counts among the scheduler's searching workers

    boolean hasStolen; // and has looked for nothing since; this and the next two are this thread's
    long stolenNanos; // when it has stolen last
    long stealPauseNanos = WorkStealingScheduler.MIN_STEAL_PAUSE_NANOS; // how long to wait if that was small booty

    /** Grows with each job; read by the monitor. */
    volatile int tick;

    /** Grows with each job that isn't run in the time slice of the one before; read by the monitor. */
    volatile int slice;

    /** What the monitor saw last, and since when; its own. */
    int lastTick = -1;

    int lastSlice = -1;
    int lastCall;
    long jobSeenNanos;
    long sliceSeenNanos;

    /** Odd while its job makes a call that may block; read by the monitor. */
    volatile int call;

    boolean isSpareTaken; // off duty, it counts among those that may have a spare; guarded by the scheduler's lock
    private boolean isRenamed; // guarded by the scheduler's lock
    private @Nullable CallHistory history; // of the call that it makes; this and the next are this thread's
    private long callNanos; // when that has begun, if it was expected to last

    @SuppressWarnings("unused") // by CELL[0]
    private @Nullable Job cell0;

    @SuppressWarnings("unused") // by CELL[1]
    private @Nullable Job cell1;

    @SuppressWarnings("unused") // by SEQUENCE
    private volatile int sequence; // odd: the next job is in cell (sequence >> 1) & 1

    private int mounted; // the cell of the job that runs

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
                    setCell(mounted, job);
                    runMounted(job);
                } else {
                    forgetCells();
                    if (!scheduler.park(this)) return;
                }
                if (duty != ON) scheduler.returnToDuty(this);
            } while (!scheduler.retires(this));
        } finally {
            scheduler.ended(this);
        }
    }

    private @Nullable Job findJob() {
        Job job = null;
        if (++count % INJECT_INTERVAL == 0) job = scheduler.inject.poll();
        if (job == null) {
            job = takeNextInTurn();
            if (job != null) return job;
            successive = 0;
            job = queue.pop();
        }
        SLICE.setOpaque(this, (int) SLICE.getOpaque(this) + 1);
        if (job == null) job = scheduler.inject.pollInto(queue, scheduler.parallelism());
        if (job == null) job = scheduler.poll(this);
        if (job == null) job = scheduler.steal(this);
        if (job != null && searching) scheduler.stopSearching(this);
        return job;
    }

    private @Nullable Job takeNextInTurn() {
        int s = (int) SEQUENCE.getOpaque(this);
        Job job = claimNext(s);
        if (job == null) return null;
        if (successive++ < RUN_LIMIT || queue.isEmpty()) {
            mounted = cellOf(s);
            return job;
        }
        push(job);
        return null;
    }

    private static int cellOf(int sequence) {
        return (sequence >> 1) & 1;
    }

    private void forgetCells() {
        CELL0.setOpaque(this, null);
        CELL1.setOpaque(this, null);
    }

    /** Lets go of jobs that it has run, or that others have taken, before it rests without any. By this thread. */
    void forgetJobs() {
        forgetCells();
        queue.forgetStolen();
    }

    private @Nullable Job cell(int cell) {
        return (Job) (cell == 0 ? CELL0.getOpaque(this) : CELL1.getOpaque(this));
    }

    /** Storing a reference into an old object may cost a fence, so what is there already isn't stored again. */
    private void setCell(int cell, Job job) {
        if (cell == 0) {
            if (CELL0.getOpaque(this) != job) CELL0.setOpaque(this, job);
        } else if (CELL1.getOpaque(this) != job) {
            CELL1.setOpaque(this, job);
        }
    }

    /** By this thread or the monitor. */
    private @Nullable Job claimNext(int s) {
        if ((s & 1) == 0) return null;
        Job job = cell(cellOf(s));
        return SEQUENCE.compareAndSet(this, s, s + 1) ? job : null;
    }

    boolean hasNext() {
        return ((int) SEQUENCE.getOpaque(this) & 1) != 0;
    }

    /** Puts a job that the running one has woken, to be run right after it. By this thread. */
    void pushNext(Job job) {
        int s = (int) SEQUENCE.getOpaque(this);
        Job earlier = null;
        if ((s & 1) != 0) {
            earlier = claimNext(s);
            s++;
        }
        if (cellOf(s) == mounted) s += 2; // whoever took the last one wasn't this worker
        setCell(cellOf(s), job);
        SEQUENCE.setRelease(this, s + 1);
        if (earlier != null) {
            push(earlier);
            scheduler.signalWork();
        }
        if (duty == OFF) shareNext();
    }

    @Override
    public @Nullable Job mounted() {
        return cell(mounted);
    }

    @Override
    public boolean isIdle() {
        return idle;
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

    /** Lets it run, after it was parked or made. */
    void release() {
        if (getState() == State.NEW) {
            start();
        } else {
            notified = true;
            lookAgain();
        }
    }

    /** Ends its wait, in the poller or parked, behind a change of what it looks at. */
    void lookAgain() {
        if (polls) scheduler.wakePoller();
        else LockSupport.unpark(this);
    }

    // ---------------------------------------------------------------- blocking

    @Override
    public void beginBlocking() {
        boolean unused = leaveDuty("a pinned fiber waits");
    }

    /** In a call it stays off duty until the call's end. */
    @Override
    public void endBlocking() {
        if (!isInCall()) scheduler.returnToDuty(this);
    }

    boolean isInCall() {
        return ((int) CALL.getOpaque(this) & 1) != 0;
    }

    @Override
    public void beginCall(CallHistory past) {
        history = past;
        CALL.setOpaque(this, (int) CALL.getOpaque(this) + 1);
        if (duty != ON) return;
        if (past.expectsLong()) {
            callNanos = System.nanoTime() | 1;
            boolean unused = leaveDuty("a blocking call that is expected to last");
        } else {
            scheduler.watchCalls();
        }
    }

    @Override
    public boolean endCall(boolean stays) {
        CALL.setOpaque(this, (int) CALL.getOpaque(this) + 1);
        boolean isOff = duty != ON;
        CallHistory past = history;
        history = null;
        if (past != null) learn(past, isOff);
        return !isOff || scheduler.returnAfterCall(this, stays);
    }

    private void learn(CallHistory past, boolean isOff) {
        long start = callNanos;
        callNanos = 0;
        if (start == 0 ? isOff : System.nanoTime() - start >= SHORT_CALL_NANOS) past.wasLong();
        else if (start != 0) past.wasShort();
    }

    /** Shows what it does in the thread's name, or no longer. Under the scheduler's lock. */
    void rename(boolean toJob) {
        if (toJob == isRenamed || (toJob && !getName().equals(ownName()))) return; // it bears its fiber's name already
        isRenamed = toJob;
        setName(toJob ? ownName() + ": " + mounted() : ownName());
    }

    /** Has another worker take its place, as soon as there is something to do; false if it has none. By this thread or the monitor. */
    boolean leaveDuty(String reason) {
        boolean makesRoom = scheduler.leaveDuty(this);
        shareNext();
        if (!makesRoom) return false;
        if (Thread.currentThread() == this) handOverQueue();
        else scheduler.handOver(queue);
        Recording.compensated(ownName(), reason);
        scheduler.signalIfWork();
        return true;
    }

    /** Gives the next job to whoever has time, while this worker can't run it. By this thread or the monitor. */
    void shareNext() {
        if (handOverNext()) scheduler.signalWork();
    }

    private boolean handOverNext() {
        Job job = claimNext((int) SEQUENCE.getAcquire(this));
        if (job == null) return false;
        scheduler.inject.push(job);
        return true;
    }

    boolean isOnDuty() {
        return duty == ON;
    }

    /** Gives all that is left to the others, when it goes. By this thread. */
    void handOverAll() {
        boolean unused = handOverNext();
        handOverQueue();
    }

    /** So that nobody waits behind a stand-in that never runs out of jobs of its own. By this thread. */
    private void handOverQueue() {
        for (Job job = queue.pop(); job != null; job = queue.pop()) scheduler.inject.push(job);
    }

    String describe() {
        return ownName() + ": " + getState() + (isOnDuty() ? "" : ", off duty") + (idle ? ", idle" : "")
                + ", jobs so far " + tick + ", queued " + queue.size() + (hasNext() ? " and a next one" : "");
    }
}

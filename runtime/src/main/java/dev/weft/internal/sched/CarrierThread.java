// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import org.jspecify.annotations.Nullable;

/** A thread that runs jobs: a scheduler's worker, or a thread of the I/O pool. */
public abstract class CarrierThread extends Thread {
    /**
     * A daemon thread.
     *
     * @param name its name
     */
    @SuppressWarnings("this-escape") // JDK 21 and later warn of setDaemon, which does not escape
    protected CarrierThread(String name) {
        super(null, null, name, 0, false);
        setDaemon(true);
    }

    /**
     * The job that runs on this carrier. To be asked by the job itself.
     *
     * @return not defined between two jobs
     */
    public abstract @Nullable Job mounted();

    /**
     * Whether it waits for a job. By any thread.
     *
     * @return at some instant; true is never said of one that runs a job
     */
    public abstract boolean isIdle();

    /**
     * Runs a job on this carrier, which is the current thread. What the job throws, against its contract, goes to the
     * thread's handler of uncaught exceptions. If it leaves the thread interrupted, the next one doesn't inherit that.
     *
     * @param job the job, which is {@link #mounted} already
     */
    protected final void runMounted(Job job) {
        try {
            job.run(this);
        } catch (Throwable t) { // a lost carrier would be a deadlock
            unexpected(t);
        }
        if (isInterrupted()) interrupted();
    }

    private void unexpected(Throwable t) {
        try {
            getUncaughtExceptionHandler().uncaughtException(this, t);
        } catch (Throwable inHandler) {
            inHandler.addSuppressed(t);
            inHandler.printStackTrace();
        }
    }

    /** Called by the thread itself before it blocks with a job mounted: lets another one take its place. */
    public abstract void beginBlocking();

    /** Ends what {@link #beginBlocking} has begun. */
    public abstract void endBlocking();
}

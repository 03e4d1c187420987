// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import org.jspecify.annotations.Nullable;

/** A thread that runs jobs: a scheduler's worker, or a thread of the I/O pool. */
public abstract class CarrierThread extends Thread {
    private @Nullable Job mounted; // of the thread itself

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
     * The job that runs on this carrier. To be asked by the thread itself.
     *
     * @return null between two jobs
     */
    public final @Nullable Job mounted() {
        return mounted;
    }

    /**
     * Runs a job on this carrier, which is the current thread. What the job throws, against its contract, goes to the
     * thread's handler of uncaught exceptions. If it leaves the thread interrupted, the next one doesn't inherit that.
     *
     * @param job the job
     */
    protected final void runMounted(Job job) {
        mounted = job;
        try {
            job.run(this);
        } catch (Throwable t) { // a lost carrier would be a deadlock
            unexpected(t);
        }
        mounted = null;
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

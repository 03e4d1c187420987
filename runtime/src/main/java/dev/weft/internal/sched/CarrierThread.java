// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A thread that runs jobs: a scheduler's worker. */
public abstract class CarrierThread extends Thread {
    private static final int SCRATCH_BYTES = 64 << 10;

    private final String ownName;
    private @Nullable Object kept; // of the thread itself
    private @Nullable ByteBuffer scratch; // of the thread itself

    /**
     * A daemon thread. What its creator's context class loader is doesn't matter.
     *
     * @param name its name
     */
    @SuppressWarnings("this-escape") // JDK 21 and later warn of setDaemon, which does not escape
    protected CarrierThread(String name) {
        super(null, null, name, 0, false);
        ownName = name;
        setDaemon(true);
        setContextClassLoader(ClassLoader.getSystemClassLoader());
    }

    /**
     * The context class loader of the job that runs here, if it asks, else the thread's.
     *
     * @return null for the bootstrap class loader
     */
    @Override
    public @Nullable ClassLoader getContextClassLoader() {
        Job job = Thread.currentThread() == this ? mounted() : null;
        return job == null ? super.getContextClassLoader() : job.contextClassLoader();
    }

    @Override
    public void setContextClassLoader(@Nullable ClassLoader loader) {
        Job job = Thread.currentThread() == this ? mounted() : null;
        if (job == null) super.setContextClassLoader(loader);
        else job.contextClassLoader(loader);
    }

    /**
     * What it was named, whatever it is named while a job runs.
     *
     * @return the constructor's
     */
    public final String ownName() {
        return ownName;
    }

    /**
     * What {@link #keep} was given last. By this thread.
     *
     * @return null for nothing
     */
    public final @Nullable Object kept() {
        return kept;
    }

    /**
     * Keeps something for the jobs that run here one after the other. By this thread.
     *
     * @param object anything
     */
    public final void keep(@Nullable Object object) {
        kept = object;
    }

    /**
     * The job that runs on this carrier. To be asked by the job itself.
     *
     * @return not defined between two jobs
     */
    public abstract @Nullable Job mounted();

    /**
     * A direct buffer for what goes in and out, so that no fiber needs one of its own. By the thread itself.
     *
     * @return always the same, with any content; its user is done with it before the job returns
     */
    public final ByteBuffer scratch() {
        ByteBuffer buffer = scratch;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(SCRATCH_BYTES);
            scratch = buffer;
        }
        return buffer.clear();
    }

    /**
     * Whether it waits for a job. By any thread.
     *
     * @return at some instant; true is never said of one that runs a job
     */
    public abstract boolean isIdle();

    /**
     * Runs a job on this carrier, which is the current thread. What the job throws, against its contract, goes to the
     * thread's handler of uncaught exceptions.
     *
     * @param job the job, which is {@link #mounted} already
     */
    protected final void runMounted(Job job) {
        try {
            job.run(this);
        } catch (Throwable t) { // a lost carrier would be a deadlock
            unexpected(t);
        }
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

    /**
     * Called by the thread itself before its job makes a call that may block, of those whose number is limited. Another one takes its
     * place, at once or when the call has lasted for a while.
     *
     * @param history of such calls
     */
    public abstract void beginCall(CallHistory history);

    /**
     * Ends what {@link #beginCall} has begun.
     *
     * @param stays whether the job has to go on on this thread
     * @return false if the job is to submit itself again and return, since another thread has taken this one's place
     */
    public abstract boolean endCall(boolean stays);
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides which job runs when, and on which thread: whatever is left open about the order of jobs is up to it.
 *
 * <p>A class and not an interface, so that a program with one kind of scheduler pays for no dispatch.
 */
public abstract class JobScheduler {
    /** For subclasses. */
    protected JobScheduler() {}

    /**
     * Runs a job, behind those that were submitted before. By any thread.
     *
     * @param job the job
     */
    public abstract void submit(Job job);

    /**
     * Runs a job that the running one has woken, soon. By any thread.
     *
     * @param job the job
     */
    public abstract void submitNext(Job job);

    /**
     * Runs a job that the running one has woken, behind those that are ready on its worker; soon if there are none. By any thread.
     *
     * @param job the job
     */
    public abstract void submitBehind(Job job);

    /**
     * Runs a job, the one that runs now, again behind all others.
     *
     * @param job the job
     * @param carrier the current thread
     */
    public abstract void resubmit(Job job, CarrierThread carrier);

    /**
     * Random numbers, for choices that are left open.
     *
     * @return may be used by any thread
     */
    public abstract RandomGenerator random();

    /**
     * How many jobs it has run, if none runs or is to be run. If two calls, one after the other, answer the same, no job has
     * been run in between.
     *
     * @param waits whether a carrier that has a job waits in it, for somebody else
     * @return negative if there is something to do
     */
    public abstract long jobsIfQuiet(Predicate<? super CarrierThread> waits);

    /**
     * How many threads there are.
     *
     * @return at some instant during the call
     */
    public abstract int threads();

    /**
     * What its idle carriers wait for.
     *
     * @return null if nothing but jobs
     */
    public @Nullable Poller poller() {
        return null;
    }

    /**
     * Has its carriers poll, if it has none yet for that.
     *
     * @param poller open
     * @return false if another one is there, or its carriers don't poll at all
     */
    public boolean attach(Poller poller) {
        return false;
    }

    /** Lets the scheduler's threads end when they have nothing more to do. What is submitted later is run all the same. */
    public abstract void shutdown();
}

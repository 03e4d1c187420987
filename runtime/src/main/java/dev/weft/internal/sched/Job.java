// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import org.jspecify.annotations.Nullable;

/** What a scheduler runs: once for each time that it is submitted. */
public interface Job {
    /**
     * Runs on a carrier, which belongs to the job until it returns. Doesn't throw, and doesn't leave the thread interrupted.
     *
     * @param carrier the current thread
     */
    void run(CarrierThread carrier);

    /**
     * Asks the job, which has run for long while others wait, to submit itself again and return soon. By any thread; the job may
     * have ended its run by now, or not heed it.
     */
    default void endTimeSlice() {}

    /**
     * What the job, while it runs, finds as its thread's context class loader. By the job.
     *
     * @return null for the bootstrap class loader
     */
    default @Nullable ClassLoader contextClassLoader() {
        return ClassLoader.getSystemClassLoader();
    }

    /**
     * Changes what {@link #contextClassLoader()} gives. By the job.
     *
     * @param loader null for the bootstrap class loader
     */
    default void contextClassLoader(@Nullable ClassLoader loader) {
        throw new UnsupportedOperationException("a job that has none of its own");
    }

    /**
     * Told that the job has blocked its carrier for some time, in a call that nobody has announced. By the monitor; the job may have
     * ended its run by now.
     *
     * @param carrier where it was seen
     */
    default void isBlocked(CarrierThread carrier) {}
}

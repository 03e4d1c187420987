// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

/** What a scheduler runs: once for each time that it is submitted. */
public interface Job {
    /**
     * Runs on a carrier, which belongs to the job until it returns. Doesn't throw.
     *
     * @param carrier the current thread
     */
    void run(CarrierThread carrier);
}

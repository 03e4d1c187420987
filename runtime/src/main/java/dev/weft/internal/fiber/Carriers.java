// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.io.IoPool;
import dev.weft.internal.sched.JobScheduler;
import dev.weft.internal.sched.Timers;

/** Where fibers run. */
public class Carriers {
    private final JobScheduler scheduler;
    private final IoPool io;
    private final Timers timers;

    /**
     * For any number of fibers.
     *
     * @param scheduler for their own code
     * @param io for calls that block
     * @param timers what wakes them at a time
     */
    public Carriers(JobScheduler scheduler, IoPool io, Timers timers) {
        this.scheduler = scheduler;
        this.io = io;
        this.timers = timers;
    }

    /** The same, without what belongs to one fiber only. */
    Carriers shared() {
        return this;
    }

    /**
     * Runs the fibers' own code.
     *
     * @return the same for all of them
     */
    public final JobScheduler scheduler() {
        return scheduler;
    }

    /**
     * Runs calls that block.
     *
     * @return the same for all fibers
     */
    public final IoPool io() {
        return io;
    }

    /**
     * Wakes fibers at a time.
     *
     * @return the same for all of them
     */
    public final Timers timers() {
        return timers;
    }
}

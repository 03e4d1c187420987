// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.io.IoPool;
import dev.weft.internal.sched.JobScheduler;
import dev.weft.internal.sched.Timers;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Where fibers run. */
public class Carriers {
    private final JobScheduler scheduler;
    private final IoPool io;
    private final Timers timers;
    private final @Nullable LiveFibers live;

    /**
     * For any number of fibers.
     *
     * @param scheduler for their own code
     * @param io of their calls that block
     * @param timers what wakes them at a time
     */
    public Carriers(JobScheduler scheduler, IoPool io, Timers timers) {
        this(scheduler, io, timers, null);
    }

    /**
     * For any number of fibers, which it knows.
     *
     * @param scheduler for their own code
     * @param io of their calls that block
     * @param timers what wakes them at a time
     * @param live where each fiber is entered; null if they are never to be shut down
     */
    public Carriers(JobScheduler scheduler, IoPool io, Timers timers, @Nullable LiveFibers live) {
        this.scheduler = scheduler;
        this.io = io;
        this.timers = timers;
        this.live = live;
    }

    /**
     * A random number for a choice that the caller leaves open: a fiber's comes from its scheduler.
     *
     * @return any
     */
    public static long randomChoice() {
        Carriers carriers = FiberStrand.carriersOfCurrentThread();
        return carriers == null
                ? ThreadLocalRandom.current().nextLong()
                : carriers.scheduler.random().nextLong();
    }

    /** The same, without what belongs to one fiber only. */
    Carriers shared() {
        return this;
    }

    /** What the one fiber was named; null if nothing. */
    @Nullable
    String name() {
        return null;
    }

    /** Where the one fiber is; null if it is in no context. */
    @Nullable
    FiberStay stay() {
        return null;
    }

    /** What the one fiber has of its own; null for nothing. */
    @Nullable
    Identity identity() {
        return null;
    }

    /** Whether the one fiber's name is that of the thread that runs it. */
    boolean showsName() {
        return false;
    }

    /** The same with another identity. */
    final Carriers with(@Nullable Identity identity) {
        if (identity == identity()) return this;
        boolean isNeeded = identity != null || name() != null || stay() != null;
        return isNeeded ? new OwnCarriers(shared(), name(), stay(), identity, showsName()) : shared();
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
     * Admits calls that block.
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

    /**
     * Those that haven't ended.
     *
     * @return null if nobody keeps account of them
     */
    public final @Nullable LiveFibers live() {
        return live;
    }

    /**
     * Whether nobody but its own fibers, its timers and the blocking calls that they make wakes its fibers.
     *
     * @return false unless somebody has promised it
     */
    protected boolean isIsolated() {
        return false;
    }

    /** Lets all threads end, once there are no more fibers. What comes all the same gets threads once more. */
    final void end() {
        scheduler.shutdown();
        timers.shutdown();
    }
}

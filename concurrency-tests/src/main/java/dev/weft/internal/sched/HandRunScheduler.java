// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import dev.weft.internal.fiber.Carriers;
import dev.weft.internal.fiber.LiveFibers;
import dev.weft.internal.io.IoPool;

/** A scheduler without threads: a test runs what was submitted. */
public final class HandRunScheduler {
    private static final IoPool IO = new IoPool("unused", 1);
    private static final Timers TIMERS = new Timers("unused");

    private final WorkStealingScheduler scheduler = new WorkStealingScheduler("hand", 0, 0);
    private final Worker worker = new Worker(scheduler, "hand-1");

    /** What fibers are made with. */
    public Carriers carriers() {
        return new Carriers(scheduler, IO, TIMERS);
    }

    /** What fibers are made with, of which account is kept. */
    public Carriers carriers(LiveFibers live) {
        return new Carriers(scheduler, IO, TIMERS, live);
    }

    /** Runs a job on the calling thread. */
    public void run(Job job) {
        job.run(worker);
    }

    /** Runs what was submitted, until there is nothing more. */
    public void runAll() {
        while (true) {
            Job job = scheduler.inject.poll();
            if (job == null) job = worker.queue.pop();
            if (job == null) return;
            run(job);
        }
    }
}

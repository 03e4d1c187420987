// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import dev.weft.Task;
import dev.weft.internal.fiber.FiberStrand;

/** The state of a test with fibers that its actors run by hand. */
public abstract class HandRunFibers {
    /** What runs them. */
    protected final HandRunScheduler scheduler = new HandRunScheduler();

    /** No fibers yet. */
    protected HandRunFibers() {}

    /**
     * A fiber that hasn't begun.
     *
     * @param task what it does; answers a number
     * @return to be run by the {@link #scheduler}
     */
    protected final FiberStrand fiber(Task<Integer> task) {
        FiberStrand fiber = new FiberStrand(scheduler.carriers(), "by hand", task);
        fiber.observe();
        return fiber;
    }

    /**
     * Runs whatever can go on, and tells what has become of a fiber.
     *
     * @param fiber which one
     * @param otherwise if it waits yet, or has failed
     * @return what it has answered
     */
    protected final int result(FiberStrand fiber, int otherwise) {
        scheduler.runAll();
        return fiber.outcome() instanceof Integer i ? i : otherwise;
    }
}

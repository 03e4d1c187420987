// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Task;
import dev.weft.internal.fiber.FiberStrand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Fibers of one thread, each of which does one thing, or waits for it. */
public final class HandRunSide {
    private final HandRunScheduler scheduler = new HandRunScheduler();
    private final List<FiberStrand> begun = new ArrayList<>();
    private final IntSupplier locks;

    /**
     * None as yet.
     *
     * @param locks goes through all locks under which they may wait, and answers a number that isn't negative
     */
    public HandRunSide(IntSupplier locks) {
        this.locks = locks;
    }

    /** What a fiber does; answers what has become of it. */
    public interface Operation {
        /** May wait. */
        @Fiber
        Object run() throws Exception;
    }

    @Fiber
    private static String outcomeOf(Operation operation) throws Exception {
        try {
            return String.valueOf(operation.run());
        } catch (CancelledException | InterruptedException e) {
            return "cancelled";
        }
    }

    /** Begins, and answers what has become of it: "waits", for instance. */
    public String begin(Operation operation) {
        FiberStrand fiber = new FiberStrand(scheduler.carriers(), "begun", (Task<String>) () -> outcomeOf(operation));
        fiber.observe();
        scheduler.run(fiber);
        begun.add(fiber);
        return outcome(fiber);
    }

    /**
     * Whoever is served is claimed and completed under the lock of what it waits for, and submitted a little later. So who waits
     * after all locks were free once wasn't claimed by anything that the caller may know of.
     */
    private String outcome(FiberStrand fiber) {
        int free = locks.getAsInt();
        if (fiber.isWaiting() && free >= 0) return "waits";
        while (!fiber.isEnded()) {
            scheduler.runAll();
            Thread.onSpinWait();
        }
        return String.valueOf(fiber.outcome());
    }

    /** What has become of those that have begun, in their order. */
    public String outcomes() {
        StringBuilder all = new StringBuilder();
        for (FiberStrand fiber : begun) all.append(outcome(fiber)).append(' ');
        return all.toString();
    }

    /** Cancels the one that has begun last. */
    public String cancelLast() {
        if (begun.isEmpty()) return "nobody";
        FiberStrand last = begun.get(begun.size() - 1);
        last.cancel();
        while (!last.isEnded()) {
            scheduler.runAll();
            Thread.onSpinWait();
        }
        return outcome(last);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** Exceptions through several calls that have waited: each finally block runs once, and who joins gets that very exception. */
final class FailureLoad implements Load {
    private static final int FIBERS = 10;
    private static final int DEPTH = 12;

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) {
        LongAdder cleaned = new LongAdder();
        List<Routine<Void>> routines = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < FIBERS; i++) {
            Exception failure = random.nextBoolean() ? new IOException("checked") : new IllegalStateException("not");
            boolean waits = random.nextBoolean();
            failures.add(failure);
            routines.add(Weft.go(() -> descend(DEPTH, failure, waits, cleaned)));
        }
        for (int i = 0; i < FIBERS; i++) joinFailed(routines.get(i), failures.get(i));
        Load.checkEqual(cleaned.sum(), FIBERS * DEPTH, "finally blocks that ran");
        operations.add(FIBERS);
    }

    @Fiber
    private static void descend(int depth, Exception failure, boolean waits, LongAdder cleaned) throws Exception {
        try {
            if (depth > 1) descend(depth - 1, failure, waits, cleaned);
            else fail(failure, waits);
        } finally {
            if (waits && depth % 4 == 0) Weft.yield();
            cleaned.increment();
        }
    }

    @Fiber
    private static void fail(Exception failure, boolean waits) throws Exception {
        if (waits) Weft.yield();
        throw failure;
    }

    @Fiber
    private static void joinFailed(Routine<Void> routine, Exception failure) {
        try {
            routine.join();
        } catch (RoutineFailedException e) {
            Load.check(e.getCause() == failure, "failed by another exception: " + e);
            return;
        }
        throw new AssertionError("has not failed: " + routine);
    }
}

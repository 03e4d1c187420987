// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import dev.weft.abi.BareContinuation;
import java.lang.invoke.MethodHandle;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A bare continuation around one fiber entry; the trampoline is the caller's loop, there is no scheduler. */
public final class FiberRun extends BareContinuation {
    private static final int MAX_RESUMES = 1_000_000;

    /** The fiber entry takes a continuation and returns a reference. */
    public FiberRun(MethodHandle fiberEntry) {
        super(fiberEntry);
    }

    /** Runs up to the next suspension; true at the end. */
    public boolean step() {
        return resume();
    }

    /** Runs to the end, calling the observer at each suspension; is asked for each resume, from 0, whether a time slice ends in it. */
    public void runToEnd(IntPredicate endsSlice, Runnable atSuspension) {
        for (int resumes = 0; ; resumes++) {
            if (resumes > MAX_RESUMES) {
                throw new IllegalStateException("suspends without end");
            }
            if (endsSlice.test(resumes)) requestYield();
            if (step()) return;
            atSuspension.run();
        }
    }

    /** The result. */
    public @Nullable Object outcomeValue() {
        return result();
    }

    /** The exception that it ended by. */
    public @Nullable Throwable outcomeFailure() {
        return failure();
    }

    /** The calls that it is suspended in. */
    public StackTraceElement[] logicalStackTrace() {
        return suspendedStackTrace();
    }
}

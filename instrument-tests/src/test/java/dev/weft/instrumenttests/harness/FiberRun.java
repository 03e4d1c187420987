// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import dev.weft.abi.Continuation;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A bare continuation around one fiber entry; the trampoline is the caller's loop, there is no scheduler. */
public final class FiberRun extends Continuation {
    private static final int MAX_RESUMES = 1_000_000;

    private final MethodHandle fiberEntry;

    /** The fiber entry takes a continuation and returns a reference. */
    public FiberRun(MethodHandle fiberEntry) {
        this.fiberEntry = fiberEntry;
    }

    @Override
    protected @Nullable Object body() {
        throw new IllegalStateException("the body was entered plainly");
    }

    @Override
    protected @Nullable Object body(Continuation c) throws Throwable {
        return (Object) fiberEntry.invoke(c);
    }

    /** Runs up to the next suspension; true at the end. */
    public boolean step() {
        return resume();
    }

    /** Runs to the end, calling the observer at each suspension. */
    public void runToEnd(Runnable atSuspension) {
        int resumes = 0;
        while (!step()) {
            if (++resumes > MAX_RESUMES) {
                throw new IllegalStateException("suspends without end");
            }
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.instrumenttests.harness.Run;
import java.io.IOException;

/** The calls at which a target may suspend; which of them do is decided by the mode of the run. */
@Fiber
public final class Points {
    private Points() {}

    /** Suspends if the mode says so, then throws if the mode says so. */
    public static void hit() {
        Run run = Run.current();
        boolean pinned = Continuation.current() == null;
        run.hit(pinned);
        int number = run.hits();
        if (run.suspendsHere() && !pinned) {
            Continuation.suspend();
        }
        run.throwIfPlanned(number);
    }

    /** Hits, then returns the value. */
    public static boolean pass(boolean value) {
        hit();
        return value;
    }

    /** Hits, then returns the value. */
    public static byte pass(byte value) {
        hit();
        return value;
    }

    /** Hits, then returns the value. */
    public static char pass(char value) {
        hit();
        return value;
    }

    /** Hits, then returns the value. */
    public static short pass(short value) {
        hit();
        return value;
    }

    /** Hits, then returns the value. */
    public static int pass(int value) {
        hit();
        return value;
    }

    /** Hits, then returns the value. */
    public static long pass(long value) {
        hit();
        return value;
    }

    /** Hits, then returns the value. */
    public static float pass(float value) {
        hit();
        return value;
    }

    /** Hits, then returns the value. */
    public static double pass(double value) {
        hit();
        return value;
    }

    /** Hits, then returns the value. */
    public static <T> T pass(T value) {
        hit();
        return value;
    }

    /** Records the value as a side effect, hits, then returns it. */
    public static <T> T say(T value) {
        Run.log(value);
        hit();
        return value;
    }

    /** Records the value as a side effect, hits, then returns it. */
    public static int say(int value) {
        Run.log(value);
        hit();
        return value;
    }

    /** Hits, then throws an exception made after the resume. */
    public static <T> T throwing(String message) {
        hit();
        throw new IllegalStateException(message);
    }

    /** Hits, then throws a checked exception made after the resume. */
    public static <T> T throwingChecked(String message) throws IOException {
        hit();
        throw new IOException(message);
    }

    /** Hits, then throws what was made before the suspension. */
    public static <X extends Throwable> void raise(X problem) throws X {
        hit();
        throw problem;
    }

    /** Hits, then throws the problem if there is one. */
    public static <X extends Throwable> void raiseUnlessNull(X problem) throws X {
        hit();
        if (problem != null) {
            throw problem;
        }
    }
}

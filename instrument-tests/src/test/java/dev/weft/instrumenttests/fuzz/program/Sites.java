// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz.program;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.instrumenttests.harness.Run;

/** The calls at which a random program may suspend. Each names its place in the program, so that a mask can pick places. */
@Fiber
public final class Sites {
    private Sites() {}

    /** Suspends if the mode says so, then throws if the mode says so. */
    public static void hit(int site) {
        Run run = Run.current();
        boolean pinned = Continuation.current() == null;
        Host.checkHits(run);
        run.hit(pinned);
        int number = run.hits();
        if (run.suspendsHere(site) && !pinned) {
            Continuation.suspend();
        }
        run.throwIfPlanned(number);
    }

    /** As {@link #hit(int)}, at no place in particular. */
    public static void hit() {
        hit(0);
    }

    /** Hits, then returns the value. */
    public static boolean passBoolean(boolean value, int site) {
        hit(site);
        return value;
    }

    /** Hits, then returns the value. */
    public static byte passByte(byte value, int site) {
        hit(site);
        return value;
    }

    /** Hits, then returns the value. */
    public static char passChar(char value, int site) {
        hit(site);
        return value;
    }

    /** Hits, then returns the value. */
    public static short passShort(short value, int site) {
        hit(site);
        return value;
    }

    /** Hits, then returns the value. */
    public static int passInt(int value, int site) {
        hit(site);
        return value;
    }

    /** Hits, then returns the value. */
    public static long passLong(long value, int site) {
        hit(site);
        return value;
    }

    /** Hits, then returns the value. */
    public static float passFloat(float value, int site) {
        hit(site);
        return value;
    }

    /** Hits, then returns the value. */
    public static double passDouble(double value, int site) {
        hit(site);
        return value;
    }

    /** Hits, then returns the value. */
    public static <T> T pass(T value, int site) {
        hit(site);
        return value;
    }

    /** Records the value as a side effect, hits, then returns it. */
    public static <T> T say(T value, int site) {
        Host.log(value);
        hit(site);
        return value;
    }

    /** For old class files, which can't call a method of an interface. */
    public static Fun adding(int addend) {
        return Fun.adding(addend);
    }

    /** Hits, then throws what was made before. */
    public static <T> T raise(RuntimeException problem, int site) {
        hit(site);
        throw problem;
    }

    /** Hits, then throws an exception made after the resume. */
    public static <T> T fail(String message, int site) {
        hit(site);
        throw new IllegalStateException(message);
    }
}

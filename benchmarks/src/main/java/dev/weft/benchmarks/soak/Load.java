// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Fiber;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** One kind of load. Used by several fibers at a time. */
interface Load {
    /**
     * Does a little of it, a second at most, and leaves nothing behind.
     *
     * @param random what is done hangs on it
     * @param operations counts what was done
     * @throws Exception not unless something is wrong
     */
    @Fiber
    void round(SplittableRandom random, LongAdder operations) throws Exception;

    /** Fails the run if something isn't as it has to be. */
    static void check(boolean right, String what) {
        if (!right) throw new AssertionError(what);
    }

    /** Fails the run if two numbers differ. */
    static void checkEqual(long actual, long expected, String what) {
        if (actual != expected) throw new AssertionError(what + ": " + actual + " instead of " + expected);
    }
}

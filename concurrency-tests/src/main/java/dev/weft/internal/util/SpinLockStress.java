// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.util;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Two threads that collide at the lock, and count twice each: no count is lost, and who comes later sees all that the other one has
 * written, in two plain fields.
 */
@JCStressTest
@Outcome(
        id = {"1, 2, 3, 4", "3, 4, 1, 2", "1, 3, 2, 4", "1, 4, 2, 3", "2, 3, 1, 4", "2, 4, 1, 3"},
        expect = Expect.ACCEPTABLE,
        desc = "one after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "both at once, or what the other one did isn't seen")
@State
public class SpinLockStress {
    private final Counter counter = new Counter();

    /** What the lock guards. */
    private static final class Counter extends SpinLock {
        private int count;
        private int same;

        int increment() {
            lock();
            try {
                int next = count + 1;
                boolean torn = same != count;
                count = next;
                same = next;
                return torn ? -1 : next;
            } finally {
                unlock();
            }
        }
    }

    /** One. */
    @Actor
    public void one(IIII_Result r) {
        r.r1 = counter.increment();
        r.r2 = counter.increment();
    }

    /** The other. */
    @Actor
    public void other(IIII_Result r) {
        r.r3 = counter.increment();
        r.r4 = counter.increment();
    }
}

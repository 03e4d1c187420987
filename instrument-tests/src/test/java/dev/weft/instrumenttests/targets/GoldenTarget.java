// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.function.IntBinaryOperator;

/** Small methods whose instrumented form is kept as text. */
public class GoldenTarget {
    private int field;

    @Fiber
    static void nothing() {}

    @Fiber
    static void oneCall() {
        hit();
    }

    @Fiber
    static int loop(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += pass(i);
        }
        return sum;
    }

    @Fiber
    String mixedOperands(long wide, String text) {
        return text + wide + pass(2.5) + field;
    }

    @Fiber
    static Object newBelowCall(String text) {
        return new StringBuilder(pass(text));
    }

    @Fiber
    static String handler(String text) {
        try {
            hit();
            return text;
        } catch (RuntimeException e) {
            return e.getMessage();
        } finally {
            hit();
        }
    }

    @Fiber
    static int shadow(IntBinaryOperator operator, int n) {
        return operator.applyAsInt(n, 2) + 1;
    }

    /** Pins. */
    @Fiber
    synchronized int pinned() {
        return pass(field); // pins SYNCHRONIZED
    }

    /** Runs all of them. */
    @Entry(pinned = Entry.Pinned.SOMETIMES)
    @Fiber
    public static Object all() {
        nothing();
        oneCall();
        GoldenTarget target = new GoldenTarget();
        return loop(3)
                + target.mixedOperands(1L, "text")
                + newBelowCall("new")
                + handler("handler")
                + shadow((a, b) -> pass(a) + b, 1)
                + target.pinned();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Suspending calls at the edges of try ranges. */
@Fiber
public final class S05TryBoundariesTarget {
    private S05TryBoundariesTarget() {}

    @Entry
    public static Object callIsOnlyInstructionOfTry() {
        try {
            hit();
        } catch (RuntimeException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object throwingCallIsOnlyInstructionOfTry() {
        try {
            throwing("only");
        } catch (IllegalStateException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object callRightBeforeTryIsNotCovered() {
        try {
            hit();
            try {
                log("inside");
            } catch (RuntimeException e) {
                log("inner caught what is before it");
            }
        } catch (RuntimeException e) {
            log("outer");
        }
        return "end";
    }

    @Entry
    public static Object callRightAfterTryIsNotCovered() {
        try {
            try {
                log("inside");
            } catch (RuntimeException e) {
                log("inner caught what is behind it");
            }
            hit();
        } catch (RuntimeException e) {
            log("outer");
        }
        return "end";
    }

    @Entry
    public static Object callEndsTryAndValueIsReturned() {
        try {
            return pass("value");
        } catch (RuntimeException e) {
            log(e);
            return "caught";
        }
    }

    @Entry
    public static Object callIsLastInstruction() {
        lastInstruction(2);
        return "end";
    }

    static void lastInstruction(int n) {
        if (n > 0) {
            log(n);
            lastInstruction(n - 1);
        } else {
            hit();
        }
    }

    @Entry
    public static Object nestedRangesWithOneBoundary() {
        String text = "";
        try {
            try {
                try {
                    text += pass("a");
                    throwing("innermost");
                } catch (IllegalArgumentException e) {
                    text += "wrong";
                }
            } catch (IllegalStateException e) {
                text += pass("b");
            }
        } catch (RuntimeException e) {
            text += "outer";
        }
        return text;
    }

    @Entry
    public static Object adjacentTries() {
        int n = 0;
        try {
            n += pass(1);
        } catch (RuntimeException e) {
            n += 10;
        }
        try {
            n += pass(2);
        } catch (RuntimeException e) {
            n += 20;
        }
        try {
            n += pass(4);
        } catch (RuntimeException e) {
            n += 40;
        }
        return n;
    }

    @Entry
    public static Object emptyCatchBody() {
        for (int i = 0; i < 2; i++) {
            try {
                throwing("ignored");
            } catch (IllegalStateException ignored) {
                // nothing to do
            }
        }
        return "end";
    }

    @Entry
    public static Object operandsBelowATryExpression() {
        return pass(1) + 10 * tried(pass(2)) + pass(3);
    }

    static int tried(int n) {
        try {
            return pass(n);
        } catch (RuntimeException e) {
            return -1;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Several calls on one line, one call over several lines, and traces that show which it was. */
@Fiber
public final class S28OneLineTarget {
    private S28OneLineTarget() {}

    @Entry
    public static Object threeCallsOnOneLine() {
        try {
            return pass(1) + pass(2) + (int) Points.<Integer>throwing("third");
        } catch (IllegalStateException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object oneExpressionOverLines() {
        try {
            return pass(1) + pass(2) + (int) Points.<Integer>throwing(pass("on a later line"));
        } catch (IllegalStateException e) {
            return e;
        }
    }

    @Entry
    public static Object instructionsAfterCallHaveTheirOwnLine() {
        int[] none = {};
        try {
            hit();
            none[0] = 1;
            hit();
        } catch (ArrayIndexOutOfBoundsException e) {
            return e;
        }
        return "end";
    }

    @Entry
    public static Object divisionOnTheLineOfTheCall() {
        try {
            return pass(1) / pass(0);
        } catch (ArithmeticException e) {
            return e;
        }
    }

    @Entry
    public static Object traceFromCallInArguments() {
        try {
            return nest(nest(pass(1)), nest(nest(2), Points.<Integer>throwing("inner argument")));
        } catch (IllegalStateException e) {
            return e;
        }
    }

    static int nest(int... values) {
        hit();
        return values.length;
    }

    @Entry
    public static Object loopLinesAfterResume() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            try {
                hit();
                if (i == 1) throwing("one");
                text.append(10 / (2 - i));
            } catch (IllegalStateException | ArithmeticException e) {
                log(e);
            }
        }
        return text.toString();
    }
}

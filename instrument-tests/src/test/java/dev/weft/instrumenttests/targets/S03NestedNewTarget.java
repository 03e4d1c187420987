// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Several uninitialised objects on the stack at once, wide arguments, and conditions within arguments. */
@Fiber
public final class S03NestedNewTarget {
    private S03NestedNewTarget() {}

    static final class Node {
        private final String text;

        Node(Object left, Object right) {
            text = "<" + left + "," + right + ">";
            log(text);
        }

        Node(long a, double b, Object c, long d) {
            text = "<" + a + "," + b + "," + c + "," + d + ">";
            log(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @Entry
    public static Object nestedTwice() {
        return new Node(new Node(pass("a"), "b"), pass("c"));
    }

    @Entry
    public static Object nestedFourTimes() {
        return new Node(new Node(new Node(new Node(pass(1), pass(2)), pass(3)), pass(4)), pass(5));
    }

    @Entry
    public static Object nestedOnBothSides() {
        return new Node(new Node(pass(1), new Node(pass(2), pass(3))), new Node(new Node(4, pass(5)), pass(6)));
    }

    @Entry
    public static Object wideArguments() {
        return new Node(pass(1L), pass(2.5), new Node(pass(3L), 4.5, pass("five"), pass(6L)), pass(7L));
    }

    @Entry
    public static Object conditionalArgument() {
        String text = "";
        for (int i = 0; i < 4; i++) {
            text += new Node(i % 2 == 0 ? pass("even") : "odd", i > 1 ? pass(i) : pass("low"));
        }
        return text;
    }

    @Entry
    public static Object switchExpressionInArgument() {
        String text = "";
        for (int i = 0; i < 4; i++) {
            text += new Node(
                    switch (i) {
                        case 0 -> pass("zero");
                        case 1 -> {
                            log("one");
                            yield pass(1.0f);
                        }
                        default -> i;
                    },
                    pass(i));
        }
        return text;
    }

    @Entry
    public static Object sameClassTwiceOnTheStack() {
        return new StringBuilder(new StringBuilder(pass("inner")).append(pass('-')))
                .append(new StringBuilder(pass("outer")))
                .toString();
    }

    @Entry
    public static Object incrementAroundNew() {
        int i = 0;
        Object node = new Node(i++, new Node(pass(i++), i++));
        return node + " " + i;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Java 25: statements before the call of another constructor, unnamed variables. Compiled at test time only. */
@Fiber
public final class FlexibleConstructorTarget {
    private final String text;

    private FlexibleConstructorTarget(Object text) {
        String prepared = pass("prepared "); // pins CONSTRUCTOR
        log(prepared);
        this(prepared + text);
    }

    private FlexibleConstructorTarget(String text) {
        this.text = text;
        super();
    }

    record Pair(Object left, Object right) {}

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object statementsBeforeTheOtherConstructor() {
        return pass(new FlexibleConstructorTarget((Object) pass("object"))).text;
    }

    @Entry
    public static Object unnamedVariables() {
        int count = 0;
        for (int _ : new int[] {1, 2, 3}) {
            count += pass(1);
        }
        try {
            Points.throwing("ignored");
        } catch (IllegalStateException _) {
            hit();
            count += 10;
        }
        Object pair = pass((Object) new Pair(count, "right"));
        return switch (pair) {
            case Pair(Integer n, _) when pass(n) > 12 -> pass(n);
            case Pair _ -> pass(-1);
            default -> 0;
        };
    }
}

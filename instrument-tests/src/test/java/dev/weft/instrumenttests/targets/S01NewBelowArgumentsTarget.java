// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Constructor calls whose arguments suspend: NEW and DUP lie below them on the stack. */
@Fiber
public final class S01NewBelowArgumentsTarget {
    private S01NewBelowArgumentsTarget() {}

    static final class Pair {
        final Object left;
        final Object right;

        Pair(Object left, Object right) {
            log("new Pair " + left + " " + right);
            this.left = left;
            this.right = right;
        }

        @Override
        public String toString() {
            return "(" + left + ", " + right + ")";
        }
    }

    @Entry
    public static Object newStringOfSuspendingBytes() {
        return new String(pass("weft").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Entry
    public static Object oneArgumentSuspends() {
        return new StringBuilder(pass("one")).append(2).toString();
    }

    @Entry
    public static Object secondArgumentSuspends() {
        return new Pair("left", pass("right"));
    }

    @Entry
    public static Object allArgumentsSuspend() {
        return new Pair(pass("left"), pass("right"));
    }

    @Entry
    public static Object newBelowOtherOperands() {
        int base = pass(3);
        return base + pass(4) * new ArrayList<>(List.of(pass(1), 2, pass(3))).size();
    }

    @Entry
    public static Object resultDropped() {
        new Pair(pass(1), pass(2)); // unused on purpose
        return "dropped";
    }

    @Entry
    public static Object resultUsedAsReceiver() {
        return new BigDecimal(pass("1.50")).add(new BigDecimal(pass("2.25"))).toString();
    }

    @Entry
    public static Object throwInArgument() {
        try {
            return new Pair(pass("left"), throwing("no right"));
        } catch (IllegalStateException e) {
            log(e);
            return "caught";
        }
    }

    @Entry
    public static Object exceptionWithSuspendingMessage() {
        try {
            throw new IllegalArgumentException("bad " + pass("value"));
        } catch (IllegalArgumentException e) {
            return e;
        }
    }

    @Entry
    public static Object newArrayOfNewObjects() {
        return new Pair[] {new Pair(pass(1), 2), new Pair(3, pass(4)), null};
    }

    @Entry
    public static Object newInLoop() {
        List<Object> pairs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pairs.add(new Pair(i, pass(i * i)));
        }
        return pairs;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** When a call throws, the variable it was to assign keeps its old value, and the handler reads that. */
@Fiber
public final class S08AssignmentByThrowingCallTarget {
    private S08AssignmentByThrowingCallTarget() {}

    private static int failingInt() {
        return Points.<Integer>throwing("no int");
    }

    private static long failingLong() {
        hit();
        throw new IllegalStateException("no long");
    }

    @Entry
    public static Object referenceKeepsOldValue() {
        String value = pass("old");
        try {
            value = throwing("no value");
        } catch (IllegalStateException e) {
            log(value);
        }
        return value;
    }

    @Entry
    public static Object intKeepsOldValue() {
        int value = pass(1);
        try {
            value = failingInt();
        } catch (IllegalStateException e) {
            value += pass(10);
        }
        return value;
    }

    @Entry
    public static Object longKeepsOldValueAndNeighbours() {
        int before = pass(1);
        long value = pass(2L);
        int after = pass(3);
        try {
            value = failingLong();
        } catch (IllegalStateException e) {
            log(value);
        }
        return before + value + after;
    }

    @Entry
    public static Object compoundAssignmentIsNotDone() {
        int value = pass(5);
        int[] array = {1, 2, 3};
        try {
            array[value - 4] += failingInt();
        } catch (IllegalStateException e) {
            value++;
        }
        return "" + value + array[0] + array[1] + array[2];
    }

    @Entry
    public static Object earlierAssignmentsInTryAreSeen() {
        String step = "none";
        try {
            step = "one";
            hit();
            step = "two";
            throwing("between");
            step = "three";
        } catch (IllegalStateException e) {
            step += pass(" caught");
        } finally {
            step += pass(" finally");
        }
        return step;
    }

    @Entry
    public static Object variableOnlyReadByHandler() {
        String context = pass("context");
        int attempt = 0;
        while (true) {
            try {
                attempt++;
                if (attempt < 3) {
                    throwing("attempt " + attempt);
                }
                return attempt;
            } catch (IllegalStateException e) {
                log(context + attempt);
                context = context + pass('!');
            }
        }
    }

    @Entry
    public static Object fieldKeepsOldValue() {
        Holder holder = new Holder();
        try {
            holder.value = failingInt();
        } catch (IllegalStateException e) {
            log(holder.value);
        }
        try {
            holder.value += failingInt();
        } catch (IllegalStateException e) {
            log(holder.value);
        }
        holder.value = pass(9);
        return holder.value;
    }

    static final class Holder {
        int value = 4;
    }
}

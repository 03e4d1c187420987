// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** One local slot holds values of different types in disjoint scopes. */
@Fiber
public final class S12SlotReuseTarget {
    private S12SlotReuseTarget() {}

    @Entry
    public static Object referenceThenPrimitive() {
        String result = "";
        {
            String text = pass("text");
            hit();
            result += text;
        }
        {
            int number = pass(42);
            hit();
            result += number;
        }
        {
            double[] array = {pass(1.5)};
            hit();
            result += array[0];
        }
        return result;
    }

    @Entry
    public static Object longOverTwoNarrowSlots() {
        long total = 0;
        {
            int a = pass(1);
            int b = pass(2);
            hit();
            total += a + b;
        }
        {
            long wide = pass(1L << 40);
            hit();
            total += wide;
        }
        {
            int a = pass(3);
            String b = pass("four");
            hit();
            total += a + b.length();
        }
        return total;
    }

    @Entry
    public static Object sameNameInTwoScopes() {
        String result = "";
        for (int i = 0; i < 2; i++) {
            int value = pass(i);
            hit();
            result += value;
        }
        for (int i = 0; i < 2; i++) {
            String value = pass("v" + i);
            hit();
            result += value;
        }
        return result;
    }

    @Entry
    public static Object differentTypesInBranches() {
        String result = "";
        for (int i = 0; i < 3; i++) {
            if (i == 0) {
                Object object = pass(new StringBuilder("object"));
                hit();
                result += object;
            } else if (i == 1) {
                float number = pass(2.5f);
                hit();
                result += number;
            } else {
                boolean flag = pass(true);
                char letter = pass('c');
                hit();
                result += flag + "" + letter;
            }
        }
        return result;
    }

    @Entry
    public static Object unassignedUntilAfterSuspension() {
        int number;
        String text;
        hit();
        if (pass(true)) {
            number = pass(1);
            text = "one";
        } else {
            number = 2;
            text = pass("two");
        }
        hit();
        return number + text;
    }

    @Entry
    public static Object parameterReassigned() {
        return reassigned(pass(5), "start", 7L);
    }

    static String reassigned(int number, Object value, long wide) {
        hit();
        number = number * 2;
        value = pass(value + ":" + number);
        wide = pass(wide + number);
        hit();
        return value + "/" + wide;
    }

    @Entry
    public static Object catchVariableReusesSlot() {
        String result = "";
        for (int i = 0; i < 2; i++) {
            try {
                long wide = pass(3L + i);
                if (wide == 4) {
                    Points.throwing("four");
                }
                result += wide;
            } catch (IllegalStateException e) {
                hit();
                log(e);
                result += e.getMessage();
            }
            String last = pass("!");
            result += last;
        }
        return result;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Constants and duplicates in locals and on the stack: equal ones, different ones, on different paths. */
@Fiber
public final class S14ConstantsTarget {
    private S14ConstantsTarget() {}

    @Entry
    public static Object differentConstantsMerge() {
        String result = "";
        for (int i = 0; i < 3; i++) {
            int small = i == 0 ? 1 : 2;
            String text = i == 1 ? "one" : "other";
            long wide = i == 2 ? 1L : 0L;
            hit();
            result += small + text + wide;
        }
        return result;
    }

    @Entry
    public static Object constantsBelowCall() {
        return six(1, 2L, "three", pass(4), 5.0f, null);
    }

    static String six(int a, long b, String c, int d, float e, Object f) {
        return a + "," + b + "," + c + "," + d + "," + e + "," + f;
    }

    @Entry
    public static Object allKindsOfConstantsInLocals() {
        int minusOne = -1;
        int big = 1 << 20;
        short middle = 300;
        long longOne = 1L;
        float two = 2f;
        double pi = 3.14;
        String text = "text";
        Class<?> type = String.class;
        Object nothing = null;
        hit();
        return "" + minusOne + big + middle + longOne + two + pi + text + type.getSimpleName() + nothing;
    }

    @Entry
    public static Object duplicatedOperand() {
        int[] box = new int[1];
        int a = box[0] = pass(3);
        int b = a += pass(4);
        int c = box[0] += pass(b);
        return new int[] {a, b, c, box[0]};
    }

    @Entry
    public static Object duplicatedWideOperand() {
        long[] box = new long[2];
        long a = box[pass(1)] = pass(1L << 35);
        long b = box[1] *= pass(2L);
        return new long[] {a, b, box[0], box[1]++, ++box[1]};
    }

    @Entry
    public static Object sameConstantTwiceOnStack() {
        return six(1, 1L, "same", 1, 1f, "same" + pass("same")) + six(0, 0L, null, pass(0), 0f, null);
    }

    @Entry
    public static Object constantTestedAfterSuspension() {
        boolean debug = false;
        int limit = 3;
        int n = 0;
        while (n < limit) {
            n += pass(1);
            if (debug) {
                return "never";
            }
        }
        return n;
    }
}

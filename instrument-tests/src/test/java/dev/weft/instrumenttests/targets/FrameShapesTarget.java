// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Few and many live values of both kinds, and activations that suspend with different numbers of them. */
@Fiber
public final class FrameShapesTarget {
    private FrameShapesTarget() {}

    @Entry
    public static Object twelveReferencesAndTwelvePrimitives() {
        String a = pass("a"), b = "b", c = "c", d = pass("d"), e = "e", f = "f";
        Object g = "g", h = "h", i = pass("i"), j = "j", k = null, l = "l";
        int m = 1, n = pass(2), o = 3;
        long p = 4, q = pass(5L), r = 6;
        double s = 7, t = pass(8.0), u = 9;
        float v = 10;
        boolean w = true;
        char x = pass('x');
        hit();
        String text = a + b + c + d + e + f + g + h + i + j + k + l;
        hit();
        return text + m + n + o + p + q + r + s + t + u + v + w + x;
    }

    @Entry
    public static Object referencesOnly() {
        String a = pass("a");
        String b = pass(a + "b");
        String c = pass(a + b);
        String d = pass(b + c);
        String e = pass(c + d);
        hit();
        return a + b + c + d + e;
    }

    @Entry
    public static Object primitivesOnly() {
        int a = pass(1);
        long b = pass(a + 1L);
        double c = pass(b + 0.5);
        float d = pass((float) c);
        short e = pass((short) d);
        hit();
        return a + b + c + d + e;
    }

    @Entry
    public static Object narrowThenWideThenNarrow() {
        String a = pass("a");
        String result = "";
        for (int round = 0; round < 3; round++) {
            hit();
            if (round == 1) {
                String b = pass("b"), c = "c", d = pass("d"), e = "e", f = "f", g = "g", h = "h", i = "i", j = "j";
                long k = pass(1L), l = 2, m = 3, n = 4, o = 5;
                hit();
                result += b + c + d + e + f + g + h + i + j + k + l + m + n + o;
            }
            result += a + pass(round);
        }
        return result;
    }

    @Entry
    public static Object nothingLive() {
        hit();
        hit();
        return "constant";
    }

    @Entry
    public static Object objectsOfManyTypesStayTyped() {
        StringBuilder builder = new StringBuilder(pass("b"));
        int[] ints = {pass(1)};
        String[][] table = {{pass("t")}};
        Runnable runnable = () -> builder.append("ran");
        Iterable<String> iterable = java.util.List.of("it");
        Class<?> type = pass(String.class);
        hit();
        runnable.run();
        for (String s : iterable) {
            builder.append(s).append(pass(ints.length));
        }
        return builder.append(table[0][0])
                .append(type.getSimpleName())
                .append(ints[0])
                .toString();
    }
}

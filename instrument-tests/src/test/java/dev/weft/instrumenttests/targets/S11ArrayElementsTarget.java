// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Arrays and their elements across suspensions: typing of elements, merges of array types, several dimensions. */
@Fiber
public final class S11ArrayElementsTarget {
    private S11ArrayElementsTarget() {}

    @Entry
    public static Object elementUsedAfterSuspension() {
        String[] words = {"alpha", pass("beta"), "gamma"};
        String word = words[pass(1)];
        hit();
        return word.toUpperCase(java.util.Locale.ROOT) + words[2].length();
    }

    @Entry
    public static Object forEachOverReferenceArray() {
        String text = "";
        for (String word : new String[] {"a", "b", "c"}) {
            text += pass(word) + word.charAt(0);
        }
        return text;
    }

    @Entry
    public static Object forEachOverPrimitiveArrays() {
        long sum = 0;
        for (int n : new int[] {1, 2, 3}) {
            sum += pass(n);
        }
        for (long n : new long[] {10, 20}) {
            sum += pass(n);
        }
        for (byte n : new byte[] {1, -1}) {
            sum += pass(n);
        }
        for (char c : new char[] {'a', 'b'}) {
            sum += pass(c);
        }
        return sum;
    }

    @Entry
    public static Object elementOfConditionallyNullArray() {
        String result = "";
        for (int i = 0; i < 2; i++) {
            String[] array = i == 0 ? null : new String[] {"x"};
            hit();
            try {
                String element = array[0];
                hit();
                result += element.length();
            } catch (NullPointerException e) {
                result += pass("npe");
            }
        }
        return result;
    }

    @Entry
    public static Object severalDimensions() {
        int[][][] cube = new int[2][3][pass(2)];
        for (int i = 0; i < cube.length; i++) {
            for (int j = 0; j < cube[i].length; j++) {
                int[] row = cube[i][j];
                hit();
                for (int k = 0; k < row.length; k++) {
                    cube[i][j][k] += pass(i * 100 + j * 10 + k);
                }
            }
        }
        return cube;
    }

    @Entry
    public static Object mergeOfPrimitiveAndReferenceArrays() {
        String result = "";
        for (int i = 0; i < 3; i++) {
            Object array = i == 0 ? new int[] {1} : i == 1 ? new String[] {"s"} : new long[2][2];
            hit();
            result += array.getClass().getSimpleName();
        }
        return result;
    }

    @Entry
    public static Object arrayPassedAsObject() {
        return describe((Object) new Object[] {pass(1)}) + describe(new Object[0], pass("x"));
    }

    static String describe(Object... arguments) {
        hit();
        return arguments.length + ":" + arguments[0].getClass().getSimpleName();
    }

    @Entry
    public static Object variableArguments() {
        return sum() + sum(pass(1)) + sum(pass(1), 2, pass(3));
    }

    static int sum(int... numbers) {
        int sum = 0;
        for (int n : numbers) {
            sum += pass(n);
        }
        return sum;
    }

    @Entry
    public static Object arrayStoreOfWrongType() {
        Object[] objects = new String[1];
        try {
            objects[0] = pass(Integer.valueOf(1));
        } catch (ArrayStoreException e) {
            log(e);
            hit();
        }
        return objects;
    }

    @Entry
    public static Object arrayCloneAndLength() {
        int[][] rows = {{pass(1)}, {2, pass(3)}};
        int[][] copy = rows.clone();
        int length = copy[pass(1)].length;
        copy[0] = rows[1].clone();
        hit();
        copy[0][0] = 9;
        return new Object[] {rows, copy, length};
    }
}

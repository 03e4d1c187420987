// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Values of every primitive type as parameters, locals, operands, results and fields, with their extremes. */
@Fiber
public final class S13WideValuesTarget {
    private S13WideValuesTarget() {}

    static long mixed(long a, int b, double c, Object d, float e, long f, boolean g, char h, short i, byte j) {
        hit();
        long first = a + b + (long) c;
        hit();
        return first + d.toString().length() + (long) e + f + (g ? 1 : 0) + h + i + j;
    }

    @Entry
    public static Object mixedParametersKeepTheirSlots() {
        return mixed(1L << 33, 2, 3.75, "four", 5.5f, -6L, true, 'h', (short) -9, (byte) 10);
    }

    @Entry
    public static Object booleanAcrossSuspension() {
        boolean yes = pass(true);
        boolean no = pass(false);
        hit();
        return yes && !no && pass(yes | no);
    }

    @Entry
    public static Object byteAcrossSuspension() {
        byte low = pass(Byte.MIN_VALUE);
        byte sum = (byte) (low + pass((byte) -1));
        hit();
        return new byte[] {low, sum};
    }

    @Entry
    public static Object charAcrossSuspension() {
        char top = pass(Character.MAX_VALUE);
        char next = (char) (top + pass('\1'));
        hit();
        return "" + (int) top + (int) next + pass('z');
    }

    @Entry
    public static Object shortAcrossSuspension() {
        short low = pass(Short.MIN_VALUE);
        low -= pass((short) 1);
        hit();
        return low;
    }

    @Entry
    public static Object intAcrossSuspension() {
        int low = pass(Integer.MIN_VALUE);
        int top = low - pass(1);
        hit();
        return new int[] {low, top, top >>> pass(4), low >> pass(4)};
    }

    @Entry
    public static Object longAcrossSuspension() {
        long low = pass(Long.MIN_VALUE);
        long pattern = pass(0xDEAD_BEEF_CAFE_BABEL);
        hit();
        return new long[] {low, pattern, low - pass(1L), pattern >>> pass(3)};
    }

    @Entry
    public static Object floatAcrossSuspension() {
        float zero = pass(-0.0f);
        float nan = pass(Float.NaN);
        float tiny = pass(Float.MIN_VALUE);
        hit();
        return new float[] {zero, nan, tiny, zero / pass(1f), Float.intBitsToFloat(pass(0x7f80_0001 & ~1))};
    }

    @Entry
    public static Object doubleAcrossSuspension() {
        double zero = pass(-0.0);
        double nan = pass(Double.NaN);
        double tiny = pass(Double.MIN_VALUE);
        hit();
        return new double[] {zero, nan, tiny, 1 / zero, pass(Math.PI) * tiny};
    }

    @Entry
    public static Object nanBitsSurvive() {
        double nan = Double.longBitsToDouble(0x7ff8_0000_0000_1234L);
        float small = Float.intBitsToFloat(0x7fc0_0042);
        hit();
        return new Object[] {Double.doubleToRawLongBits(nan), Float.floatToRawIntBits(small)};
    }

    @Entry
    public static Object boxedValues() {
        Integer boxed = pass(1000);
        Long wide = pass(Long.MAX_VALUE);
        Character letter = pass('x');
        hit();
        return boxed + wide + letter;
    }

    @Entry
    public static Object wideLocalsBetweenNarrowOnes() {
        int a = pass(1);
        long b = pass(2L);
        int c = pass(3);
        double d = pass(4.0);
        Object e = pass("five");
        long f = pass(6L);
        hit();
        a += c;
        b += f;
        d *= a;
        hit();
        return a + ":" + b + ":" + c + ":" + d + ":" + e + ":" + f;
    }

    @Entry
    public static Object conversions() {
        int i = (int) pass(3.99e9);
        long l = (long) pass(-1.5f);
        byte b = (byte) pass(300);
        char c = (char) pass(-1L);
        double d = pass(7) / pass(2.0f);
        hit();
        return new Object[] {i, l, b, (int) c, d};
    }

    @Entry
    public static Object comparisonsOnResults() {
        String text = "";
        text += pass(1L) < pass(2L) ? "a" : "b";
        text += pass(Double.NaN) < pass(1.0) ? "c" : "d";
        text += pass(1f) >= pass(Float.NaN) ? "e" : "f";
        text += pass("x") == pass("x") ? "g" : "h";
        text += pass(5) > pass(4) && pass(3) != pass(2) || pass(false) ? "i" : "j";
        return text;
    }
}

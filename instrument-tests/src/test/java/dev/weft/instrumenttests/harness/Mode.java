// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.util.function.IntPredicate;

/**
 * Which points of a run suspend, and which call of {@code Points.hit()} then throws.
 *
 * @param name what a failing test shows
 * @param suspends asked with the number of each point, from 1
 * @param throwsAtHit the number of the hit that throws an {@link InjectedException}, or 0
 */
public record Mode(String name, IntPredicate suspends, int throwsAtHit) {

    /** No point suspends. */
    public static Mode never() {
        return new Mode("never", point -> false, 0);
    }

    /** Every point suspends. */
    public static Mode always() {
        return new Mode("always", point -> true, 0);
    }

    /** About every second point suspends, the same ones for the same seed. */
    public static Mode seed(long seed) {
        return new Mode("seed:" + seed, point -> (mix(seed * 1_000_003L + point) & 1) == 0, 0);
    }

    /** Only the k-th point suspends. */
    public static Mode at(int k) {
        return new Mode("at:" + k, point -> point == k, 0);
    }

    /** Every point suspends, and the hit of this number throws after it was resumed. */
    public static Mode suspendThenThrowAt(int hit) {
        return new Mode("suspend-then-throw:" + hit, point -> true, hit);
    }

    /** The same throw without any suspension. */
    Mode withoutSuspension() {
        return new Mode(name, point -> false, throwsAtHit);
    }

    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

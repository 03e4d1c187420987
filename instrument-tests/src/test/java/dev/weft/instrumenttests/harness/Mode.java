// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * Which points of a run suspend, and which call of {@code Points.hit()} then throws.
 *
 * @param name what a failing test shows
 * @param suspends asked at each point
 * @param endsSlice asked before each resume whether the time slice ends at the first check after it
 * @param throwsAtHit the number of the hit that throws an {@link InjectedException}, or 0
 */
public record Mode(String name, Choice suspends, IntPredicate endsSlice, int throwsAtHit) {

    private Mode(String name, Choice suspends, int throwsAtHit) {
        this(name, suspends, resume -> false, throwsAtHit);
    }

    /** Decides for each point. */
    @FunctionalInterface
    public interface Choice {
        /**
         * Asked at a point.
         *
         * @param point its number in the run, from 1
         * @param site which place in the program it is; 0 where the program doesn't tell
         * @param visit how often the run has been at this site, from 1
         */
        boolean suspends(int point, int site, int visit);
    }

    /** No point suspends. */
    public static Mode never() {
        return new Mode("never", (point, site, visit) -> false, 0);
    }

    /** Every point suspends. */
    public static Mode always() {
        return new Mode("always", (point, site, visit) -> true, 0);
    }

    /** About every second point suspends, the same ones for the same seed. */
    public static Mode seed(long seed) {
        return new Mode("seed:" + seed, (point, site, visit) -> (mix(seed * 1_000_003L + point) & 1) == 0, 0);
    }

    /** Only the k-th point suspends. */
    public static Mode at(int k) {
        return new Mode("at:" + k, (point, site, visit) -> point == k, 0);
    }

    /** A random set of pairs of a site and a number of its visit suspends; some sites always do, and some never. */
    public static Mode mask(long seed) {
        return new Mode(
                "mask:" + seed,
                (point, site, visit) -> {
                    SplittableRandom random = new SplittableRandom(mix(seed) + site);
                    int visits = random.nextInt(4) == 0 ? -random.nextInt(2) : random.nextInt();
                    return (visits >>> visit & 1) != 0;
                },
                0);
    }

    /** Every point suspends, and the hit of this number throws after it was resumed. */
    public static Mode suspendThenThrowAt(int hit) {
        return new Mode("suspend-then-throw:" + hit, (point, site, visit) -> true, hit);
    }

    /** No point suspends, but a time slice ends at each check that nothing suspended. */
    public static Mode slices() {
        return new Mode("slices", (point, site, visit) -> false, resume -> true, 0);
    }

    /** Some points suspend, and some time slices end. */
    public static Mode slices(long seed) {
        return new Mode("slices:" + seed, seed(seed).suspends, resume -> (mix(seed * 1_000_003L - resume) & 1) == 0, 0);
    }

    /** Whether some suspensions have no other reason than that a time slice has ended. */
    public boolean endsSlices() {
        return name.startsWith("slices");
    }

    /** The same throw without any suspension. */
    public Mode withoutSuspension() {
        return new Mode(name, (point, site, visit) -> false, throwsAtHit);
    }

    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

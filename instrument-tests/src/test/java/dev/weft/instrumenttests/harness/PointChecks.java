// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.util.stream.IntStream;

/** Checks of one entry that count its points, or try them one by one. */
public final class PointChecks {
    /** Points tried one by one; of longer runs, this many of them, evenly spread. */
    private static final int MAX_SINGLE_POINTS = 60;

    private PointChecks() {}

    /** Fails if a run, told to suspend always, has pinned where the entry doesn't say so, or the other way round. */
    public static void checkCounts(TargetEntry entry, TargetSuite suite, Run run) {
        int free = run.hits() - run.pinnedHits();
        check(run.hits() > 0, entry, "calls hit()");
        switch (entry.pinned()) {
            case NEVER -> check(run.pinnedHits() == 0 && run.suspensions() > 0, entry, "never pins");
            case SOMETIMES -> {
                check(run.pinnedHits() > 0 && free > 0, entry, "pins sometimes");
                check(run.suspensions() > 0, entry, "suspends");
            }
            case ALWAYS -> check(free == 0, entry, "always pins");
        }
        if (suite.variant() != TargetSuite.Variant.WITH_POLLS) {
            check(run.suspensions() == free, entry, "suspends at each hit() that isn't pinned");
        }
    }

    private static void check(boolean holds, TargetEntry entry, String claim) {
        if (!holds) throw new AssertionError("not so: " + entry + " " + claim);
    }

    /** Suspends at each of an entry's points alone. */
    public static void checkEachPoint(TargetEntry entry, TargetSuite suite) {
        int points = suite.differential().check(entry, Mode.always()).points();
        for (int point : spread(points)) suite.differential().check(entry, Mode.at(point));
    }

    /** Lets each of an entry's calls of hit() throw after it was resumed. */
    public static void checkEachThrow(TargetEntry entry, TargetSuite suite) {
        int hits = suite.differential().check(entry, Mode.always()).hits();
        for (int hit : spread(hits)) suite.differential().check(entry, Mode.suspendThenThrowAt(hit));
    }

    private static int[] spread(int count) {
        if (count <= MAX_SINGLE_POINTS) return IntStream.rangeClosed(1, count).toArray();
        return IntStream.range(0, MAX_SINGLE_POINTS)
                .map(i -> 1 + (int) ((long) i * (count - 1) / (MAX_SINGLE_POINTS - 1)))
                .toArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs entries in modes that are the same for each, so that two processes can compare what came of it. */
public final class FixedModes {
    private static final int OF_EACH_KIND = 5;

    private FixedModes() {}

    /** Never, always, at the end of each time slice, by seed, at one point, and suspended then throwing. */
    public static List<Mode> all() {
        List<Mode> modes = new ArrayList<>(List.of(Mode.never(), Mode.always(), Mode.slices()));
        for (int k = 1; k <= OF_EACH_KIND; k++) {
            modes.add(Mode.seed(k));
            modes.add(Mode.at(k));
            modes.add(Mode.suspendThenThrowAt(k));
        }
        return modes;
    }

    /** The outcome of each entry in each mode as a fiber, by entry and mode. */
    public static Map<String, String> outcomesOfFibers(Differential differential, List<TargetEntry> entries) {
        Map<String, String> outcomes = new TreeMap<>();
        for (TargetEntry entry : entries) {
            for (Mode mode : all()) {
                Differential.Finished finished = differential.fiber(entry, mode);
                outcomes.put(key(entry, mode), finished.outcome().toString());
                if (mode.name().equals(Mode.always().name())) outcomes.put(entry + " counts", counts(finished.run()));
            }
        }
        return outcomes;
    }

    /** What is expected of {@link #outcomesOfFibers}: plain runs' outcomes, and counts of a suite that was instrumented here. */
    public static Map<String, String> expectedOutcomes(TargetSuite suite) {
        Map<String, String> outcomes = new TreeMap<>();
        for (TargetEntry entry : suite.entries()) {
            for (Mode mode : all()) {
                outcomes.put(
                        key(entry, mode),
                        suite.differential().plainOutcome(entry, mode).toString());
            }
            outcomes.put(entry + " counts", counts(suite.differential().check(entry, Mode.always())));
        }
        return outcomes;
    }

    private static String key(TargetEntry entry, Mode mode) {
        return entry + " " + mode.name();
    }

    private static String counts(Run run) {
        return run.hits() + " hits, " + run.pinnedHits() + " pinned, " + run.suspensions() + " suspensions";
    }
}

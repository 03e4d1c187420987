// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import dev.weft.instrumenttests.harness.Outcome;
import java.util.List;

/** Where two outcomes differ. */
final class Difference {
    private Difference() {}

    static boolean isNone(Outcome expected, Outcome actual) {
        return expected.equals(actual)
                || expected.hits() == actual.hits()
                        && firstDifference(expected.effects(), actual.effects()) < 0
                        && matches(expected.end(), actual.end());
    }

    /** Equal, aside from stack traces which the actual text says are cut. */
    private static boolean matches(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        if (!actual.contains(TraceRendering.CUT)) {
            return false;
        }
        List<String> there = expected.lines().toList();
        int next = 0;
        for (String line : actual.lines().toList()) {
            if (line.equals(TraceRendering.CUT)) {
                while (next < there.size() && there.get(next).startsWith(TraceRendering.LINE)) {
                    next++;
                }
            } else if (next == there.size() || !there.get(next++).equals(line)) {
                return false;
            }
        }
        return next == there.size();
    }

    /** The oracle that notices. */
    static Failure.Kind kind(Outcome expected, Outcome actual) {
        String end = actual.end();
        if (end.startsWith("threw java.lang.IllegalStateException: suspends without end")) {
            return Failure.Kind.ENDLESS;
        }
        boolean linkage = end.startsWith("threw java.lang.VerifyError")
                || end.startsWith("threw java.lang.IncompatibleClassChangeError")
                || end.startsWith("threw java.lang.NoSuchMethodError")
                || end.startsWith("threw java.lang.AbstractMethodError")
                || end.startsWith("threw java.lang.ClassFormatError")
                || end.startsWith("threw java.lang.BootstrapMethodError")
                || end.startsWith("threw java.lang.IllegalAccessError");
        if (linkage && !end.equals(expected.end())) {
            return Failure.Kind.LINKAGE;
        }
        int effect = firstDifference(expected.effects(), actual.effects());
        if (effect < 0 && matches(expected.end(), end)) {
            return Failure.Kind.EFFECTS; // the number of hits
        }
        String there = effect < 0 ? expected.end() : element(expected.effects(), effect);
        String here = effect < 0 ? end : element(actual.effects(), effect);
        boolean sameHead = there.lines().findFirst().equals(here.lines().findFirst());
        if (sameHead) {
            return Failure.Kind.EXCEPTION;
        }
        return effect < 0 ? Failure.Kind.RESULT : Failure.Kind.EFFECTS;
    }

    /** Both sides, from shortly before the first difference on. */
    static String text(Outcome expected, Outcome actual) {
        int effect = firstDifference(expected.effects(), actual.effects());
        int from = Math.max(0, (effect < 0 ? expected.effects().size() : effect) - 2);
        return "--- plain\n" + part(expected, from) + "\n--- as fiber\n" + part(actual, from);
    }

    private static String part(Outcome outcome, int from) {
        List<String> effects = outcome.effects();
        int start = Math.min(from, effects.size());
        int end = Math.min(start + 5, effects.size());
        return "(" + start + " effects)\n" + String.join("\n", effects.subList(start, end)) + "\n("
                + (effects.size() - end) + " effects)\n=> " + outcome.end() + "\n(" + outcome.hits() + " hits)";
    }

    private static String element(List<String> effects, int index) {
        return index < effects.size() ? effects.get(index) : "";
    }

    /** -1 if there is none. */
    private static int firstDifference(List<String> a, List<String> b) {
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            if (!matches(element(a, i), element(b, i)) || i >= a.size() || i >= b.size()) {
                return i;
            }
        }
        return -1;
    }
}

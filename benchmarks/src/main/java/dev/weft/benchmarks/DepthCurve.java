// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.Measure.Effort;
import java.util.List;

/** Deep stacks: a bare continuation that suspends below so many calls. */
final class DepthCurve {
    private static final int SWITCHES = 1_000_000;
    private static final int CALLS = 5_000_000;

    private DepthCurve() {}

    /** Descends once, then suspends again and again from there. */
    static List<Figure> switches(int depth, Effort effort) throws Exception {
        return List.of(Measure.nanosPerOperation(
                Curve.at("depth.switch", depth), SWITCHES, effort, () -> RawSwitch.run(depth, 1, SWITCHES)));
    }

    /** Descends, suspends once, and is back at the top after so many returns, again and again. */
    static List<Figure> descents(int depth, Effort effort) throws Exception {
        int descents = CALLS / (depth + 4);
        return List.of(Measure.nanosPerOperation(
                Curve.at("depth.descend", depth), descents, effort, () -> RawSwitch.run(depth, descents, 1)));
    }
}

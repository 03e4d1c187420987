// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.List;

/** Yielding alone, and among a thousand. */
final class Yields {
    private static final int YIELDS = 1_000_000;
    private static final int FIBERS = 1_000;

    private Yields() {}

    static List<Figure> one() throws Exception {
        return List.of(Measure.nanosPerOperation("yield1", YIELDS, () -> Weft.run(() -> yields(YIELDS))));
    }

    static List<Figure> many() throws Exception {
        return List.of(Measure.nanosPerOperation(
                "yield-many",
                YIELDS,
                () -> Weft.run(() -> {
                    List<Routine<Void>> routines = new ArrayList<>();
                    for (int i = 0; i < FIBERS; i++) routines.add(Weft.go(() -> yields(YIELDS / FIBERS)));
                    for (Routine<Void> routine : routines) routine.join();
                })));
    }

    @Fiber
    private static void yields(int times) {
        for (int i = 0; i < times; i++) Weft.yield();
    }
}

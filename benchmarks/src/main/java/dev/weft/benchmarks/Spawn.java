// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Routine;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.List;

/** A million fibers that do nothing, started by one fiber, which waits for each. */
final class Spawn {
    private static final int FIBERS = 1_000_000;

    private Spawn() {}

    static List<Figure> joined() throws Exception {
        return List.of(Measure.nanosPerOperation(
                "spawn",
                FIBERS,
                () -> Weft.run(() -> {
                    List<Routine<Void>> routines = new ArrayList<>(FIBERS);
                    for (int i = 0; i < FIBERS; i++) routines.add(Weft.go(() -> {}));
                    for (Routine<Void> routine : routines) routine.join();
                })));
    }
}

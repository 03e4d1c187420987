// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bare continuation that suspends below some calls, resumed by a loop on one thread: no fiber, no scheduler. */
final class RawSwitch {
    private static final int SWITCHES = 1_000_000;
    private static final int[] DEPTHS = {0, 10, 50, 200};

    /** Each activation adds to it after its call, so that none is a tail call. */
    static int sink;

    private RawSwitch() {}

    /** Descends once, then suspends again and again from there. */
    static List<Figure> switches() throws Exception {
        return measure("rawswitch.", 1, SWITCHES);
    }

    /** Descends, suspends once and returns, again and again. */
    static List<Figure> descents() throws Exception {
        return measure("rawdescend.", SWITCHES, 1);
    }

    private static List<Figure> measure(String name, int descents, int switches) throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (int depth : DEPTHS) {
            figures.add(Measure.nanosPerOperation(name + depth, SWITCHES, () -> run(depth, descents, switches)));
        }
        return figures;
    }

    /** Descends so often, by so many calls, and suspends so often each time. */
    static void run(int depth, int descents, int switches) throws Exception {
        new Descent(depth, descents, switches).runToEnd();
    }

    private static final class Descent extends Continuation {
        private final int depth;
        private final int descents;
        private final int switches;

        Descent(int depth, int descents, int switches) {
            this.depth = depth;
            this.descents = descents;
            this.switches = switches;
        }

        void runToEnd() throws Exception {
            int resumes = 1;
            while (!resume()) resumes++;
            if (failure() != null) throw new AssertionError(failure());
            Measure.check(resumes, (long) descents * switches + 1);
        }

        @Override
        @Fiber
        protected @Nullable Object body() {
            for (int i = 0; i < descents; i++) descend(depth, switches);
            return null;
        }

        @Fiber
        private static void descend(int depth, int switches) {
            if (depth > 0) descend(depth - 1, switches);
            else for (int i = 0; i < switches; i++) suspend();
            sink++;
        }
    }
}

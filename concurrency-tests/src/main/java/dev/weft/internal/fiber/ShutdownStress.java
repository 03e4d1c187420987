// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.Action;
import dev.weft.internal.sched.HandRunScheduler;
import java.util.concurrent.RejectedExecutionException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A scheduler is shut down while fibers are started, and while they end. */
public final class ShutdownStress {
    private ShutdownStress() {}

    abstract static class World {
        final HandRunScheduler scheduler = new HandRunScheduler();
        final LiveFibers live = new LiveFibers("hand");
        final Carriers carriers = scheduler.carriers(live);

        final FiberStrand fiber() {
            return new FiberStrand(carriers, null, (Action) () -> {});
        }

        final void conclude(III_Result r) {
            r.r2 = live.isEnded() ? 1 : 0;
            scheduler.runAll();
            r.r3 = live.isEnded() ? 1 : 0;
        }
    }

    /** One is started from outside. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "taken, and waited for")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "refused")
    @State
    public static class Start extends World {
        /** Starts one. */
        @Actor
        public void starter(III_Result r) {
            try {
                fiber().start();
                r.r1 = 1;
            } catch (RejectedExecutionException e) {
                r.r1 = 0;
            }
        }

        /** Shuts down. */
        @Actor
        public void closer() {
            live.shutdown(carriers);
        }

        /** The end. */
        @Arbiter
        public void arbiter(III_Result r) {
            conclude(r);
        }
    }

    /** The last two end at the same time. */
    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "the end was noticed")
    @State
    public static class End extends World {
        private final FiberStrand one = fiber();
        private final FiberStrand two = fiber();

        /** With two. */
        public End() {
            live.enter(one, carriers);
            live.enter(two, carriers);
            live.shutdown(carriers);
        }

        /** One ends. */
        @Actor
        public void one() {
            scheduler.run(one);
        }

        /** The other one ends. */
        @Actor
        public void two() {
            scheduler.run(two);
        }

        /** The end. */
        @Arbiter
        public void arbiter(III_Result r) {
            conclude(r);
        }
    }
}

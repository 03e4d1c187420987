// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import dev.weft.channel.Channel;
import dev.weft.context.Context;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.sched.HandRunFibers;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A fiber whose wait is ended by a cancellation or by another one's end: it is, and sees what was written before (K5, X9, F9). */
public final class CancelStress {
    private CancelStress() {}

    /** Somebody who waits in vain. */
    abstract static class Waiting extends HandRunFibers {
        static final int WAITS = -1;

        final Channel<Integer> never = Channel.rendezvous();
        int written; // plain

        @Fiber
        final int waitInVain() {
            try {
                return never.receive();
            } catch (CancelledException e) {
                return written;
            }
        }
    }

    /** K5: a routine is cancelled before it waits, or while it does. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "cancelled, and what came before it")
    @State
    public static class CancelThenWait extends Waiting {
        private final FiberStrand fiber = fiber(this::waitInVain);

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The canceller. */
        @Actor
        public void canceller() {
            written = 1;
            fiber.cancel();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(fiber, WAITS);
        }
    }

    /** X9: the context that a fiber begins in is cancelled before it begins, or while it waits. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "cancelled, and what came before it")
    @State
    public static class ContextThenWait extends Waiting {
        private final Context.Cancellable context = Context.background().withCancel();
        private final FiberStrand fiber =
                context.run(() -> fiber(this::waitInVain).inheriting());

        /** Who starts it, and the carrier. */
        @Actor
        public void carrier() {
            fiber.start();
            scheduler.runAll();
        }

        /** The canceller. */
        @Actor
        public void canceller() {
            written = 1;
            context.cancel();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(fiber, WAITS);
        }
    }

    /** F9: a fiber is joined before it ends, or after. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "ended, and what it did")
    @State
    public static class EndThenJoin extends Waiting {
        private final FiberStrand ending = fiber(() -> written = 1);
        private final FiberStrand joining = fiber(this::join);

        @Fiber
        private int join() {
            new Routine<Integer>(ending).join();
            return written;
        }

        /** The carrier of the one that ends. */
        @Actor
        public void first() {
            scheduler.run(ending);
        }

        /** The other one's. */
        @Actor
        public void second() {
            scheduler.run(joining);
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(joining, WAITS);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.sched.HandRunFibers;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A fiber that selects, on one thread, while somebody on another one serves, closes, cancels, or selects too. */
public final class SelectStress {
    private SelectStress() {}

    /** Two rendezvous, and a scheduler that is run by hand. */
    abstract static class Channels extends HandRunFibers {
        final Channel<Integer> a = Channel.rendezvous();
        final Channel<Integer> b = Channel.rendezvous();

        final FiberStrand selecting(List<Clause<Integer>> clauses) {
            return fiber(Select.of(clauses)::await);
        }

        /** What the fiber answers, 0 if it waits yet. */
        final int answer(FiberStrand fiber) {
            return result(fiber, 0);
        }
    }

    /** Both channels are offered an element, by who doesn't wait: the select takes one, or comes too late for both. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the first")
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "the second")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "neither")
    @State
    public static class TwoSends extends Channels {
        private final FiberStrand fiber = selecting(List.of(Select.receive(a), Select.receive(b)));
        private int sent;

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The sender. */
        @Actor
        public void sender() {
            if (a.trySend(1)) sent += 1;
            if (b.trySend(2)) sent += 2;
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = answer(fiber);
            r.r2 = sent;
        }
    }

    /** One channel is offered an element, then the other one is closed. */
    @JCStressTest
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "received")
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "learned of the close")
    @State
    public static class SendThenClose extends Channels {
        private final FiberStrand fiber = selecting(List.of(Select.receive(a), Select.receive(b, i -> i, () -> -1)));
        private int sent;

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The sender. */
        @Actor
        public void sender() {
            if (a.trySend(7)) sent = 1;
            b.close();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = answer(fiber);
            r.r2 = sent;
        }
    }

    /** The fiber is cancelled while it is sent to. */
    @JCStressTest
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "received")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "cancelled")
    @State
    public static class CancelThenSend extends Channels {
        private final FiberStrand fiber = selecting(List.of(Select.receive(a), Select.receive(b)));
        private int sent;

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
            scheduler.runAll();
        }

        /** The canceller. */
        @Actor
        public void canceller() {
            fiber.cancel();
            if (b.trySend(7)) sent = 1;
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = answer(fiber);
            r.r2 = sent;
        }
    }

    /** C8: a send to a select, by who waits for it to come or not. */
    @JCStressTest
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "received, and what came before it")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the select came too late")
    @State
    public static class SendThenSelect extends Channels {
        private final FiberStrand fiber =
                selecting(List.of(Select.receive(a), Select.receive(b, element -> element + 10 * seen())));
        private int written; // plain
        private int sent;

        private int seen() {
            return written;
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The sender. */
        @Actor
        public void sender() {
            written = 1;
            if (b.trySend(7)) sent = 1;
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            int answer = answer(fiber);
            r.r1 = answer % 10;
            r.r2 = answer / 10 == sent ? sent : -1;
        }
    }

    /** Two selects, each with what the other one needs, in both directions. */
    @JCStressTest
    @Outcome(id = "10, 1", expect = Expect.ACCEPTABLE, desc = "by the first channel")
    @Outcome(id = "2, 20", expect = Expect.ACCEPTABLE, desc = "by the second channel")
    @State
    public static class TwoSelects extends Channels {
        private final FiberStrand left = selecting(List.of(Select.send(a, 1, () -> 10), Select.receive(b)));
        private final FiberStrand right = selecting(List.of(Select.send(b, 2, () -> 20), Select.receive(a)));

        /** A carrier. */
        @Actor
        public void first() {
            scheduler.run(left);
        }

        /** Another one. */
        @Actor
        public void second() {
            scheduler.run(right);
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = answer(left);
            r.r2 = answer(right);
        }
    }

    /** One of two channels is ready at each instant: the default must not be chosen. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "from the first channel")
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "from the second channel")
    @State
    public static class Default {
        private final Channel<Integer> a = Channel.buffered(1);
        private final Channel<Integer> b = Channel.buffered(1);
        private final Select<Integer> select =
                Select.of(Select.receive(b), Select.receive(a), Select.otherwise(() -> -1));

        /** Fills the first one. */
        public Default() {
            a.send(1);
        }

        /** Selects, on a thread. */
        @Actor
        public void selecting(I_Result r) {
            r.r1 = select.await();
        }

        /** Fills the second one before it takes from the first. */
        @Actor
        public void moving() {
            b.send(2);
            a.tryReceive();
        }
    }
}

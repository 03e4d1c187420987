// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.Fiber;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.sched.HandRunFibers;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JI_Result;

/** Values that aren't boxed, on their way from slot to slot: C16 and S11 of docs/semantics.md. */
public final class PrimitiveStress {
    private static final long VALUE = 0x0123_4567_89ab_cdefL;

    private PrimitiveStress() {}

    /** Two channels, and a scheduler that is run by hand for each side. */
    abstract static class Channels extends HandRunFibers {
        final LongChannel a = LongChannel.rendezvous();
        final LongChannel b = LongChannel.rendezvous();
        int plain;
        int seen;

        /** Receives from either, and sees what was written before. */
        @Fiber
        final int selectReceive(long expected) {
            long value = Select.of(Select.receive(a, v -> v), Select.receive(b, v -> -v))
                    .await();
            seen = plain;
            return value == expected ? 1 : value == -expected ? 2 : 3;
        }
    }

    /** Both channels are offered a value, by who doesn't wait: the select takes one, whole, or comes too late for both. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the first")
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "the second")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "neither")
    @State
    public static class TwoSends extends Channels {
        private final FiberStrand fiber = fiber(() -> selectReceive(VALUE));
        private int sent;

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The sender. */
        @Actor
        public void sender() {
            if (a.trySend(VALUE)) sent += 1;
            if (b.trySend(VALUE)) sent += 2;
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(fiber, 0);
            r.r2 = sent;
        }
    }

    /** A select that sends is met by who receives without waiting. */
    @JCStressTest
    @Outcome(id = "81985529216486895, 1", expect = Expect.ACCEPTABLE, desc = "from the first")
    @Outcome(id = "-1, 2", expect = Expect.ACCEPTABLE, desc = "from the second")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "neither")
    @State
    public static class TwoReceives extends Channels {
        private final FiberStrand fiber = fiber(this::selectSend);
        private long received;

        @Fiber
        private int selectSend() {
            return Select.of(Select.send(a, VALUE, () -> 1), Select.send(b, -1L, () -> 2))
                    .await();
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The receiver. */
        @Actor
        public void receiver() {
            if (!a.tryReceive(v -> received += v)) {
                boolean unused = b.tryReceive(v -> received += v);
            }
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(JI_Result r) {
            r.r1 = received;
            r.r2 = result(fiber, 0);
        }
    }

    /** What was written before a send is seen by a select that receives. */
    @JCStressTest
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "received, and seen")
    @State
    public static class SendThenSelect extends Channels {
        private final FiberStrand fiber = fiber(() -> selectReceive(VALUE));

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The sender. */
        @Actor
        public void sender() {
            plain = 7;
            while (!a.trySend(VALUE)) Thread.onSpinWait();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(fiber, 0);
            r.r2 = seen;
        }
    }

    /** What a send would be without a lock: the value and the note that it is there, plainly. To be rejected. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "too early")
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "received, and seen")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "received, and not seen")
    @State
    public static class SlotCanary {
        private int value;
        private int there;

        /** The sender. */
        @Actor
        public void sender() {
            value = 7;
            there = 1;
        }

        /** The receiver. */
        @Actor
        public void receiver(II_Result r) {
            r.r1 = there;
            r.r2 = value;
        }
    }
}

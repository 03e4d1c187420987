// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.sched.HandRunFibers;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What is seen after an element or a close has come (C8), and races of sends, closes and cancellations for one that waits (C2,
 * C9): a fiber on one thread, and its partners on others.
 */
public final class ChannelStress {
    private ChannelStress() {}

    /** A fiber that waits in a channel, and what was written before it was served. */
    abstract static class Waiting extends HandRunFibers {
        static final int CLOSED = -1;
        static final int CANCELLED = -2;

        int written; // plain: the channel has to order it
        int seen;

        @Fiber
        final int receive(Channel<Integer> channel) {
            try {
                int element = channel.receive();
                seen = written;
                return element;
            } catch (ChannelClosedException e) {
                seen = written;
                return CLOSED;
            } catch (CancelledException e) {
                return CANCELLED;
            }
        }

        @Fiber
        final int send(Channel<Integer> channel, int element) {
            try {
                channel.send(element);
                seen = written;
                return element;
            } catch (ChannelClosedException e) {
                return CLOSED;
            } catch (CancelledException e) {
                return CANCELLED;
            }
        }

        /** What the fiber has come to, 0 if it waits yet. */
        final int result(FiberStrand fiber) {
            return result(fiber, 0);
        }

        static int orZero(Integer element) {
            return element == null ? 0 : element;
        }
    }

    /** C8: a send, and the receive of its element, handed over or from the buffer. */
    @JCStressTest
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "the element, and what came before it")
    @State
    public static class SendThenReceive extends Waiting {
        private final Channel<Integer> channel = Channel.buffered(1);
        private final FiberStrand fiber = fiber(() -> receive(channel));

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The sender. */
        @Actor
        public void sender() {
            written = 1;
            channel.trySend(7);
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(fiber);
            r.r2 = seen;
        }
    }

    /** C8: the receive of an element, and the send that it has made room for. */
    @JCStressTest
    @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "sent, and what came before the receive")
    @State
    public static class ReceiveThenSend extends Waiting {
        private final Channel<Integer> channel = Channel.buffered(1);
        private final FiberStrand fiber = fiber(() -> send(channel, 2));

        /** It is full. */
        public ReceiveThenSend() {
            channel.send(1);
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The receiver. */
        @Actor
        public void receiver() {
            written = 1;
            channel.tryReceive();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(fiber);
            r.r2 = seen;
        }
    }

    /** C8: a close, and the receive that learns of it. */
    @JCStressTest
    @Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "closed, and what came before it")
    @State
    public static class CloseThenReceive extends Waiting {
        private final Channel<Integer> channel = Channel.rendezvous();
        private final FiberStrand fiber = fiber(() -> receive(channel));

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The closer. */
        @Actor
        public void closer() {
            written = 1;
            channel.close();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(fiber);
            r.r2 = seen;
        }
    }

    /** C2: a sender waits, and somebody takes the element while another one closes: either it was sent, or it wasn't. */
    @JCStressTest
    @Outcome(id = "7, 7", expect = Expect.ACCEPTABLE, desc = "sent and received")
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "closed before")
    @State
    public static class CloseRacesReceive extends Waiting {
        private final Channel<Integer> channel = Channel.rendezvous();
        private final FiberStrand fiber = fiber(() -> send(channel, 7));

        /** The fiber waits. */
        public CloseRacesReceive() {
            scheduler.run(fiber);
        }

        /** Takes the element. */
        @Actor
        public void receiver(II_Result r) {
            r.r2 = orZero(channel.tryReceive());
        }

        /** Closes. */
        @Actor
        public void closer() {
            channel.close();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(fiber);
        }
    }

    /** C9: a receiver is cancelled while it is sent to: either it has the element, or it was not sent. */
    @JCStressTest
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "sent and received")
    @Outcome(id = "-2, 0", expect = Expect.ACCEPTABLE, desc = "cancelled before")
    @State
    public static class CancelRacesSend extends Waiting {
        private final Channel<Integer> channel = Channel.rendezvous();
        private final FiberStrand fiber = fiber(() -> receive(channel));

        /** The fiber waits. */
        public CancelRacesSend() {
            scheduler.run(fiber);
        }

        /** Sends. */
        @Actor
        public void sender(II_Result r) {
            r.r2 = channel.trySend(7) ? 1 : 0;
        }

        /** Cancels, and runs what that wakes. */
        @Actor
        public void canceller() {
            fiber.cancel();
            scheduler.runAll();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(fiber);
        }
    }

    /** C9: one of two senders that wait is cancelled: the other one's element is received in any case. */
    @JCStressTest
    @Outcome(id = "7, 8, 7", expect = Expect.ACCEPTABLE, desc = "the first one was in time")
    @Outcome(id = "-2, 8, 8", expect = Expect.ACCEPTABLE, desc = "the first one has left the queue to the second")
    @State
    public static class CancelledSenderBeforeAnother extends Waiting {
        private final Channel<Integer> channel = Channel.rendezvous();
        private final FiberStrand first = fiber(() -> send(channel, 7));
        private final FiberStrand second = fiber(() -> send(channel, 8));

        /** Both wait. */
        public CancelledSenderBeforeAnother() {
            scheduler.run(first);
            scheduler.run(second);
        }

        /** Receives. */
        @Actor
        public void receiver(III_Result r) {
            r.r3 = orZero(channel.tryReceive());
        }

        /** Cancels, and runs what that wakes. */
        @Actor
        public void canceller() {
            first.cancel();
            scheduler.runAll();
        }

        /** Whatever is left: the second one is received if it wasn't. */
        @Arbiter
        public void arbiter(III_Result r) {
            r.r1 = result(first);
            channel.tryReceive();
            r.r2 = result(second);
        }
    }
}

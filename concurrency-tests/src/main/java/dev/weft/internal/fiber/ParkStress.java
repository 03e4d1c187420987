// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.Task;
import dev.weft.abi.Continuation;
import dev.weft.channel.Channel;
import dev.weft.internal.sched.HandRunScheduler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A fiber that parks, on one thread, while others wake it: it goes on, and sees what they wrote before. */
public final class ParkStress {
    private ParkStress() {}

    /** A fiber that waits for a turn, and one thread that gives a permit too many before it gives the turn. */
    abstract static class Turns {
        private static final VarHandle TURN;

        static {
            try {
                TURN = MethodHandles.lookup().findVarHandle(Turns.class, "turn", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        final HandRunScheduler scheduler = new HandRunScheduler();
        final FiberStrand fiber = new FiberStrand(scheduler.carriers(), "waiting", (Action) this::await);
        private int turn;
        private int written;
        int read = -1;

        @Fiber
        private void await() {
            Strand strand = Strand.current();
            while ((int) TURN.getAcquire(this) == 0) {
                if (strand.park()) Continuation.suspend();
            }
            read = written;
        }

        final void give() {
            written = 1;
            TURN.setRelease(this, 1); // no fence: what orders it before the look at the fiber's state is in unpark()
            fiber.unpark();
        }

        final void conclude(II_Result r) {
            scheduler.runAll();
            r.r1 = fiber.isEnded() ? 1 : 0;
            r.r2 = read;
        }
    }

    /** One wake-up. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it went on, and saw all")
    @State
    public static class OneUnpark extends Turns {
        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The waker. */
        @Actor
        public void waker() {
            give();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            conclude(r);
        }
    }

    /** Wake-ups that mean nothing come before the one that does. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it went on, and saw all")
    @State
    public static class DoubledPermit extends Turns {
        /** The carrier, which runs the fiber as often as it is submitted meanwhile. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
            scheduler.runAll();
        }

        /** The waker. */
        @Actor
        public void waker() {
            fiber.unpark();
            fiber.unpark();
            give();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            conclude(r);
        }
    }

    /** A fiber waits in a channel, and is sent to, while somebody wakes it for nothing. */
    @JCStressTest
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "it has received")
    @State
    public static class Receiving {
        private final HandRunScheduler scheduler = new HandRunScheduler();
        private final Channel<Integer> channel = Channel.buffered(1);
        private final FiberStrand fiber =
                new FiberStrand(scheduler.carriers(), "receiving", (Task<Integer>) channel::receive);

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The sender, and a wake-up for nothing. */
        @Actor
        public void sender() {
            fiber.unpark();
            if (!channel.trySend(7)) throw new IllegalStateException("the buffer is full");
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            scheduler.runAll();
            r.r1 = fiber.isEnded() ? 1 : 0;
            r.r2 = fiber.outcome() instanceof Integer i ? i : 0;
        }
    }
}

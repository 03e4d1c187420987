// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A timer is taken back while it is due: it fires, or was taken back in time, and the others of its slot don't mind. */
public final class TimerCancelStress {
    private TimerCancelStress() {}

    /** Without a thread. */
    static final class HandRunTimers extends Timers {
        private final long origin = nanoTime();

        HandRunTimers() {
            super("unused");
        }

        @Override
        void wake() {
            // a test fires what is due
        }

        void setOne(Timer timer) {
            set(timer, origin + 1_000_000);
        }

        void fireAll() {
            fireDue(origin + 1_000_000_000L);
        }
    }

    static final class Counting extends Timers.Timer {
        int fired;

        @Override
        protected void fire() {
            fired++;
        }
    }

    /** One timer. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "taken back")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "fired")
    @State
    public static class One {
        private final HandRunTimers timers = new HandRunTimers();
        private final Counting timer = new Counting();

        /** With a timer. */
        public One() {
            timers.setOne(timer);
        }

        /** The timer thread. */
        @Actor
        public void timerThread() {
            timers.fireAll();
        }

        /** The owner. */
        @Actor
        public void owner(II_Result r) {
            r.r1 = timers.cancel(timer) ? 1 : 0;
        }

        /** Fires what is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            timers.fireAll();
            r.r2 = timer.fired;
        }
    }

    /** One of three in the same slot, the middle one; a fourth is set meanwhile. */
    @JCStressTest
    @Outcome(id = "1, 0, 3", expect = Expect.ACCEPTABLE, desc = "taken back")
    @Outcome(id = "0, 1, 3", expect = Expect.ACCEPTABLE, desc = "fired")
    @State
    public static class OfThree {
        private final HandRunTimers timers = new HandRunTimers();
        private final Counting first = new Counting();
        private final Counting timer = new Counting();
        private final Counting last = new Counting();
        private final Counting another = new Counting();

        /** With three timers. */
        public OfThree() {
            timers.setOne(first);
            timers.setOne(timer);
            timers.setOne(last);
        }

        /** The timer thread. */
        @Actor
        public void timerThread() {
            timers.fireAll();
        }

        /** The owner. */
        @Actor
        public void owner(III_Result r) {
            r.r1 = timers.cancel(timer) ? 1 : 0;
            timers.setOne(another);
        }

        /** Fires what is left. */
        @Arbiter
        public void arbiter(III_Result r) {
            timers.fireAll();
            r.r2 = timer.fired;
            r.r3 = first.fired + last.fired + another.fired;
        }
    }
}

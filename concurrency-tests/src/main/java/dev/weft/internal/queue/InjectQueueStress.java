// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.queue;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Pushes and polls by any thread. */
public final class InjectQueueStress {
    private InjectQueueStress() {}

    /** Two push, one polls: nothing is lost or doubled. */
    @JCStressTest
    @Outcome(
            id = {"1, 2, 0", "2, 1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "each is found once")
    @State
    public static class TwoPushers {
        private final InjectQueue<Integer> queue = new InjectQueue<>();

        /** Pushes 1. */
        @Actor
        public void one() {
            queue.push(1);
        }

        /** Pushes 2, then polls. */
        @Actor
        public void two(III_Result r) {
            queue.push(2);
            r.r1 = value(queue.poll());
        }

        /** Polls the rest. */
        @Arbiter
        public void arbiter(III_Result r) {
            r.r2 = value(queue.poll());
            r.r3 = value(queue.poll());
        }
    }

    /** Whoever is told that the queue isn't empty, by the size that is read without the lock, finds the element. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "seen and found, or neither")
    @State
    public static class SizeWithoutLock {
        private final InjectQueue<Integer> queue = new InjectQueue<>();

        /** Pushes. */
        @Actor
        public void pusher() {
            queue.push(1);
        }

        /** Looks, then polls. */
        @Actor
        public void poller(II_Result r) {
            r.r1 = queue.isEmpty() ? 0 : value(queue.poll());
        }

        /** Polls the rest. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = value(queue.poll());
        }
    }

    private static int value(Integer element) {
        return element == null ? 0 : element;
    }
}

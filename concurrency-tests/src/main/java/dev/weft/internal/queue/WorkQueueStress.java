// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.queue;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The owner pushes and pops while others steal. */
public final class WorkQueueStress {
    private WorkQueueStress() {}

    /** An element with something that was written plainly before it was pushed. */
    static final class Parcel {
        int content;

        Parcel(int content) {
            this.content = content;
        }
    }

    /** What a thief sees of a stolen element is what the owner had written. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nothing to steal yet")
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "stolen whole")
    @State
    public static class Publication {
        private final WorkQueue<Parcel> queue = new WorkQueue<>();
        private final WorkQueue<Parcel> thief = new WorkQueue<>();

        /** The owner. */
        @Actor
        public void owner() {
            queue.push(new Parcel(7));
        }

        /** A thief. */
        @Actor
        public void thief(I_Result r) {
            Parcel stolen = queue.stealInto(thief);
            r.r1 = stolen == null ? 0 : stolen.content;
        }
    }

    /** The last element goes to the owner or to the thief, to one of the two. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one of them has it")
    @State
    public static class LastElement {
        private final WorkQueue<Integer> queue = new WorkQueue<>();
        private final WorkQueue<Integer> thief = new WorkQueue<>();

        /** With one element. */
        public LastElement() {
            queue.push(1);
        }

        /** The owner. */
        @Actor
        public void owner(II_Result r) {
            Integer popped = queue.pop();
            r.r1 = popped == null ? 0 : popped;
        }

        /** A thief. */
        @Actor
        public void thief(II_Result r) {
            Integer stolen = queue.stealInto(thief);
            r.r2 = stolen == null ? 0 : stolen;
        }
    }

    /** A slot that is used again, a full round later, is not taken for the old element. */
    @JCStressTest
    @Outcome(id = "257, 0, 0", expect = Expect.ACCEPTABLE, desc = "each element is found once")
    @State
    public static class NextRound {
        private final WorkQueue<Integer> queue = new WorkQueue<>();
        private final WorkQueue<Integer> first = new WorkQueue<>();
        private final WorkQueue<Integer> second = new WorkQueue<>();
        private final int[] found = new int[WorkQueue.CAPACITY + 2];

        /** Full. */
        public NextRound() {
            for (int i = 1; i <= WorkQueue.CAPACITY; i++) queue.push(i);
        }

        /** The owner: pops one, and pushes one into the slot that is free by that. */
        @Actor
        public void owner() {
            count(queue.pop());
            while (!queue.push(WorkQueue.CAPACITY + 1)) count(queue.pop());
        }

        /** A thief, twice. */
        @Actor
        public void thief() {
            count(queue.stealInto(first));
            count(queue.stealInto(second));
        }

        private void count(Integer element) {
            if (element == null) return;
            synchronized (found) {
                found[element]++;
            }
        }

        /** Counts: found once, missing, found twice. */
        @Arbiter
        public void arbiter(III_Result r) {
            for (WorkQueue<Integer> q : List.of(queue, first, second)) {
                for (Integer i = q.pop(); i != null; i = q.pop()) count(i);
            }
            for (int i = 1; i < found.length; i++) {
                if (found[i] == 1) r.r1++;
                else if (found[i] == 0) r.r2++;
                else r.r3++;
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.weft.internal.util.SpinLock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** The queues against queues that are used by one thread. */
class QueuesLincheckTest {
    private static final int ITERATIONS = Integer.getInteger("weft.lincheck.iterations", 5);

    private static StressOptions stress(Class<?> specification) {
        return new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(2_000)
                .threads(2)
                .actorsPerThread(4)
                .sequentialSpecification(specification);
    }

    private static ModelCheckingOptions modelChecking(Class<?> specification) {
        return new ModelCheckingOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(1_000)
                .threads(2)
                .actorsPerThread(3)
                // a pause between two looks at the lock, by the clock, which stands still here
                .addGuarantee(
                        forClasses(SpinLock.class.getName()).methods("spin").ignore())
                .sequentialSpecification(specification);
    }

    /** Any thread pushes and polls. */
    public static class Inject {
        private final InjectQueue<Integer> queue = new InjectQueue<>();

        @Operation
        public void push(int element) {
            queue.push(element);
        }

        @Operation
        public Integer poll() {
            return queue.poll();
        }
    }

    /** One thread owns it, another one steals half, whose number tells what it got. */
    public static class Work {
        private final WorkQueue<Integer> queue = new WorkQueue<>();

        @Operation(nonParallelGroup = "owner")
        public boolean push(int element) {
            return queue.push(element);
        }

        @Operation(nonParallelGroup = "owner")
        public Integer pop() {
            return queue.pop();
        }

        @Operation(nonParallelGroup = "thief")
        public String steal() {
            WorkQueue<Integer> thief = new WorkQueue<>();
            Integer last = queue.stealInto(thief);
            StringBuilder stolen = new StringBuilder();
            for (Integer i = thief.pop(); i != null; i = thief.pop())
                stolen.append(' ').append(i);
            return last + " and" + stolen;
        }
    }

    /** For one thread; a thief gets half, rounded up, the last of them in its hand and the others in its queue. */
    public static class HalfStealing {
        private final ArrayDeque<Integer> queue = new ArrayDeque<>();

        public boolean push(int element) {
            return queue.add(element);
        }

        public Integer pop() {
            return queue.poll();
        }

        public String steal() {
            int half = queue.size() - queue.size() / 2;
            List<Integer> taken = new ArrayList<>();
            for (int i = 0; i < half; i++) taken.add(queue.poll());
            Integer last = taken.isEmpty() ? null : taken.remove(taken.size() - 1);
            StringBuilder stolen = new StringBuilder();
            for (Integer i : taken) stolen.append(' ').append(i);
            return last + " and" + stolen;
        }
    }

    /** A queue that forgets what was pushed while another one pushed: must be rejected. */
    public static class Racy {
        private final Integer[] elements = new Integer[64];
        private volatile int head;
        private volatile int tail;

        @Operation
        public void push(int element) {
            int t = tail;
            elements[t] = element;
            tail = t + 1;
        }

        @Operation
        public Integer poll() {
            if (head == tail) return null;
            return elements[head++];
        }
    }

    /** For one thread. */
    public static class Fifo {
        private final ArrayDeque<Integer> queue = new ArrayDeque<>();

        public void push(int element) {
            queue.add(element);
        }

        public Integer poll() {
            return queue.poll();
        }
    }

    @Test
    void injectQueueUnderStress() {
        stress(Fifo.class).check(Inject.class);
    }

    @Test
    void injectQueueByModelChecking() {
        modelChecking(Fifo.class).check(Inject.class);
    }

    @Test
    void workQueueUnderStress() {
        stress(HalfStealing.class).check(Work.class);
    }

    @Test
    void workQueueByModelChecking() {
        modelChecking(HalfStealing.class).check(Work.class);
    }

    @Test
    void aRacyQueueIsRejected() {
        assertThatThrownBy(() -> stress(Fifo.class).check(Racy.class)).isInstanceOf(LincheckAssertionError.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stress")
class WorkQueueStressTest {
    private static final int ELEMENTS = 300_000 * Integer.getInteger("weft.stress", 1);

    private final AtomicIntegerArray taken = new AtomicIntegerArray(ELEMENTS);
    private final InjectQueue<Integer> shared = new InjectQueue<>();
    private volatile boolean ended;

    @Test
    void eachElementIsTakenOnceByOwnerThievesOrFromTheOverflow() throws InterruptedException {
        WorkQueue<Integer> queue = new WorkQueue<>();
        List<Thread> thieves = new ArrayList<>();
        for (int i = 0; i < 3; i++) thieves.add(new Thread(() -> steal(queue)));
        for (Thread t : thieves) t.start();
        for (int i = 0; i < ELEMENTS; i++) {
            if (!queue.push(i)) queue.spillInto(shared, i);
            if (i % 3 == 0) take(queue.pop());
        }
        drain(queue);
        ended = true;
        for (Thread t : thieves) t.join();
        drain(queue);
        for (Integer i = shared.poll(); i != null; i = shared.poll()) take(i);

        for (int i = 0; i < ELEMENTS; i++)
            assertThat(taken.get(i)).as("element %d", i).isEqualTo(1);
    }

    private void steal(WorkQueue<Integer> victim) {
        WorkQueue<Integer> own = new WorkQueue<>();
        while (!ended) {
            take(victim.stealInto(own));
            drain(own);
            take(shared.pollInto(own, 4));
            drain(own);
        }
    }

    private void drain(WorkQueue<Integer> queue) {
        for (Integer i = queue.pop(); i != null; i = queue.pop()) take(i);
    }

    private void take(@org.jspecify.annotations.Nullable Integer element) {
        if (element != null) taken.incrementAndGet(element);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InjectQueueTest {
    private final InjectQueue<Integer> queue = new InjectQueue<>();
    private final WorkQueue<Integer> local = new WorkQueue<>();

    @Test
    void emptyQueueGivesNothing() {
        assertThat(queue.poll()).isNull();
        assertThat(queue.pollInto(local, 1)).isNull();
        queue.moveInto(local, 1);
        assertThat(local.isEmpty()).isTrue();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void batchIsAFairShareOfTheOldest() {
        for (int i = 0; i < 100; i++) queue.push(i);
        assertThat(queue.pollInto(local, 4)).isZero();
        assertThat(WorkQueueTest.drain(local)).containsExactlyElementsOf(WorkQueueTest.range(1, 26));
        assertThat(queue.size()).isEqualTo(74);
        queue.moveInto(local, 74);
        assertThat(WorkQueueTest.drain(local)).containsExactly(26, 27);
        assertThat(queue.poll()).isEqualTo(28);
    }

    @Test
    void batchIsAtMostHalfALocalQueueAndNoMoreThanFits() {
        for (int i = 0; i < 1000; i++) queue.push(i);
        assertThat(queue.pollInto(local, 1)).isZero();
        assertThat(local.size()).isEqualTo(WorkQueue.CAPACITY / 2 - 1);
        queue.moveInto(local, 1);
        queue.moveInto(local, 1);
        assertThat(local.size()).isEqualTo(WorkQueue.CAPACITY);
        assertThat(WorkQueueTest.drain(local))
                .containsExactlyElementsOf(WorkQueueTest.range(1, WorkQueue.CAPACITY + 1));
        assertThat(queue.poll()).isEqualTo(WorkQueue.CAPACITY + 1);
    }

    @Test
    void behavesAsAFifoThatGrowsAndShrinks() {
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ArrayDeque<Integer> model = new ArrayDeque<>();
            InjectQueue<Integer> q = new InjectQueue<>();
            for (int i = 0; i < 30_000; i++) {
                boolean grows = i / 5000 % 2 == 0;
                if (random.nextInt(10) < (grows ? 8 : 3)) {
                    q.push(i);
                    model.add(i);
                } else {
                    assertThat(q.poll()).as("seed %d", seed).isEqualTo(model.poll());
                }
                assertThat(q.size()).as("seed %d", seed).isEqualTo(model.size());
            }
        }
    }
}

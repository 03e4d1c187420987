// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final WorkQueue<Integer> queue = new WorkQueue<>();
    private final WorkQueue<Integer> thief = new WorkQueue<>();

    @Test
    void ownerTakesTheOldestFirst() {
        fill(queue, 0, 3);
        assertThat(drain(queue)).containsExactly(0, 1, 2);
        assertThat(queue.pop()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void indicesMayWrapRoundTheRing() {
        for (int i = 0; i < 10 * WorkQueue.CAPACITY; i++) {
            assertThat(queue.push(i)).isTrue();
            assertThat(queue.push(-i)).isTrue();
            assertThat(queue.pop()).isEqualTo(i);
            assertThat(queue.pop()).isEqualTo(-i);
        }
    }

    @Test
    void fullQueueTakesNoMore() {
        fill(queue, 0, WorkQueue.CAPACITY);
        assertThat(queue.push(-1)).isFalse();
        assertThat(queue.size()).isEqualTo(WorkQueue.CAPACITY);
        assertThat(queue.pop()).isZero();
        assertThat(queue.push(-1)).isTrue();
    }

    @Test
    void thiefGetsTheOlderHalfEachOnce() {
        for (int n = 0; n <= WorkQueue.CAPACITY; n++) {
            fill(queue, 0, n);
            List<Integer> stolen = new ArrayList<>();
            Integer last = queue.stealInto(thief);
            stolen.addAll(drain(thief));
            if (last != null) stolen.add(last);
            assertThat(stolen).as("of %d", n).hasSize(n - n / 2);
            stolen.addAll(drain(queue));
            assertThat(stolen).as("of %d", n).containsExactlyElementsOf(range(0, n));
        }
    }

    @Test
    void spillingPutsTheOlderHalfAndTheNewElementIntoTheSharedQueue() {
        InjectQueue<Integer> shared = new InjectQueue<>();
        fill(queue, 0, WorkQueue.CAPACITY);
        queue.spillInto(shared, -1);

        List<Integer> spilled = new ArrayList<>();
        for (Integer i = shared.poll(); i != null; i = shared.poll()) spilled.add(i);
        List<Integer> expected = range(0, WorkQueue.CAPACITY / 2);
        expected.add(-1);
        assertThat(spilled).containsExactlyElementsOf(expected);
        assertThat(drain(queue)).containsExactlyElementsOf(range(WorkQueue.CAPACITY / 2, WorkQueue.CAPACITY));
    }

    @Test
    void spillingAfterAThiefHasMadeRoomKeepsTheElement() {
        InjectQueue<Integer> shared = new InjectQueue<>();
        fill(queue, 0, WorkQueue.CAPACITY - 1);
        queue.spillInto(shared, -1);
        assertThat(shared.isEmpty()).isTrue();
        assertThat(queue.size()).isEqualTo(WorkQueue.CAPACITY);
    }

    @Test
    void forgettingLeavesTheElementsThatAreThere() {
        fill(queue, 0, 2);
        queue.forgetStolen();
        assertThat(drain(queue)).containsExactly(0, 1);
        queue.forgetStolen();
        assertThat(queue.pop()).isNull();
    }

    static void fill(WorkQueue<Integer> queue, int from, int to) {
        for (int i = from; i < to; i++) assertThat(queue.push(i)).isTrue();
    }

    static List<Integer> drain(WorkQueue<Integer> queue) {
        List<Integer> all = new ArrayList<>();
        for (Integer i = queue.pop(); i != null; i = queue.pop()) all.add(i);
        return all;
    }

    static List<Integer> range(int from, int to) {
        List<Integer> all = new ArrayList<>();
        for (int i = from; i < to; i++) all.add(i);
        return all;
    }
}

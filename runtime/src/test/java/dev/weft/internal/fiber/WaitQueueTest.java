// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitQueueTest {
    private final WaitQueue queue = new WaitQueue();
    private final Strand a = new ThreadStrand(Thread.currentThread());
    private final Strand b = new ThreadStrand(Thread.currentThread());
    private final Strand c = new ThreadStrand(Thread.currentThread());

    private void addAll() {
        queue.add(a);
        queue.add(b);
        queue.add(c);
    }

    private List<Strand> drain() {
        List<Strand> all = new ArrayList<>();
        for (Strand s = queue.poll(); s != null; s = queue.poll()) all.add(s);
        assertThat(queue.isEmpty()).isTrue();
        for (@Nullable Strand s : new Strand[] {a, b, c}) {
            assertThat(s.next).isNull();
            assertThat(s.previous).isNull();
        }
        return all;
    }

    @Test
    void firstComeFirstServed() {
        addAll();
        assertThat(drain()).containsExactly(a, b, c);
    }

    @Test
    void anyoneMayLeave() {
        for (Strand gone : List.of(a, b, c)) {
            addAll();
            queue.remove(gone);
            assertThat(drain()).hasSize(2).doesNotContain(gone).isSubsetOf(a, b, c);
        }
    }

    @Test
    void allMayLeaveAndComeBack() {
        addAll();
        queue.remove(b);
        queue.remove(a);
        queue.remove(c);
        assertThat(queue.isEmpty()).isTrue();
        queue.add(c);
        queue.add(a);
        assertThat(drain()).containsExactly(c, a);
    }
}

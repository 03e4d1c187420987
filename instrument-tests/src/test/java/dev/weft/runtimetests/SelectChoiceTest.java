// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.otherwise;
import static dev.weft.channel.Select.receive;
import static dev.weft.runtimetests.ReadyChannels.closed;
import static dev.weft.runtimetests.ReadyChannels.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.channel.Channel;
import dev.weft.channel.Clause;
import dev.weft.channel.Select;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** S2 and S10 of docs/semantics.md: which of several that are ready. */
class SelectChoiceTest {
    /** Go's TestSelectFairness: the bound is six nines of certainty. */
    @InEachSetting
    void s2EachReadyCaseIsEquallyLikely(Setting setting) {
        int trials = 10_000;
        int[] chosen = new int[3];
        Cast.ask(setting, () -> {
            Channel<Integer> never = Channel.rendezvous();
            Select<Integer> select = Select.of(
                    receive(closed(), i -> -1, () -> chosen[0]++),
                    receive(never),
                    receive(closed(), i -> -1, () -> chosen[1]++),
                    receive(never));
            for (int i = 0; i < trials; i++) select.await();
            return trials;
        });
        assertThat(chosen[0] + chosen[1]).isEqualTo(trials);
        double bound = 4.891676 / (2 * Math.sqrt(trials));
        assertThat(Math.abs(chosen[0] / (double) trials - 0.5)).isLessThan(bound);
    }

    @Test
    void s2EachOfManyIsEquallyLikelyAndIndependentOfTheLastOne() {
        int trials = 64_000;
        int[][] pairs = new int[4][4];
        List<Clause<Integer>> clauses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            clauses.add(receive(closed(), e -> -1, () -> number));
        }
        Select<Integer> select = Select.of(clauses);
        int last = select.await();
        for (int i = 0; i < trials; i++) {
            int next = select.await();
            pairs[last][next]++;
            last = next;
        }
        double mean = trials / 16.0;
        for (int[] row : pairs)
            for (int count : row) assertThat(Math.abs(count - mean)).isLessThan(6 * Math.sqrt(mean));
    }

    @InEachSetting
    void s10ABiasedSelectTakesTheFirstReadyOne(Setting setting) {
        Channel<Integer> first = Channel.buffered(1);
        Channel<Integer> second = holding(1, 2, 3);
        assertThat(Cast.ask(setting, () -> {
                    Select<Integer> select = Select.biased(receive(first), receive(second), otherwise(() -> -1));
                    List<Integer> order = new ArrayList<>();
                    order.add(select.await());
                    first.send(10);
                    for (int i = 0; i < 4; i++) order.add(select.await());
                    return order;
                }))
                .containsExactly(1, 10, 2, 3, -1);
    }
}

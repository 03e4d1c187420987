// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Channels;
import dev.weft.channel.ReceiveChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** C15 of docs/semantics.md: sources, stages, merges and their ends. */
class ChannelsTest {
    private static final List<Integer> NUMBERS = ChannelContract.range(0, 100);

    @InEachSetting
    void c15APipelineGivesEachElementOnce(Setting setting) {
        List<Integer> all = Cast.ask(setting, () -> {
            ReceiveChannel<Integer> source = Channels.from(NUMBERS);
            List<ReceiveChannel<Integer>> shared = Channels.fanOut(source, 3);
            List<ReceiveChannel<Integer>> doubled = new ArrayList<>();
            for (ReceiveChannel<Integer> channel : shared) {
                doubled.add(Channels.stage(channel, 2, e -> {
                    Weft.yield();
                    return 2 * e;
                }));
            }
            return Channels.collect(Channels.merge(doubled));
        });
        assertThat(all).hasSameSizeAs(NUMBERS);
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        NUMBERS.stream().map(e -> 2 * e).toList());
    }

    @InEachSetting
    void c15OneWorkerKeepsTheOrderAndNothingComesOfNothing(Setting setting) {
        List<Integer> inOrder =
                Cast.ask(setting, () -> Channels.collect(Channels.stage(Channels.from(NUMBERS), 1, e -> e)));
        assertThat(inOrder).isEqualTo(NUMBERS);
        assertThat(Cast.ask(setting, () -> Channels.collect(Channels.merge(List.<Channel<Integer>>of()))))
                .isEmpty();
        assertThat(Cast.ask(setting, () -> Channels.collect(Channels.from(Collections.<Integer>emptyList()))))
                .isEmpty();
    }

    @InEachSetting
    void c15AFailureIsHandedDownToTheEnd(Setting setting) {
        IOException failure = new IOException("expected");
        ChannelClosedException e = Cast.ask(setting, () -> {
            ReceiveChannel<Integer> failing = Channels.stage(Channels.from(NUMBERS), 4, n -> {
                if (n == 10) throw failure;
                return n;
            });
            ReceiveChannel<Integer> end = Channels.stage(Channels.merge(List.of(failing)), 2, n -> n);
            try {
                throw new AssertionError("it has ended well: " + Channels.collect(end));
            } catch (ChannelClosedException closed) {
                return closed;
            }
        });
        assertThat(e).hasCause(failure);
    }

    @Test
    void c15ThereIsAtLeastOneWorker() {
        Channel<Integer> channel = Channel.rendezvous();
        assertThatThrownBy(() -> Channels.stage(channel, 0, e -> e)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Channels.fanOut(channel, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.runtimetests.ReadyChannels.closed;
import static dev.weft.runtimetests.ReadyChannels.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Select;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** S7 and S8 of docs/semantics.md: channels that are closed. */
class SelectCloseTest {
    @InEachSetting
    void s7AClosedChannelThrowsIfItIsChosen(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            Actor sending = cast.start(
                    "sending", () -> Select.of(send(closed(), 1, () -> "sent")).await());
            Actor receiving =
                    cast.start("receiving", () -> Select.of(receive(closed())).await());
            for (Actor actor : List.of(sending, receiving)) {
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(ChannelClosedException.class);
            }
        }
        Channel<Integer> ready = holding(1);
        assertThat(Select.biased(receive(ready), send(closed(), 1, () -> -1)).await())
                .isEqualTo(1);
    }

    @InEachSetting
    void s7AClosedChannelIsDrainedFirst(Setting setting) {
        Channel<Integer> channel = holding(1, 2);
        channel.close();
        assertThat(Cast.ask(setting, () -> {
                    Select<Integer> select = Select.of(receive(channel, i -> i, () -> -1));
                    return List.of(select.await(), select.await(), select.await(), select.await());
                }))
                .containsExactly(1, 2, -1, -1);
    }

    @InEachSetting
    void s8ACloseWakesSelectsThatWait(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> sentTo = Channel.rendezvous();
        Channel<Integer> other = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            List<String> log = Collections.synchronizedList(new ArrayList<>());
            cast.startParked(
                    "told",
                    () -> log.add(Select.of(
                                    receive(other, i -> "received"), receive(channel, i -> "received", () -> "closed"))
                            .await()));
            Actor receiving = cast.startParked(
                    "receiving",
                    () -> Select.of(receive(other), receive(channel)).await());
            Actor sending = cast.startParked(
                    "sending",
                    () -> Select.of(receive(other), send(sentTo, 1, () -> -1)).await());
            channel.close();
            sentTo.close();
            for (Actor actor : List.of(sending, receiving)) {
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(ChannelClosedException.class);
            }
            Watchdog.await("the one that is told", () -> log.size() == 1, log::toString);
            assertThat(log).containsExactly("closed");
            assertThat(other.trySend(1)).isFalse();
        }
    }
}

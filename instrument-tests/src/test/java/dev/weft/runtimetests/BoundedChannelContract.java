// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import java.util.ArrayList;
import java.util.List;

/** What holds of channels besides, in which a send may have to wait. */
abstract class BoundedChannelContract extends ChannelContract {
    /** Sends 0, 1, 2 ... while there is room; the number of elements is what the channel holds. */
    private int fill(Channel<Integer> channel) {
        int n = 0;
        while (channel.trySend(n)) n++;
        assertThat(channel.size()).isEqualTo(n).isEqualTo(channel.capacity());
        return n;
    }

    @InEachSetting
    void c2ACloseThrowsInSendersThatWaitAndDropsTheirElements(Setting setting) {
        Channel<Integer> channel = create();
        int held = fill(channel);
        try (Cast cast = new Cast(setting)) {
            List<Actor> senders = new ArrayList<>();
            for (int i = 0; i < ACTORS; i++) senders.add(cast.startParked("sender " + i, () -> channel.send(-1)));
            channel.close();
            for (Actor sender : senders) {
                sender.awaitEnd();
                assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
            }
        }
        assertThat(drain(channel)).isEqualTo(range(0, held));
    }

    @InEachSetting
    void c5SendersAreServedInTheOrderOfTheirArrivalBehindTheBuffer(Setting setting) {
        Channel<Integer> channel = create();
        int held = fill(channel);
        try (Cast cast = new Cast(setting)) {
            for (int i = held; i < held + ACTORS; i++) {
                int element = i;
                cast.startParked("sender " + i, () -> channel.send(element));
            }
            for (int i = 0; i < held + ACTORS; i++) {
                assertThat(channel.receive()).isEqualTo(i);
                assertThat(channel.size()).isEqualTo(Math.min(held, held + ACTORS - 1 - i));
            }
            cast.joinAll();
        }
    }

    // ---------------------------------------------------------------- C9: cancellation

    @InEachSetting
    void c9ACancelledSendHasNotSent(Setting setting) {
        Channel<Integer> channel = create();
        int held = fill(channel);
        try (Cast cast = new Cast(setting)) {
            Actor first = cast.startParked("first", () -> channel.send(held));
            Actor second = cast.startParked("second", () -> channel.send(-1));
            Actor third = cast.startParked("third", () -> channel.send(held + 1));
            second.cancel();
            second.awaitEnd();
            assertThat(second.failure()).isInstanceOf(CancelledException.class);
            for (int i = 0; i < held + 2; i++) assertThat(channel.receive()).isEqualTo(i);
            first.join();
            third.join();
        }
        assertThat(channel.tryReceive()).isNull();
    }

    @InEachSetting
    void c12ATryReceiveTakesFromASenderThatWaits(Setting setting) {
        Channel<Integer> channel = create();
        int held = fill(channel);
        try (Cast cast = new Cast(setting)) {
            cast.startParked("sender", () -> channel.send(held));
            assertThat(drain(channel)).isEqualTo(range(0, held + 1));
            cast.joinAll();
        }
    }
}

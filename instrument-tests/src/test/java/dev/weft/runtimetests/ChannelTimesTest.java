// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Select;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** C13 and C14 of docs/semantics.md: operations that wait for a time, and channels that are closed with a cause. */
class ChannelTimesTest {
    private static final int EACH = 200;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    @InEachSetting
    void c13AnOperationWhoseTimeIsOverHasHadNoEffect(Setting setting) {
        for (Channel<Integer> channel : List.<Channel<Integer>>of(Channel.rendezvous(), Channel.buffered(1))) {
            Cast.ask(setting, () -> {
                assertThat(channel.tryReceive(SHORT)).isNull();
                assertThat(channel.tryReceive(Duration.ZERO)).isNull();
                while (channel.trySend(1, Duration.ZERO.minus(LONG))) {}
                assertThat(channel.trySend(2, SHORT)).isFalse();
                assertThat(channel.trySend(3)).isFalse();
                List<Integer> left = new ArrayList<>();
                for (Integer e = channel.tryReceive(SHORT); e != null; e = channel.tryReceive(SHORT)) left.add(e);
                assertThat(left).hasSize(channel.capacity()).doesNotContain(2, 3);
                return left;
            });
        }
    }

    @InEachSetting
    void c13WhoComesInTimeIsServedAndACancelledOneIsNot(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            Actor receiver = cast.startParked(
                    "receiver", () -> assertThat(channel.tryReceive(LONG)).isEqualTo(1));
            cast.start("sender", () -> channel.send(1));
            receiver.join();
            Actor sender = cast.startParked(
                    "sender", () -> assertThat(channel.trySend(2, LONG)).isTrue());
            cast.start("receiver", () -> assertThat(channel.receive()).isEqualTo(2));
            sender.join();
            Actor.cancelled(cast.startParked("cancelled", () -> channel.tryReceive(LONG)));
            Actor.cancelled(cast.startParked("cancelled", () -> channel.trySend(3, LONG)));
        }
        assertThat(channel.tryReceive()).isNull();
    }

    /** Sends whose time is over at about the instant at which they are received are received once, or not at all. */
    @InEachSetting
    void c13NothingIsLostAtTheInstantAtWhichTheTimeIsOver(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < 3; a++) {
                cast.start("sender", () -> {
                    for (int i = 1; i <= EACH; i++)
                        if (channel.trySend(i, Duration.ofNanos(20_000L * (i % 7)))) sent.addAndGet(i);
                });
                cast.start("receiver", () -> {
                    for (int i = 1; i <= EACH; i++) {
                        Integer element = channel.tryReceive(Duration.ofNanos(20_000L * (i % 5)));
                        if (element != null) received.addAndGet(element);
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(received.get()).isEqualTo(sent.get());
    }

    @InEachSetting
    void c14ACauseIsThrownWhereOtherwiseTheEndWouldBeTold(Setting setting) {
        IOException cause = new IOException("expected");
        Channel<Integer> channel = Channel.buffered(5);
        channel.send(1);
        channel.close(cause);
        assertThat(channel.closeCause()).isSameAs(cause);
        assertThatThrownBy(() -> channel.close(cause)).isInstanceOf(ChannelClosedException.class);
        try (Cast cast = new Cast(setting)) {
            cast.start("first", () -> assertThat(channel.receiveOrNull()).isEqualTo(1))
                    .join();
            List<Actor> actors = List.of(
                    cast.start("a", () -> channel.receive()),
                    cast.start("b", () -> channel.receiveOrNull()),
                    cast.start("c", () -> channel.tryReceive()),
                    cast.start("d", () -> channel.tryReceive(LONG)),
                    cast.start("e", () -> channel.forEach(e -> {})),
                    cast.start("f", () -> {
                        for (int e : channel.elements()) assertThat(e).isNegative();
                    }),
                    cast.start("g", () -> channel.send(1)),
                    cast.start("h", () -> channel.trySend(1, LONG)),
                    cast.start("i", () -> Select.of(Select.receive(channel)).await()),
                    cast.start(
                            "j",
                            () -> Select.of(Select.send(channel, 1, () -> 1)).await()));
            for (Actor actor : actors) {
                actor.awaitEnd();
                assertThat(actor.failure())
                        .isInstanceOf(ChannelClosedException.class)
                        .hasCause(cause);
            }
        }
    }

    @InEachSetting
    void c14WhoWaitsLearnsOfTheCause(Setting setting) {
        IOException cause = new IOException("expected");
        Channel<Integer> channel = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            List<Actor> actors = List.of(
                    cast.startParked("a", () -> channel.forEach(e -> {})),
                    cast.startParked("b", () -> channel.tryReceive(LONG)));
            channel.close(cause);
            for (Actor actor : actors) {
                actor.awaitEnd();
                assertThat(actor.failure()).hasCause(cause).isNotInstanceOf(CancelledException.class);
            }
        }
        Channel<Integer> plain = Channel.rendezvous();
        plain.close();
        assertThat(plain.closeCause()).isNull();
        assertThat(plain.tryReceive(LONG)).isNull();
    }
}

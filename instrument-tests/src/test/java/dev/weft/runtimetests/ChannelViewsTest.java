// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Fiber;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Channels;
import dev.weft.channel.ReceiveChannel;
import dev.weft.channel.Select;
import dev.weft.channel.SendChannel;
import dev.weft.channel.Ticker;
import dev.weft.channel.Timer;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** C17 of docs/semantics.md: the two ends of a channel. */
class ChannelViewsTest {
    private static final Duration LONG = Duration.ofDays(1);

    @Fiber
    private static void produce(SendChannel<? super Integer> out, int count) {
        Select<Boolean> select = Select.of(send(out, 0, () -> true), timeout(LONG, () -> false));
        assertThat(select.await()).isTrue();
        for (int i = 1; i < count; i++) {
            if (i % 3 == 0) out.send(i);
            else if (i % 3 == 1 || !out.trySend(i))
                assertThat(out.trySend(i, LONG)).isTrue();
        }
        out.close();
    }

    @Fiber
    private static List<Integer> consume(ReceiveChannel<Integer> in) throws Exception {
        List<Integer> all = new ArrayList<>();
        all.add(Select.of(receive(in), timeout(LONG, () -> -1)).await());
        all.add(in.receive());
        all.add(in.receiveOrNull());
        all.add(in.tryReceive(LONG));
        for (Integer e : in.elements()) {
            all.add(e);
            if (e == 9) break;
        }
        in.forEach(all::add);
        return all;
    }

    @InEachSetting
    void c17WhatIsSentAtOneEndIsReceivedAtTheOther(Setting setting) {
        for (int capacity : new int[] {0, 2}) {
            Channel<Integer> channel = Channel.buffered(capacity);
            List<Integer> received = new ArrayList<>();
            try (Cast cast = new Cast(setting)) {
                cast.start("producer", () -> produce(channel, 100));
                cast.start("consumer", () -> received.addAll(consume(channel)));
                cast.joinAll();
            }
            assertThat(received).isEqualTo(ChannelContract.range(0, 100));
            SendChannel<Integer> end = channel;
            assertThat(end.isClosed()).isTrue();
            assertThat(end.capacity()).isEqualTo(capacity);
            assertThat(end.size()).isZero();
            assertThatThrownBy(end::close).isInstanceOf(ChannelClosedException.class);
        }
    }

    @InEachSetting
    void c17HelpersTakeAndGiveTheReceivingEnd(Setting setting) {
        List<Integer> all = Cast.ask(setting, () -> {
            ReceiveChannel<Integer> source = Channels.from(ChannelContract.range(0, 20));
            ReceiveChannel<Number> doubled = Channels.stage(source, 2, n -> 2 * n);
            List<Integer> halves = new ArrayList<>();
            for (Number n : Channels.collect(Channels.merge(List.of(doubled, Channels.<Number>from(List.of())))))
                halves.add(n.intValue() / 2);
            return halves;
        });
        assertThat(all).containsExactlyInAnyOrderElementsOf(ChannelContract.range(0, 20));
    }

    @Test
    void c17WhoReceivesCanNeitherSendNorCloseByTheType() {
        assertThat(Stream.of(ReceiveChannel.class.getMethods()).map(Method::getName))
                .doesNotContain("send", "trySend", "close");
        assertThat(Stream.of(SendChannel.class.getMethods()).map(Method::getName))
                .doesNotContain("receive", "receiveOrNull", "tryReceive", "forEach", "elements");
    }

    /** Not even by a cast. */
    @Test
    void c17NobodyElseSendsOnOrClosesATimersChannel() {
        for (ReceiveChannel<?> end :
                List.of(new Timer(LONG).channel(), new Ticker(LONG).channel(), Channel.after(LONG))) {
            Channel<Object> channel = uncheckedCast(end);
            assertThatThrownBy(() -> channel.send(1)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> channel.trySend(1)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(channel::close).isInstanceOf(UnsupportedOperationException.class);
            assertThat(channel.isClosed()).isFalse();
            assertThat(channel.tryReceive()).isNull();
        }
    }

    @SuppressWarnings("unchecked")
    private static Channel<Object> uncheckedCast(ReceiveChannel<?> end) {
        return (Channel<Object>) end;
    }
}

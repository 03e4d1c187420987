// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** S9 of docs/semantics.md: timeouts. */
class SelectTimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    @InEachSetting
    void s9ATimeoutIsChosenIfNothingElseComes(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        assertThat(Cast.ask(setting, () -> {
                    Select<String> select =
                            Select.of(receive(never, i -> "received"), timeout(SHORT, () -> "too late"));
                    return select.await() + ", " + select.await();
                }))
                .isEqualTo("too late, too late");
        assertThat(never.trySend(1)).isFalse();
        assertThat(Cast.ask(
                        setting,
                        () -> Select.of(receive(never, i -> ""), timeout(Duration.ZERO, () -> "at once"))
                                .await()))
                .isEqualTo("at once");
    }

    @InEachSetting
    void s9ATimeoutIsNotChosenIfSomethingComes(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            List<String> log = new ArrayList<>();
            cast.startParked("selecting", () -> {
                Select<String> select = Select.of(receive(channel, i -> "received " + i), timeout(LONG, () -> ""));
                for (int i = 0; i < 100; i++) log.add(select.await());
            });
            for (int i = 0; i < 100; i++) channel.send(i);
            cast.joinAll();
            assertThat(log).hasSize(100).last().isEqualTo("received 99");
        }
    }

    @InEachSetting
    void s9ATimeoutThatRacesWithASendLosesAndDoublesNothing(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        int rounds = 200;
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("receiving", () -> {
                Select<Integer> select = Select.of(
                        receive(channel, i -> received.incrementAndGet()), timeout(Duration.ofNanos(50_000), () -> 0));
                for (int i = 0; i < rounds; i++) select.await();
                channel.close();
            });
            cast.start("sending", () -> {
                Select<Boolean> select = Select.of(
                        send(channel, 1, () -> sent.incrementAndGet() > 0),
                        timeout(Duration.ofNanos(70_000), () -> true));
                try {
                    while (select.await()) Weft.yield();
                } catch (ChannelClosedException e) {
                    // the end
                }
            });
            cast.joinAll();
        }
        assertThat(received.get()).isEqualTo(sent.get());
    }
}

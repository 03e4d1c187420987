// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.timeout;
import static dev.weft.runtimetests.ReadyChannels.closed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** S6 and C9 of docs/semantics.md: selects that end by cancellation. */
class SelectCancellationTest {
    private static final Duration LONG = Duration.ofDays(1);

    @InEachSetting
    void s6ASelectWithoutCasesWaitsUntilItIsCancelled(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            Actor none = cast.startParked("none", () -> Select.<String>of().await());
            Actor absent = cast.startParked(
                    "absent",
                    () -> Select.of(receive(closed(), i -> "").when(() -> false))
                            .await());
            for (Actor actor : List.of(none, absent)) {
                actor.cancel();
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(CancelledException.class);
            }
        }
    }

    @InEachSetting
    void c9ACancelledSelectHasDoneNothing(Setting setting) {
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            Actor actor = cast.startParked(
                    "cancelled",
                    () -> Select.of(receive(in), send(out, 1, () -> 1), timeout(LONG, () -> 2))
                            .await());
            actor.cancel();
            actor.awaitEnd();
            assertThat(actor.failure()).isInstanceOf(CancelledException.class);
            assertThat(in.trySend(1)).isFalse();
            assertThat(out.tryReceive()).isNull();
        }
    }

    @InEachSetting
    void c9ACancellationThatRacesWithASendLosesNothing(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 200; round++) {
                Channel<Integer> a = Channel.rendezvous();
                Channel<Integer> b = Channel.rendezvous();
                AtomicInteger received = new AtomicInteger();
                AtomicInteger sent = new AtomicInteger();
                Actor receiver = cast.start("receiver", () -> {
                    Select.of(receive(a), receive(b)).await();
                    received.incrementAndGet();
                });
                if (round % 2 == 0) receiver.awaitParked();
                Actor sender = cast.start("sender", () -> {
                    if (a.trySend(1)) sent.incrementAndGet();
                    if (b.trySend(1)) sent.incrementAndGet();
                });
                receiver.cancel();
                sender.awaitEnd();
                receiver.awaitEnd();
                assertThat(received.get()).as("round %d", round).isEqualTo(sent.get());
            }
        }
    }
}

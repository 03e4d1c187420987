// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.otherwise;
import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.runtimetests.ReadyChannels.closed;
import static dev.weft.runtimetests.ReadyChannels.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Select;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Go's tests of select establish, for whoever uses it. docs/conformance.md says where the scenarios are that aren't here.
 */
class GoSelectTest {
    /** How an operation goes. */
    private enum Outcome {
        ENDS,
        WAITS,
        THROWS
    }

    private record Row(String what, Supplier<Action> operation, Outcome outcome) {}

    private static final List<Row> TABLE = List.of(
            new Row("receive from an empty one", () -> receiving(Channel.rendezvous()), Outcome.WAITS),
            new Row("receive from an empty buffer", () -> receiving(Channel.buffered(10)), Outcome.WAITS),
            new Row("receive from one with an element", () -> receiving(holding(1)), Outcome.ENDS),
            new Row("receive from a closed one", () -> receiving(closed()), Outcome.THROWS),
            new Row("send to one without a buffer", () -> sending(Channel.rendezvous()), Outcome.WAITS),
            new Row("send to a full buffer", () -> sending(holding(1, 2)), Outcome.WAITS),
            new Row("send to one with room", () -> sending(Channel.buffered(10)), Outcome.ENDS),
            new Row("send to a closed one", () -> sending(closed()), Outcome.THROWS),
            new Row("select nothing", () -> () -> Select.<String>of().await(), Outcome.WAITS),
            new Row(
                    "select one that is left out",
                    () -> () -> Select.of(receive(holding(1)).when(() -> false)).await(),
                    Outcome.WAITS),
            new Row(
                    "select one that is left out, or else",
                    () -> () -> Select.of(receive(holding(1)).when(() -> false), otherwise(() -> 1))
                            .await(),
                    Outcome.ENDS),
            new Row(
                    "select empty ones",
                    () -> () -> Select.of(receive(Channel.rendezvous()), send(holding(1), 1, () -> 1))
                            .await(),
                    Outcome.WAITS),
            new Row(
                    "select empty ones, or else",
                    () -> () -> Select.of(
                                    receive(Channel.rendezvous()), send(holding(1), 1, () -> 1), otherwise(() -> 1))
                            .await(),
                    Outcome.ENDS),
            new Row(
                    "select one with an element",
                    () -> () -> Select.of(receive(Channel.rendezvous()), receive(holding(1)))
                            .await(),
                    Outcome.ENDS),
            new Row(
                    "select the end of a closed one",
                    () -> () -> Select.of(receive(Channel.rendezvous()), receive(closed(), i -> i, () -> 1))
                            .await(),
                    Outcome.ENDS),
            new Row(
                    "select a send to a closed one, or else",
                    () -> () -> Select.of(send(closed(), 1, () -> 1), otherwise(() -> 1))
                            .await(),
                    Outcome.THROWS));

    private static Action receiving(Channel<Integer> channel) {
        return () -> channel.receive();
    }

    private static Action sending(Channel<Integer> channel) {
        return () -> channel.send(1);
    }

    /** Go's test/chan/select3.go: what waits, what doesn't, what throws. */
    @InEachSetting
    void whatWaitsAndWhatDoesNot(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (Row row : TABLE) {
                Actor actor = cast.start(row.what, row.operation.get());
                if (row.outcome == Outcome.WAITS) {
                    actor.awaitParked();
                    actor.cancel();
                }
                actor.awaitEnd();
                @Nullable
                Class<?> thrown = switch (row.outcome) {
                    case WAITS -> CancelledException.class;
                    case THROWS -> ChannelClosedException.class;
                    case ENDS -> null;
                };
                Throwable failure = actor.failure();
                assertThat(failure == null ? null : failure.getClass())
                        .as(row.what)
                        .isEqualTo(thrown);
            }
        }
    }

    /** Go's test/chan/select6.go, issue 2075: who loses leaves the queue without harm to those in it. */
    @InEachSetting
    void aLoserLeavesTheQueueToThoseBeforeAndBehindIt(Setting setting) {
        Channel<Integer> queue = Channel.rendezvous();
        Channel<Integer> other = Channel.rendezvous();
        Channel<Integer> chosen = Channel.unbounded();
        try (Cast cast = new Cast(setting)) {
            cast.startParked("before", queue::receive);
            cast.startParked("loser", () -> {
                chosen.send(Select.of(receive(queue, i -> -1), receive(other)).await());
                queue.receive();
            });
            other.send(2);
            assertThat(chosen.receive()).isEqualTo(2);
            queue.send(1);
            queue.send(1);
            cast.joinAll();

            cast.startParked("before", () -> queue.send(1));
            cast.startParked("loser", () -> {
                chosen.send(Select.of(send(queue, 1, () -> -1), receive(other)).await());
                queue.send(2);
            });
            other.send(2);
            assertThat(chosen.receive()).isEqualTo(2);
            assertThat(queue.receive()).isEqualTo(1);
            assertThat(queue.receive()).isEqualTo(2);
            cast.joinAll();
        }
        assertThat(queue.tryReceive()).isNull();
    }

    private interface Use {
        @Fiber
        void of(Channel<Integer> channel);
    }

    /** Go's test/chan/select7.go: each way to send meets each way to receive, whether the value is used or not. */
    @InEachSetting
    void eachWayToSendMeetsEachWayToReceive(Setting setting) {
        List<Use> receiving = List.of(
                Channel::receive,
                channel -> Select.of(receive(channel)).await(),
                channel -> Select.of(receive(channel, i -> ""), receive(Channel.<Integer>rendezvous(), i -> ""))
                        .await());
        List<Use> sending = List.of(
                channel -> channel.send(1),
                channel -> Select.of(send(channel, 1, () -> 1)).await(),
                channel -> Select.of(send(channel, 1, () -> 1), send(Channel.rendezvous(), 1, () -> 1))
                        .await());
        try (Cast cast = new Cast(setting)) {
            for (Use receive : receiving) {
                for (Use send : sending) {
                    Channel<Integer> channel = Channel.rendezvous();
                    Actor receiver = cast.startParked("receiver", () -> receive.of(channel));
                    cast.start("sender", () -> send.of(channel)).join();
                    receiver.join();
                    Actor sender = cast.startParked("sender", () -> send.of(channel));
                    cast.start("receiver", () -> receive.of(channel)).join();
                    sender.join();
                }
            }
        }
    }

    /** Go's TestNonblockRecvRace: an element, or the close, is there at each instant. */
    @InEachSetting
    void anElementIsSeenThoughTheChannelIsClosed(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 150; round++) {
                Channel<Integer> channel = holding(1);
                Actor actor = cast.start("selecting", () -> {
                    int got = Select.of(receive(channel, i -> i, () -> 0), otherwise(() -> -1))
                            .await();
                    if (got < 0) throw new AssertionError("the channel was ready");
                });
                channel.close();
                channel.tryReceive();
                actor.join();
            }
        }
    }

    /** Go's TestNonblockSelectRace2: one of two is ready at each instant, the second by its close. */
    @InEachSetting
    void theDefaultIsNotChosenIfOneIsClosedBeforeTheOtherIsDrained(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 150; round++) {
                Channel<Integer> held = holding(1);
                Channel<Integer> other = Channel.rendezvous();
                Actor actor = cast.start("selecting", () -> {
                    int got = Select.of(receive(held), receive(other, i -> i, () -> 0), otherwise(() -> -1))
                            .await();
                    if (got < 0) throw new AssertionError("one of them was ready");
                });
                other.close();
                held.tryReceive();
                actor.join();
            }
        }
    }

    /** Go's TestPseudoRandomSend: of two sends on the same channel each is chosen now and then, also if the select waits. */
    @InEachSetting
    void s2WhatIsSentByTwoClausesIsAMixture(Setting setting) {
        int elements = 200;
        for (int capacity : new int[] {0, 1, 10, 200}) {
            Channel<Integer> channel = Channel.buffered(capacity);
            AtomicInteger ones = new AtomicInteger();
            try (Cast cast = new Cast(setting)) {
                cast.start("receiver", () -> {
                    for (int i = 0; i < elements; i++) {
                        Weft.yield();
                        ones.addAndGet(channel.receive());
                    }
                });
                cast.start("sender", () -> {
                    Select<Integer> select = Select.of(send(channel, 0, () -> 0), send(channel, 1, () -> 1));
                    for (int i = 0; i < elements; i++) select.await();
                });
                cast.joinAll();
            }
            assertThat(ones.get()).isBetween(elements / 10, elements - elements / 10);
        }
    }

    /** Go's TestYieldProgress: who asks again and again, and yields, lets those go on that answer. */
    @InEachSetting
    void whoAsksAgainAndAgainLetsOthersAnswer(Setting setting) {
        Channel<Integer> question = Channel.rendezvous();
        Channel<Integer> answer = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            cast.start("asking again and again", () -> {
                Select<Boolean> select = Select.of(receive(question, i -> true), otherwise(() -> false));
                while (!select.await()) Weft.yield();
                answer.send(1);
            });
            cast.start("other", () -> {
                question.send(1);
                answer.receive();
            });
            cast.joinAll();
        }
    }
}

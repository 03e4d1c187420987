// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** S4 of docs/semantics.md: the same channel several times, and the order of those that wait. */
class SelectSameChannelTest {
    private static final int ACTORS = 5;
    private static final Duration SHORT = Duration.ofMillis(1);

    /** Go's TestSelfSelect. */
    @InEachSetting
    void s4ASelectIsNeverItsOwnPartner(Setting setting) {
        for (int capacity : new int[] {0, 1}) {
            Channel<Integer> channel = Channel.buffered(capacity);
            AtomicInteger sent = new AtomicInteger();
            AtomicInteger received = new AtomicInteger();
            int rounds = 500;
            try (Cast cast = new Cast(setting)) {
                for (int p = 0; p < 2; p++) {
                    int number = p;
                    cast.start("actor " + p, () -> {
                        Select<Boolean> select = Select.of(
                                send(channel, number, () -> sent.incrementAndGet() > 0),
                                receive(channel, from -> {
                                    if (capacity == 0 && from == number) throw new AssertionError("sent to itself");
                                    return received.incrementAndGet() > 0;
                                }),
                                timeout(SHORT, () -> false));
                        for (int i = 0; i < rounds; i++) select.await();
                    });
                }
                cast.joinAll();
            }
            int left = channel.size();
            assertThat(sent.get()).isEqualTo(received.get() + left);
            if (capacity == 0) assertThat(sent.get()).isPositive();
        }
    }

    /** Go's TestSelectDuplicateChannel. */
    @InEachSetting
    void s4TheSameChannelMayBeThereSeveralTimes(Setting setting) {
        Channel<Integer> twice = Channel.rendezvous();
        Channel<Integer> end = Channel.rendezvous();
        Channel<Integer> third = Channel.rendezvous();
        Queue<String> log = new ConcurrentLinkedQueue<>();
        try (Cast cast = new Cast(setting)) {
            cast.startParked(
                    "one that has it three times",
                    () -> log.add(Select.of(
                                    receive(twice, i -> "first " + i),
                                    receive(end, i -> "end " + i),
                                    receive(twice, i -> "first " + i),
                                    receive(twice, i -> "first " + i))
                            .await()));
            cast.startParked("one behind it", () -> log.add("second " + twice.receive()));
            cast.startParked("one more", () -> log.add("third " + third.receive()));
            twice.send(1);
            twice.send(2);
            third.send(3);
            cast.joinAll();
        }
        assertThat(log).containsExactlyInAnyOrder("first 1", "second 2", "third 3");
        assertThat(twice.trySend(1)).isFalse();
        assertThat(end.trySend(1)).isFalse();
    }

    @InEachSetting
    void s4SelectsWaitInTheOrderOfTheirArrivalWithAllOthers(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> other = Channel.rendezvous();
        @Nullable Integer[] received = new @Nullable Integer[ACTORS];
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.startParked(
                        "receiver " + i,
                        () -> received[number] = number % 2 == 0
                                ? Select.<Integer>of(receive(other), receive(channel))
                                        .await()
                                : channel.receive());
            }
            for (int i = 0; i < ACTORS; i++) channel.send(i);
            cast.joinAll();
        }
        assertThat(Arrays.asList(received)).isEqualTo(ChannelContract.range(0, ACTORS));
    }
}

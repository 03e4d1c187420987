// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What Go's tests of channels establish, for whoever uses them. docs/conformance.md says where the scenarios are that aren't
 * here.
 */
class GoChannelTest {
    private static final List<Integer> CAPACITIES = List.of(0, 1, 2, 10, 100);

    /** Go's test/chan/fifo.go, SynchFifo: each link of a chain receives its number, after the one before it. */
    @InEachSetting
    void aChainOfReceiversGetsTheElementsInTheirOrder(Setting setting) {
        int links = 20;
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> first = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            Channel<Integer> before = first;
            for (int i = 0; i < links; i++) {
                int number = i;
                Channel<Integer> in = before;
                Channel<Integer> out = Channel.rendezvous();
                cast.start("link " + i, () -> {
                    in.receive();
                    int received = channel.receive();
                    if (received != number) throw new AssertionError(received + " instead of " + number);
                    out.send(1);
                });
                before = out;
            }
            first.send(0);
            for (int i = 0; i < links; i++) channel.send(i);
            before.receive();
            cast.joinAll();
        }
    }

    /** Go's test/chan/goroutines.go: a daisy chain, of ten thousand if they are all fibers. */
    @InEachSetting
    void aDaisyChainIsBuiltAndTornDown(Setting setting) {
        int length = switch (setting) {
            case FIBERS_ON_ONE_CARRIER, FIBERS_ON_TWO_CARRIERS, FIBERS -> 10_000;
            case THREADS, VIRTUAL_THREADS, MIXED -> 100;
        };
        Channel<Integer> leftmost = Channel.rendezvous();
        Channel<Integer> right = leftmost;
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < length; i++) {
                Channel<Integer> left = right;
                Channel<Integer> next = Channel.rendezvous();
                cast.start("link " + i, () -> left.send(next.receive() + 1));
                right = next;
            }
            right.send(0);
            assertThat(leftmost.receive()).isEqualTo(length);
            cast.joinAll();
        }
    }

    /** Go's test/chan/nonblock.go: what doesn't wait succeeds if somebody is there, or there is room, and only then. */
    @InEachSetting
    void whatDoesNotWaitSucceedsIfItNeedNot(Setting setting) {
        for (int capacity : CAPACITIES) {
            Channel<Integer> channel = Channel.buffered(capacity);
            try (Cast cast = new Cast(setting)) {
                assertThat(channel.tryReceive()).isNull();
                for (int i = 0; i < capacity; i++)
                    assertThat(channel.trySend(i)).isTrue();
                assertThat(channel.trySend(-1)).isFalse();

                cast.startParked("sender", () -> channel.send(capacity));
                for (int i = 0; i <= capacity; i++)
                    assertThat(channel.tryReceive()).isEqualTo(i);
                assertThat(channel.tryReceive()).isNull();

                cast.startParked("receiver", () -> {
                    if (channel.receive() != 7) throw new AssertionError("not 7");
                });
                assertThat(channel.trySend(7)).isTrue();
                assertThat(channel.tryReceive()).isNull();
                cast.joinAll();
            }
        }
    }

    private interface Way {
        /** Receives by it: the element, -1 if the channel is closed. */
        @Fiber
        int receive(Channel<Integer> channel);
    }

    private static final List<Way> RECEIVING = List.of(
            channel -> {
                try {
                    return channel.receive();
                } catch (ChannelClosedException e) {
                    return -1;
                }
            },
            channel -> {
                Integer element = channel.receiveOrNull();
                return element == null ? -1 : element;
            },
            channel -> {
                Integer element = channel.tryReceive();
                return element == null && channel.isClosed() ? -1 : element;
            },
            channel -> Select.of(Select.receive(channel, e -> e, () -> -1)).await(),
            channel -> Select.of(Select.receive(channel, e -> e, () -> -1), Select.otherwise(() -> -2))
                    .await(),
            channel -> {
                try {
                    return Select.of(Select.receive(channel)).await();
                } catch (ChannelClosedException e) {
                    return -1;
                }
            });

    private static List<Action> sending(Channel<Integer> channel) {
        return List.of(
                () -> channel.send(1),
                () -> channel.trySend(1),
                () -> Select.of(Select.send(channel, 1, () -> 1)).await(),
                () -> Select.of(Select.send(channel, 1, () -> 1), Select.otherwise(() -> 2))
                        .await(),
                channel::close);
    }

    /** Go's test/closedchan.go: each way to use a channel that is closed, with and without something in it. */
    @InEachSetting
    void eachWayToUseAClosedChannel(Setting setting) {
        for (int held : CAPACITIES) {
            for (Way way : RECEIVING) {
                Channel<Integer> channel = Channel.buffered(held);
                for (int i = 0; i < held; i++) channel.send(i);
                channel.close();
                List<Integer> received = Cast.ask(setting, () -> {
                    List<Integer> all = new ArrayList<>();
                    for (int i = 0; i < held + 2; i++) all.add(way.receive(channel));
                    return all;
                });
                assertThat(received.subList(0, held)).isEqualTo(ChannelContract.range(0, held));
                assertThat(received.subList(held, held + 2)).containsExactly(-1, -1);
            }
        }
        Channel<Integer> closed = ReadyChannels.closed();
        try (Cast cast = new Cast(setting)) {
            for (Action way : sending(closed)) {
                Actor actor = cast.start("sending", way);
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(ChannelClosedException.class);
            }
        }
    }

    /** Go's TestChan: waiting, order, the close, and four who send to four who receive. */
    @InEachSetting
    void channelsOfAllSizesDoAllThatChannelsDo(Setting setting) {
        for (int capacity : new int[] {0, 1, 2, 3, 7, 31, 199}) {
            try (Cast cast = new Cast(setting)) {
                waits(cast, capacity);
                arrivesInOrder(cast, capacity);
                fourToFour(cast, capacity);
            }
        }
    }

    private static void waits(Cast cast, int capacity) {
        Channel<Integer> channel = Channel.buffered(capacity);
        Actor receiver = cast.startParked("receiver", channel::receive);
        channel.send(0);
        receiver.join();
        for (int i = 0; i < capacity; i++) channel.send(i);
        assertThat(channel.size()).isEqualTo(channel.capacity()).isEqualTo(capacity);
        Actor sender = cast.startParked("sender", () -> channel.send(capacity));
        for (int i = 0; i <= capacity; i++) assertThat(channel.receive()).isEqualTo(i);
        sender.join();
        Actor closed = cast.startParked("closed", () -> {
            if (channel.receiveOrNull() != null) throw new AssertionError("an element that nobody has sent");
        });
        channel.close();
        closed.join();
    }

    private static void arrivesInOrder(Cast cast, int capacity) {
        Channel<Integer> channel = Channel.buffered(capacity);
        Actor sender = cast.start("sender", () -> {
            for (int i = 0; i < 100; i++) channel.send(i);
        });
        for (int i = 0; i < 100; i++) assertThat(channel.receive()).isEqualTo(i);
        sender.join();
    }

    private static void fourToFour(Cast cast, int capacity) {
        int each = 100;
        Channel<Integer> channel = Channel.buffered(capacity);
        Channel<List<Integer>> results = Channel.unbounded();
        for (int p = 0; p < 4; p++) {
            cast.start("sender", () -> {
                for (int i = 0; i < each; i++) channel.send(i);
            });
            cast.start("receiver", () -> {
                List<Integer> received = new ArrayList<>();
                for (int i = 0; i < each; i++) received.add(channel.receive());
                results.send(received);
            });
        }
        int[] counts = new int[each];
        for (int p = 0; p < 4; p++) for (int i : results.receive()) counts[i]++;
        assertThat(counts).containsOnly(4);
        assertThat(channel.tryReceive()).isNull();
        cast.joinAll();
    }

    /** Go's TestMultiConsumer: 23 workers, of whom some are slower than others. */
    @InEachSetting
    void manyConsumersTakeEachElementOnce(Setting setting) {
        int workers = 23;
        int elements = 27_182;
        Channel<Integer> tasks = Channel.buffered(3 * workers);
        Channel<Integer> results = Channel.buffered(3 * workers);
        AtomicInteger working = new AtomicInteger(workers);
        AtomicLong sum = new AtomicLong();
        AtomicInteger count = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int w = 0; w < workers; w++) {
                int slowness = 2 + w;
                cast.start("worker " + w, () -> {
                    for (Integer i = tasks.receiveOrNull(); i != null; i = tasks.receiveOrNull()) {
                        if (i % slowness == 0) Weft.yield();
                        results.send(i);
                    }
                    if (working.decrementAndGet() == 0) results.close();
                });
            }
            cast.start("feeder", () -> {
                for (int i = 0; i < elements; i++) tasks.send(i);
                tasks.close();
            });
            cast.start(
                    "counter",
                    () -> results.forEach(i -> {
                        sum.addAndGet(i);
                        count.incrementAndGet();
                    }));
            cast.joinAll();
        }
        assertThat(count).hasValue(elements);
        assertThat(sum).hasValue((long) elements * (elements - 1) / 2);
    }
}

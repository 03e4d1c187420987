// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Select;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** C1 to C12 of docs/semantics.md, for one flavor, with fibers, threads and both. */
abstract class ChannelContract {
    static final int ACTORS = 5;

    abstract Channel<Integer> create();

    static List<Integer> range(int from, int to) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) numbers.add(i);
        return numbers;
    }

    // ---------------------------------------------------------------- C1 to C3: null and close

    @InEachSetting
    @SuppressWarnings("NullAway")
    void c1ANullChannelIsANullPointerException(Setting setting) {
        Channel<Integer> none = null;
        try (Cast cast = new Cast(setting)) {
            List<Actor> actors = List.of(
                    cast.start("sender", () -> none.send(1)),
                    cast.start("receiver", () -> none.receive()),
                    cast.start(
                            "selecting",
                            () -> Select.of(Select.receive(none), Select.otherwise(() -> 1))
                                    .await()));
            for (Actor actor : actors) {
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(NullPointerException.class);
            }
        }
    }

    @InEachSetting
    void c2ASendOnAClosedChannelThrows(Setting setting) {
        Channel<Integer> channel = create();
        channel.close();
        try (Cast cast = new Cast(setting)) {
            Actor sender = cast.start("sender", () -> channel.send(1));
            sender.awaitEnd();
            assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
        }
        assertThatThrownBy(() -> channel.trySend(1)).isInstanceOf(ChannelClosedException.class);
        assertThat(channel.tryReceive()).isNull();
    }

    @Test
    void c2ToCloseTwiceThrows() {
        Channel<Integer> channel = create();
        assertThat(channel.isClosed()).isFalse();
        channel.close();
        assertThat(channel.isClosed()).isTrue();
        assertThatThrownBy(channel::close).isInstanceOf(ChannelClosedException.class);
    }

    @InEachSetting
    void c3AReceiveFromAClosedChannelDrainsItAndThenThrows(Setting setting) {
        Channel<Integer> channel = create();
        int n = 0;
        while (n < ACTORS && channel.trySend(n)) n++;
        int sent = n;
        channel.close();
        try (Cast cast = new Cast(setting)) {
            List<Integer> received = new ArrayList<>();
            Actor receiver = cast.start("receiver", () -> {
                for (int i = 0; i < sent; i++) received.add(channel.receive());
                if (channel.receiveOrNull() != null) throw new AssertionError("an element that nobody has sent");
                channel.receive();
            });
            receiver.awaitEnd();
            assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class);
            assertThat(received).isEqualTo(range(0, sent));
        }
        assertThat(channel.tryReceive()).isNull();
    }

    @InEachSetting
    void c3ReceiversThatWaitLearnOfTheClose(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting)) {
            Actor throwing = cast.startParked("receive", channel::receive);
            Actor orNull = cast.startParked("receiveOrNull", () -> {
                if (channel.receiveOrNull() != null) throw new AssertionError("an element that nobody has sent");
            });
            channel.close();
            throwing.awaitEnd();
            assertThat(throwing.failure()).isInstanceOf(ChannelClosedException.class);
            orNull.join();
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void c3NullIsRejected() {
        Channel<Integer> channel = create();
        assertThatThrownBy(() -> channel.send(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.trySend(null)).isInstanceOf(NullPointerException.class);
        assertThat(channel.size()).isZero();
    }

    // ---------------------------------------------------------------- C4 to C6: order

    @InEachSetting
    void c4ACloseWakesAllThatWait(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting, 0)) {
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.startParked("receiver " + i, () -> {
                    channel.receiveOrNull();
                    order.add(number);
                });
            }
            channel.close();
            cast.joinAll();
            assertThat(order).containsExactlyInAnyOrderElementsOf(range(0, ACTORS));
            if (setting == Setting.FIBERS_ON_ONE_CARRIER) assertThat(order).isEqualTo(range(0, ACTORS));
        }
    }

    @Test
    void c4ACloseByAFiberWakesReceiversInTheOrderOfTheirArrival() {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(Setting.FIBERS_ON_ONE_CARRIER, 0)) {
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.startParked("receiver " + i, () -> {
                    channel.receiveOrNull();
                    order.add(number);
                });
            }
            cast.start("closer", channel::close);
            cast.joinAll();
            assertThat(order).isEqualTo(range(0, ACTORS));
        }
    }

    @InEachSetting
    void c5ReceiversAreServedInTheOrderOfTheirArrival(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting)) {
            @Nullable Integer[] received = new @Nullable Integer[ACTORS];
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.startParked("receiver " + i, () -> received[number] = channel.receive());
            }
            for (int i = 0; i < ACTORS; i++) channel.send(i);
            cast.joinAll();
            assertThat(Arrays.asList(received)).isEqualTo(range(0, ACTORS));
        }
    }

    @InEachSetting
    void c6AReceiverThatWaitsIsHandedTheElement(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting)) {
            AtomicInteger received = new AtomicInteger();
            cast.startParked("receiver", () -> received.set(channel.receive()));
            assertThat(channel.trySend(7)).isTrue();
            assertThat(channel.size()).isZero();
            assertThat(channel.tryReceive()).isNull();
            cast.joinAll();
            assertThat(received).hasValue(7);
        }
    }

    // ---------------------------------------------------------------- C7 and C8: what others see

    @InEachSetting
    void c7SizeIsTheNumberOfStoredElements(Setting setting) {
        Channel<Integer> channel = create();
        int room = Math.min(channel.capacity(), ACTORS);
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < room; i++) {
                int element = i;
                assertThat(channel.size()).isEqualTo(i);
                cast.start("sender " + i, () -> channel.send(element)).join();
            }
        }
        assertThat(channel.size()).isEqualTo(room);
        assertThat(channel.toString()).contains(Integer.toString(room));
    }

    @InEachSetting
    void c8WhatHappenedBeforeASendIsSeenAfterTheReceive(Setting setting) {
        int n = 2_000;
        int[] plain = new int[n];
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting)) {
            cast.start("sender", () -> {
                for (int i = 0; i < n; i++) {
                    plain[i] = i + 1;
                    channel.send(i);
                }
                channel.close();
            });
            cast.start("receiver", () -> {
                int expected = 0;
                for (Integer i = channel.receiveOrNull(); i != null; i = channel.receiveOrNull()) {
                    if (i != expected++) throw new AssertionError(i + " came out of order");
                    if (plain[i] != i + 1) throw new AssertionError("element " + i + " came before what was written");
                }
                if (expected != n) throw new AssertionError("only " + expected + " elements came");
            });
            cast.joinAll();
        }
    }

    @InEachSetting
    void c8WhatHappenedBeforeACloseIsSeenByTheReceiveThatLearnsOfIt(Setting setting) {
        for (int round = 0; round < 200; round++) {
            Channel<Integer> channel = create();
            int[] plain = {0};
            try (Cast cast = new Cast(setting)) {
                cast.start("receiver", () -> {
                    if (channel.receiveOrNull() != null) throw new AssertionError("an element that nobody has sent");
                    if (plain[0] != 1) throw new AssertionError("the close was seen before what came before it");
                });
                cast.start("closer", () -> {
                    plain[0] = 1;
                    channel.close();
                });
                cast.joinAll();
            }
        }
    }

    @InEachSetting
    void c9ACancelledReceiveHasReceivedNothing(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting)) {
            AtomicInteger received = new AtomicInteger();
            Actor first = cast.startParked("first", () -> channel.receive());
            Actor second = cast.startParked("second", () -> received.set(channel.receive()));
            first.cancel();
            first.awaitEnd();
            assertThat(first.failure()).isInstanceOf(CancelledException.class);
            channel.send(7);
            second.join();
            assertThat(received).hasValue(7);
        }
    }

    @InEachSetting
    void c9AThreadStaysInterruptedAndAFiberCancelled(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting)) {
            AtomicInteger cancellations = new AtomicInteger();
            Actor actor = cast.startParked("actor", () -> {
                for (int i = 0; i < 3; i++) {
                    try {
                        channel.receive();
                    } catch (CancelledException e) {
                        cancellations.incrementAndGet();
                    }
                }
            });
            actor.cancel();
            actor.join();
            assertThat(cancellations).hasValue(3);
        }
    }

    @InEachSetting
    void c9ACancellationThatRacesWithASendLosesNothingAndDoublesNothing(Setting setting) {
        for (int round = 0; round < 300; round++) {
            Channel<Integer> channel = create();
            try (Cast cast = new Cast(setting)) {
                AtomicInteger received = new AtomicInteger();
                Actor receiver = cast.start("receiver", () -> {
                    channel.receive();
                    received.incrementAndGet();
                });
                if (round % 2 == 0) receiver.awaitParked();
                AtomicInteger sent = new AtomicInteger();
                Actor sender = cast.start("sender", () -> {
                    if (channel.trySend(round())) sent.incrementAndGet();
                });
                receiver.cancel();
                sender.awaitEnd();
                receiver.awaitEnd();
                int left = channel.tryReceive() == null ? 0 : 1;
                assertThat(received.get() + left).as("round %d", round).isEqualTo(sent.get());
            }
        }
    }

    static int round() {
        return 1;
    }

    // ---------------------------------------------------------------- C10 to C12

    @InEachSetting
    void c10IterationEndsWithTheClose(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting)) {
            List<Integer> byForEach = new ArrayList<>();
            cast.start("forEach", () -> channel.forEach(byForEach::add));
            cast.start("sender", () -> {
                for (int i = 0; i < 20; i++) channel.send(i);
                channel.close();
            });
            cast.joinAll();
            assertThat(byForEach).isEqualTo(range(0, 20));
        }
    }

    @InEachSetting
    void c10AForLoopEndsWithTheClose(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting)) {
            List<Integer> byLoop = new ArrayList<>();
            cast.start("loop", () -> {
                for (Integer i : channel.elements()) byLoop.add(i);
            });
            cast.start("sender", () -> {
                for (int i = 0; i < 20; i++) channel.send(i);
                channel.close();
            });
            cast.joinAll();
            assertThat(byLoop).isEqualTo(range(0, 20));
        }
    }

    @InEachSetting
    void c10WhatTheReceiverThrowsEndsTheIteration(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast cast = new Cast(setting)) {
            Actor receiver = cast.start(
                    "forEach",
                    () -> channel.forEach(i -> {
                        throw new IllegalStateException("no " + i);
                    }));
            channel.send(3);
            receiver.awaitEnd();
            assertThat(receiver.failure())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no 3");
        }
    }

    @InEachSetting
    void c11FibersAndThreadsWaitInTheSameQueue(Setting setting) {
        Channel<Integer> channel = create();
        try (Cast some = new Cast(setting);
                Cast threads = new Cast(Setting.THREADS)) {
            @Nullable Integer[] received = new @Nullable Integer[ACTORS];
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                Cast cast = i % 2 == 0 ? some : threads;
                cast.startParked("receiver " + i, () -> received[number] = channel.receive());
            }
            for (int i = 0; i < ACTORS; i++) channel.send(i);
            some.joinAll();
            threads.joinAll();
            assertThat(Arrays.asList(received)).isEqualTo(range(0, ACTORS));
        }
    }

    @InEachSetting
    void c12TryOperationsFailOnlyIfTheyWouldHaveToWait(Setting setting) {
        Channel<Integer> channel = create();
        int tokens = Math.min(channel.capacity(), ACTORS);
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < tokens; i++) {
                cast.start("actor " + i, () -> {
                    for (int k = 0; k < 2_000; k++) {
                        if (!channel.trySend(k)) throw new AssertionError("there was room at each instant");
                        if (channel.tryReceive() == null)
                            throw new AssertionError("there was an element at each instant");
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(channel.tryReceive()).isNull();
    }

    static List<Integer> drain(Channel<Integer> channel) {
        List<Integer> drained = new ArrayList<>();
        for (Integer i = channel.tryReceive(); i != null; i = channel.tryReceive()) drained.add(i);
        return drained;
    }

    // ---------------------------------------------------------------- all of it at once

    @InEachSetting
    void producersAndConsumersLoseAndDoubleNothing(Setting setting) {
        int each = 500;
        Channel<Integer> channel = create();
        AtomicInteger[] seen = new AtomicInteger[4 * each];
        Arrays.setAll(seen, i -> new AtomicInteger());
        AtomicInteger producers = new AtomicInteger(4);
        try (Cast cast = new Cast(setting)) {
            for (int p = 0; p < 4; p++) {
                int first = p * each;
                cast.start("producer " + p, () -> {
                    for (int i = 0; i < each; i++) channel.send(first + i);
                    if (producers.decrementAndGet() == 0) channel.close();
                });
                cast.start("consumer " + p, () -> channel.forEach(i -> seen[i].incrementAndGet()));
            }
            cast.joinAll();
        }
        assertThat(seen).allSatisfy(count -> assertThat(count).hasValue(1));
    }
}

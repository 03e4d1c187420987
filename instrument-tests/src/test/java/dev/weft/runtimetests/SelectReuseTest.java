// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.sendNext;
import static dev.weft.channel.Select.timeout;
import static dev.weft.runtimetests.ReadyChannels.holding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A select is used again and again, by one at a time, and its handlers may do anything. */
class SelectReuseTest {
    private static final Duration LONG = Duration.ofDays(1);

    /** What a fiber allocates while it waits in the same select thousands of times, with a time. */
    @Test
    void aSelectThatIsUsedAgainAllocatesNothing() {
        int rounds = 3_000;
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        Channel<Integer> quiet = Channel.rendezvous();
        try (World world = new World(1)) {
            long allocated = world.run(() -> {
                Routine<@Nullable Void> echo = Weft.go(() -> exchange(
                        Select.of(receive(in), receive(quiet), timeout(LONG, () -> -1)),
                        Select.of(send(out, 1, () -> 1), receive(quiet), timeout(LONG, () -> -1)),
                        3 * rounds));
                Select<Integer> sending = Select.of(send(in, 1, () -> 1), receive(quiet), timeout(LONG, () -> -1));
                Select<Integer> receiving = Select.of(receive(out), receive(quiet), timeout(LONG, () -> -1));
                exchange(sending, receiving, 2 * rounds); // all is made, and the classes are loaded
                long before = allocatedByCarrier();
                exchange(sending, receiving, rounds);
                long after = allocatedByCarrier();
                echo.join();
                return after - before;
            });
            assertThat(allocated).as("bytes for %d rounds", rounds).isLessThan(2L * rounds);
        }
    }

    @Fiber
    private static void exchange(Select<Integer> first, Select<Integer> second, int rounds) {
        for (int i = 0; i < rounds; i++) {
            if (first.await() < 0 || second.await() < 0) throw new AssertionError("too late");
        }
    }

    private static long allocatedByCarrier() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @InEachSetting
    void handlersRunAfterTheChoiceAndMayWaitAndSelect(Setting setting) {
        Channel<Integer> a = Channel.buffered(3);
        Channel<Integer> b = holding(5, 6);
        assertThat(Cast.ask(setting, () -> {
                    Select<Integer> inner = Select.of(receive(b));
                    Select<Integer> outer = Select.of(send(a, 1, () -> {
                        a.send(2);
                        return a.receive() + a.receive() + inner.await();
                    }));
                    return outer.await() + outer.await();
                }))
                .isEqualTo(3 + 5 + 3 + 6);
        assertThat(Cast.ask(setting, () -> {
                    Select<Integer> failing = Select.of(send(a, 1, () -> {
                        throw new IllegalStateException("expected");
                    }));
                    int thrown = 0;
                    for (int i = 0; i < 2; i++) {
                        try {
                            failing.await();
                        } catch (IllegalStateException e) {
                            thrown++;
                        }
                    }
                    return thrown;
                }))
                .isEqualTo(2);
    }

    /** The example of the Javadoc: a queue without bounds between two channels. */
    @InEachSetting
    void aSelectIsUsedAgainAndAgainWithConditions(Setting setting) {
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        List<Integer> received = new ArrayList<>();
        try (Cast cast = new Cast(setting)) {
            cast.start("queue", () -> {
                Deque<Integer> waiting = new ArrayDeque<>();
                boolean[] open = {true};
                Select<Boolean> select = Select.of(
                        receive(in, waiting::add, () -> open[0] = false).when(() -> open[0]),
                        sendNext(out, waiting::peek, () -> waiting.remove() != null)
                                .when(() -> !waiting.isEmpty()));
                while (open[0] || !waiting.isEmpty()) select.await();
                out.close();
            });
            cast.start("sender", () -> {
                for (int i = 0; i < 300; i++) in.send(i);
                in.close();
            });
            cast.start("receiver", () -> out.forEach(received::add));
            cast.joinAll();
        }
        assertThat(received).isEqualTo(ChannelContract.range(0, 300));
    }

    @Test
    void aSelectUsedByTwoAtOnceIsAnError() {
        try (Cast cast = new Cast(Setting.THREADS)) {
            Select<Integer> select = Select.of(receive(Channel.<Integer>rendezvous()));
            Actor first = cast.startParked("first", select::await);
            assertThatThrownBy(select::await).isInstanceOf(IllegalStateException.class);
            first.cancel();
            first.awaitEnd();
        }
        assertThat(Select.of(receive(holding(1))).toString()).isEqualTo("Select[1 clause]");
    }
}

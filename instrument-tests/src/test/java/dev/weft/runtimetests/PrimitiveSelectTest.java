// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.otherwise;
import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.sendNext;
import static dev.weft.channel.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.DoubleChannel;
import dev.weft.channel.IntChannel;
import dev.weft.channel.LongChannel;
import dev.weft.channel.Select;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** S11 of docs/semantics.md: channels of primitive values in a select. */
class PrimitiveSelectTest {
    private static final int ROUNDS = 300;
    private static final Duration LONG = Duration.ofDays(1);
    private static final long LARGE = 0x0123_4567_89ab_cdefL;

    /** Selects meet each other, and plain sends; some wait, and some come later. */
    @InEachSetting
    void s11EachValueIsSentAndReceivedOnce(Setting setting) {
        for (int capacity : new int[] {0, 2}) {
            IntChannel ints = IntChannel.buffered(capacity);
            LongChannel longs = LongChannel.buffered(capacity);
            DoubleChannel doubles = DoubleChannel.buffered(capacity);
            Channel<Long> objects = Channel.buffered(capacity);
            AtomicLong sum = new AtomicLong();
            try (Cast cast = new Cast(setting)) {
                for (int a = 0; a < 2; a++) {
                    cast.start("selecting sender " + a, () -> {
                        long[] next = {0};
                        Select<Long> select = Select.of(
                                sendNext(ints, () -> (int) next[0], () -> next[0]++),
                                sendNext(longs, () -> LARGE + next[0], () -> next[0]++),
                                sendNext(doubles, () -> next[0] / 2.0, () -> next[0]++),
                                sendNext(objects, () -> next[0], () -> next[0]++),
                                timeout(LONG, () -> -1L));
                        for (long i = 0; i < ROUNDS; i++)
                            assertThat(select.await()).isEqualTo(i);
                    });
                    cast.start("selecting receiver " + a, () -> {
                        Select<Long> select = Select.of(
                                receive(ints, i -> (long) i),
                                receive(longs, l -> l - LARGE),
                                receive(doubles, d -> (long) (d * 2)),
                                receive(objects, o -> o),
                                timeout(LONG, () -> -1L));
                        for (int i = 0; i < ROUNDS * 3 / 2; i++) sum.addAndGet(select.await());
                    });
                }
                cast.start("sender", () -> {
                    for (int i = 0; i < ROUNDS; i++) longs.send(LARGE + i);
                });
                cast.joinAll();
            }
            assertThat(sum).hasValue(3 * (long) ROUNDS * (ROUNDS - 1) / 2);
        }
    }

    @InEachSetting
    void s11ASelectThatWaitsIsServedByEachTypeWithAllBits(Setting setting) {
        IntChannel ints = IntChannel.rendezvous();
        LongChannel longs = LongChannel.rendezvous();
        DoubleChannel doubles = DoubleChannel.rendezvous();
        List<Runnable> senders = List.of(
                () -> assertThat(ints.trySend(Integer.MIN_VALUE)).isTrue(),
                () -> assertThat(longs.trySend(LARGE)).isTrue(),
                () -> assertThat(doubles.trySend(-0.0)).isTrue());
        List<String> expected = List.of("int " + Integer.MIN_VALUE, "long " + LARGE, "double -0.0");
        for (int i = 0; i < expected.size(); i++) {
            List<String> log = new ArrayList<>();
            try (Cast cast = new Cast(setting)) {
                Actor selecting = cast.startParked(
                        "selecting",
                        () -> log.add(Select.of(
                                        receive(ints, v -> "int " + v),
                                        receive(longs, v -> "long " + v),
                                        receive(doubles, v -> "double " + v))
                                .await()));
                senders.get(i).run();
                selecting.join();
                cast.startParked(
                        "sending",
                        () -> log.add(Select.of(
                                        send(ints, 7, () -> "int"),
                                        send(longs, -LARGE, () -> "long"),
                                        send(doubles, 0.5, () -> "double"))
                                .await()));
                cast.start("receiver", () -> assertThat(longs.receive()).isEqualTo(-LARGE))
                        .join();
                cast.joinAll();
            }
            assertThat(log).containsExactly(expected.get(i), "long");
            assertThat(ints.tryReceive(v -> {})).as("the select has left").isFalse();
            assertThat(doubles.tryReceive(v -> {})).as("the select has left").isFalse();
        }
    }

    @InEachSetting
    void s11ACloseIsAnsweredOrThrown(Setting setting) {
        IntChannel ints = IntChannel.buffered(1);
        IOException cause = new IOException("expected");
        try (Cast cast = new Cast(setting)) {
            Actor answered = cast.startParked(
                    "answered",
                    () -> assertThat(Select.of(receive(ints, i -> i, () -> -1)).await())
                            .isEqualTo(-1));
            Actor told = cast.startParked(
                    "told", () -> Select.of(receive(ints, i -> i)).await());
            ints.close(cause);
            answered.join();
            told.awaitEnd();
            assertThat(told.failure())
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCause(cause);
            cast.start("late", () -> {
                        assertThatThrownBy(
                                        () -> Select.of(send(ints, 1, () -> 1)).await())
                                .isInstanceOf(ChannelClosedException.class)
                                .hasCause(cause);
                        LongChannel open = LongChannel.buffered(1);
                        Select<Integer> select =
                                Select.of(receive(open, l -> 0), sendNext(open, () -> 5, () -> 1), otherwise(() -> 2));
                        assertThat(List.of(select.await(), select.await(), select.await()))
                                .isEqualTo(List.of(1, 0, 1));
                    })
                    .join();
        }
    }

    /** Two fibers on one carrier, whose allocation is counted: boxing would take 24 bytes for each value. */
    @Test
    void s11NothingIsBoxed() {
        int values = 10_000;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (World world = new World(1)) {
            long allocated = world.run(() -> {
                exchange(values);
                long thread = Thread.currentThread().getId();
                long before = threads.getThreadAllocatedBytes(thread);
                exchange(values);
                return thread == Thread.currentThread().getId() ? threads.getThreadAllocatedBytes(thread) - before : -1;
            });
            assertThat(allocated).isBetween(0L, 8L * values);
        }
    }

    @Fiber
    private static void exchange(int values) {
        LongChannel channel = LongChannel.rendezvous();
        DoubleChannel unheard = DoubleChannel.rendezvous();
        DoubleChannel quiet = DoubleChannel.rendezvous();
        long[] next = {LARGE};
        long[] sum = {0};
        Routine<Void> sender = Weft.go(() -> {
            Select<Boolean> sending = Select.of(
                    sendNext(channel, () -> next[0]++, () -> true), sendNext(unheard, () -> 0.5, () -> false));
            for (int i = 0; i < values; i++) if (!sending.await()) throw new AssertionError("nobody receives there");
        });
        Select<Boolean> receiving = Select.of(
                receive(channel, l -> {
                    sum[0] += l - LARGE;
                    return true;
                }),
                receive(quiet, d -> false));
        for (int i = 0; i < values; i++) if (!receiving.await()) throw new AssertionError("nobody sends there");
        sender.join();
        assertThat(sum[0]).isEqualTo((long) values * (values - 1) / 2);
    }
}

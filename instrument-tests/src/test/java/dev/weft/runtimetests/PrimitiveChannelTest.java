// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.DoubleChannel;
import dev.weft.channel.IntChannel;
import dev.weft.channel.LongChannel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** C16 of docs/semantics.md: channels of primitive values. */
class PrimitiveChannelTest {
    private static final int ACTORS = 4;
    private static final int EACH = 500;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);
    private static final long LARGE = 0x0123_4567_89ab_cdefL;

    private static List<LongChannel> channels() {
        return List.of(
                LongChannel.rendezvous(), LongChannel.buffered(1), LongChannel.buffered(7), LongChannel.unbounded());
    }

    @InEachSetting
    void c16EachValueComesOutOnceAndInOrder(Setting setting) {
        for (LongChannel channel : channels()) {
            AtomicLong sum = new AtomicLong();
            try (Cast cast = new Cast(setting)) {
                List<Actor> senders = new ArrayList<>();
                for (int a = 0; a < ACTORS; a++) {
                    long sender = (long) a << 32;
                    senders.add(cast.start("sender " + a, () -> {
                        for (int i = 0; i < EACH; i++) {
                            if (i % 3 != 0) channel.send(sender + i);
                            else while (!channel.trySend(sender + i, SHORT)) {}
                        }
                    }));
                    cast.start("receiver " + a, () -> receiveAll(channel, sum));
                }
                senders.forEach(Actor::join);
                channel.close();
                cast.joinAll();
            }
            long indices = (long) EACH * (EACH - 1) / 2 * ACTORS;
            assertThat(sum.get()).isEqualTo(indices + EACH * (6L << 32));
        }
    }

    /** Of one sender, each receiver sees later values later. */
    @Fiber
    private static void receiveAll(LongChannel channel, AtomicLong sum) throws Exception {
        long[] last = new long[ACTORS];
        channel.forEach(value -> {
            int sender = (int) (value >> 32);
            if (value < last[sender]) throw new AssertionError(value + " after " + last[sender]);
            last[sender] = value;
            sum.addAndGet(value);
            Weft.yield();
        });
    }

    @InEachSetting
    void c16AllBitsOfAllTypesArrive(Setting setting) {
        LongChannel longs = LongChannel.rendezvous();
        IntChannel ints = IntChannel.buffered(1);
        DoubleChannel doubles = DoubleChannel.unbounded();
        try (Cast cast = new Cast(setting)) {
            cast.start("sender", () -> {
                for (long value : new long[] {Long.MIN_VALUE, -1, 0, LARGE}) longs.send(value);
                for (int value : new int[] {Integer.MIN_VALUE, -1, 0, 7}) ints.send(value);
                for (double value : new double[] {-0.0, Double.NaN, Double.MIN_VALUE}) doubles.send(value);
            });
            cast.start("receiver", () -> {
                for (long value : new long[] {Long.MIN_VALUE, -1, 0, LARGE})
                    assertThat(longs.receive()).isEqualTo(value);
                for (int value : new int[] {Integer.MIN_VALUE, -1, 0, 7})
                    assertThat(ints.receive()).isEqualTo(value);
                assertThat(doubles.receive()).isEqualTo(-0.0);
                assertThat(doubles.receive()).isNaN();
                assertThat(doubles.tryReceive(d -> assertThat(d).isEqualTo(Double.MIN_VALUE), LONG))
                        .isTrue();
            });
            cast.joinAll();
        }
    }

    @InEachSetting
    void c16WhoWaitsIsServedCancelledOrTold(Setting setting) {
        LongChannel channel = LongChannel.rendezvous();
        IOException cause = new IOException("expected");
        try (Cast cast = new Cast(setting)) {
            Actor.cancelled(cast.startParked("cancelled", () -> channel.receive()));
            Actor.cancelled(cast.startParked("cancelled", () -> channel.send(1)));
            Actor.cancelled(cast.startParked("cancelled", () -> channel.tryReceive(v -> {}, LONG)));
            cast.start("late", () -> {
                        assertThat(channel.trySend(1)).isFalse();
                        assertThat(channel.trySend(1, SHORT)).isFalse();
                        assertThat(channel.tryReceive(v -> {}, SHORT)).isFalse();
                    })
                    .join();
            Actor timed = cast.startParked("timed", () -> {
                long[] got = {0};
                assertThat(channel.tryReceive(v -> got[0] = v, LONG)).isTrue();
                assertThat(got[0]).isEqualTo(LARGE);
            });
            cast.start("sender", () -> channel.send(LARGE));
            timed.join();
            Actor sender = cast.startParked(
                    "sender", () -> assertThat(channel.trySend(-LARGE, LONG)).isTrue());
            cast.start("receiver", () -> assertThat(channel.receive()).isEqualTo(-LARGE));
            sender.join();
            List<Actor> told = List.of(
                    cast.startParked("a", () -> channel.receive()),
                    cast.startParked("b", () -> channel.forEach(v -> {})),
                    cast.startParked("c", () -> channel.tryReceive(v -> {}, LONG)));
            channel.close(cause);
            for (Actor actor : told) {
                actor.awaitEnd();
                assertThat(actor.failure())
                        .isInstanceOf(ChannelClosedException.class)
                        .hasCause(cause);
            }
        }
        assertThatThrownBy(() -> channel.send(1)).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(channel::close).isInstanceOf(ChannelClosedException.class);
        assertThat(channel.toString()).isEqualTo("LongChannel[0 of 0, closed]");
    }

    /** Two fibers on one carrier, whose allocation is counted: boxing would take 24 bytes for each value. */
    @Test
    void c16NothingIsBoxed() {
        int values = 20_000;
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
    private static long exchange(int values) {
        LongChannel channel = LongChannel.rendezvous();
        Routine<Void> sender = Weft.go(() -> {
            for (int i = 0; i < values; i++) channel.send(LARGE + i);
        });
        long sum = 0;
        for (int i = 0; i < values; i++) sum += channel.receive();
        sender.join();
        return sum;
    }
}

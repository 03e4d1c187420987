// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.benchmarks.Measure.Effort;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.List;

/** A send and a receive, when there are many channels, which are used in turn but not in the order of their addresses. */
final class ChannelCurve {
    private static final int ITEMS = 1_000_000;
    /** Prime, so that its multiples meet each channel. */
    private static final long STRIDE = 618_034_189L;

    private static final int END = -1;

    private ChannelCurve() {}

    /** One fiber sends to a buffer of one and receives from it, then goes to the next. */
    static List<Figure> buffered(int count, Effort effort) throws Exception {
        List<Channel<Integer>> channels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) channels.add(Channel.buffered(1));
        return List.of(Measure.nanosPerOperation(
                Curve.at("channels.buffered", count), ITEMS, effort, () -> Weft.run(() -> sendAndReceive(channels))));
    }

    @Fiber
    private static void sendAndReceive(List<Channel<Integer>> channels) {
        long at = 0;
        long sum = 0;
        for (int i = 0; i < ITEMS; i++) {
            Channel<Integer> channel = channels.get((int) (at % channels.size()));
            channel.send(i);
            sum += channel.receive();
            at += STRIDE;
        }
        Measure.check(sum, ITEMS * (ITEMS - 1L) / 2);
    }

    /** A fiber waits at each; one sends to them in turn. */
    static List<Figure> rendezvous(int count, Effort effort) throws Exception {
        List<Channel<Integer>> channels = new ArrayList<>(count);
        List<Routine<Long>> receivers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Channel<Integer> channel = Channel.rendezvous();
            channels.add(channel);
            receivers.add(Weft.go(() -> receiveAll(channel)));
        }
        Figure figure = Measure.nanosPerOperation(
                Curve.at("channels.rendezvous", count), ITEMS, effort, () -> Weft.run(() -> sendAll(channels)));
        long received = Weft.run(() -> {
            for (Channel<Integer> channel : channels) channel.send(END);
            long sum = 0;
            for (Routine<Long> receiver : receivers) sum += receiver.join();
            return sum;
        });
        Measure.check(received % ITEMS, 0);
        return List.of(figure);
    }

    @Fiber
    private static void sendAll(List<Channel<Integer>> channels) {
        long at = 0;
        for (int i = 0; i < ITEMS; i++) {
            channels.get((int) (at % channels.size())).send(i);
            at += STRIDE;
        }
    }

    @Fiber
    private static long receiveAll(Channel<Integer> channel) {
        long count = 0;
        while (channel.receive() != END) count++;
        return count;
    }
}

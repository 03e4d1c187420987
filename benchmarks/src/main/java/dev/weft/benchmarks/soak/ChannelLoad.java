// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** Several send different numbers to several by a channel of any kind, which is then closed: each number comes out once. */
final class ChannelLoad implements Load {
    private static final int ITEMS = 2_000;
    private static final int MAX_SIDE = 6;

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) {
        Channel<Integer> channel = any(random);
        int senders = 1 + random.nextInt(MAX_SIDE);
        int receivers = 1 + random.nextInt(MAX_SIDE);
        List<Routine<Void>> sending = new ArrayList<>();
        List<Routine<BitSet>> receiving = new ArrayList<>();
        for (int i = 0; i < receivers; i++) receiving.add(Weft.go(() -> receiveAll(channel)));
        for (int i = 0; i < senders; i++) {
            int first = i;
            sending.add(Weft.go(() -> {
                for (int k = first; k < ITEMS; k += senders) channel.send(k);
            }));
        }
        for (Routine<Void> sender : sending) sender.join();
        channel.close();
        BitSet all = new BitSet();
        for (Routine<BitSet> receiver : receiving) addOnce(receiver.join(), all);
        Load.checkEqual(all.cardinality(), ITEMS, "elements received");
        operations.add(ITEMS);
    }

    private static Channel<Integer> any(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Channel.rendezvous();
            case 1 -> Channel.buffered(1);
            case 2 -> Channel.buffered(1 + random.nextInt(100));
            default -> Channel.unbounded();
        };
    }

    @Fiber
    private static BitSet receiveAll(Channel<Integer> channel) {
        BitSet received = new BitSet();
        for (int element : channel.elements()) {
            Load.check(!received.get(element), "received twice");
            received.set(element);
        }
        return received;
    }

    private static void addOnce(BitSet some, BitSet all) {
        Load.check(!some.intersects(all), "received by two");
        all.or(some);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.timeout;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Clause;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** A fiber selects among several that send, one that it sends to, and a time-out: the sums of both ways are right. */
final class SelectLoad implements Load {
    private static final int ITEMS = 150;

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) {
        int channels = 1 + random.nextInt(6);
        List<Channel<Integer>> inputs = new ArrayList<>();
        List<Routine<Void>> senders = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            Channel<Integer> input = random.nextBoolean() ? Channel.rendezvous() : Channel.buffered(3);
            inputs.add(input);
            boolean hesitates = random.nextInt(4) == 0;
            senders.add(Weft.go(() -> feed(input, hesitates)));
        }
        Channel<Integer> output = Channel.rendezvous();
        Routine<Long> receiver = Weft.go(() -> sum(output));
        long[] sums = chooseAll(inputs, output, channels * ITEMS);
        for (Routine<Void> sender : senders) sender.join();
        output.close();
        Load.checkEqual(sums[0], (long) channels * ITEMS * (ITEMS - 1) / 2, "received by select");
        Load.checkEqual(receiver.join(), sums[1], "sent by select");
        operations.add((long) channels * ITEMS);
    }

    @Fiber
    private static void feed(Channel<Integer> input, boolean hesitates) {
        for (int i = 0; i < ITEMS; i++) {
            if (hesitates && i % 32 == 0) Weft.sleep(Duration.ofMillis(2));
            input.send(i);
        }
    }

    @Fiber
    private static long sum(Channel<Integer> channel) {
        long sum = 0;
        for (int element : channel.elements()) sum += element;
        return sum;
    }

    /** What was received, and what was sent. */
    @Fiber
    private static long[] chooseAll(List<Channel<Integer>> inputs, Channel<Integer> output, int count) {
        long[] sums = new long[2];
        int[] received = {0};
        List<Clause<Integer>> clauses = new ArrayList<>();
        for (Channel<Integer> input : inputs) {
            clauses.add(receive(input, element -> {
                sums[0] += element;
                return ++received[0];
            }));
        }
        clauses.add(send(output, 7, () -> {
            sums[1] += 7;
            return received[0];
        }));
        clauses.add(timeout(Duration.ofMillis(1), () -> received[0]));
        Select<Integer> select = Select.of(clauses);
        while (received[0] < count) select.await();
        return sums;
    }
}

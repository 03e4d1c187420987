// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Clause;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Selects whose handlers, elements and conditions suspend; for a process in which they are forced to. */
public final class SelectMain {
    private static final int CHANNELS = 5;
    private static final int EACH = 200;

    private SelectMain() {}

    /** Prints the sum of what was received, and how often each element was. */
    public static void main(String[] args) {
        System.out.println(Weft.run(() -> exchange()));
    }

    @Fiber
    private static String exchange() {
        List<Channel<Integer>> channels = new ArrayList<>();
        List<Routine<@Nullable Void>> producers = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) channels.add(i % 2 == 0 ? Channel.rendezvous() : Channel.buffered(1));
        for (int i = 0; i < CHANNELS; i++) {
            int number = i;
            producers.add(Weft.go(() -> produce(number, channels)));
        }
        int[] seen = new int[CHANNELS * EACH];
        Select<Integer> select = Select.of(receiving(channels, seen));
        for (int i = 0; i < seen.length; i++) select.await();
        for (Routine<@Nullable Void> producer : producers)
            Select.of(Select.join(producer)).await();
        int late = Select.of(Select.receive(channels.get(0)), Select.timeout(Duration.ofMillis(1), () -> identity(-1)))
                .await();
        return Arrays.stream(seen).sum() + " of " + seen.length + ", each "
                + Arrays.stream(seen).max().orElse(0) + ", " + late;
    }

    @Fiber
    private static List<Clause<Integer>> receiving(List<Channel<Integer>> channels, int[] seen) {
        List<Clause<Integer>> clauses = new ArrayList<>();
        for (Channel<Integer> channel : channels) {
            clauses.add(Select.<Integer, Integer>receive(channel, e -> {
                        seen[identity(e)]++;
                        return identity(e);
                    })
                    .when(() -> identity(1) > 0));
        }
        return clauses;
    }

    @Fiber
    private static void produce(int number, List<Channel<Integer>> channels) {
        int[] next = {number * EACH};
        List<Clause<Boolean>> clauses = new ArrayList<>();
        for (Channel<Integer> channel : channels) {
            clauses.add(Select.<Integer, Boolean>sendNext(channel, () -> identity(next[0]), () -> identity(1) > 0));
        }
        Select<Boolean> select = Select.of(clauses);
        while (next[0] < (number + 1) * EACH) {
            if (select.await()) next[0]++;
        }
    }

    @Fiber
    private static int identity(int value) {
        return value;
    }
}

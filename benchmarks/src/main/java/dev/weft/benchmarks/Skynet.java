// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.List;

/** A tree of 1,111,111 fibers: each has ten children and sums what they return; a leaf returns its number. */
final class Skynet {
    private static final int LEAVES = 1_000_000;
    private static final int CHILDREN = 10;
    private static final long SUM = 499_999_500_000L;

    private Skynet() {}

    static List<Figure> joining() throws Exception {
        return List.of(Measure.millis("skynet:join", () -> Measure.check(Weft.run(() -> sum(0, LEAVES)), SUM)));
    }

    @Fiber
    private static long sum(long first, int leaves) {
        if (leaves == 1) return first;
        int share = leaves / CHILDREN;
        List<Routine<Long>> children = new ArrayList<>(CHILDREN);
        for (int i = 0; i < CHILDREN; i++) {
            long start = first + (long) i * share;
            children.add(Weft.go(() -> sum(start, share)));
        }
        long sum = 0;
        for (Routine<Long> child : children) sum += child.join();
        return sum;
    }

    static List<Figure> receiving() throws Exception {
        return List.of(Measure.millis("skynet:channel", () -> {
            long sum = Weft.run(() -> {
                Channel<Long> result = Channel.rendezvous();
                Weft.go(() -> send(result, 0, LEAVES));
                return result.receive();
            });
            Measure.check(sum, SUM);
        }));
    }

    @Fiber
    private static void send(Channel<Long> parent, long first, int leaves) {
        if (leaves == 1) {
            parent.send(first);
            return;
        }
        int share = leaves / CHILDREN;
        Channel<Long> results = Channel.rendezvous();
        for (int i = 0; i < CHILDREN; i++) {
            long start = first + (long) i * share;
            Weft.go(() -> send(results, start, share));
        }
        long sum = 0;
        for (int i = 0; i < CHILDREN; i++) sum += results.receive();
        parent.send(sum);
    }
}

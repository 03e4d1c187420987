// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** Trees of fibers of random shape: each leaf counts once in the root's sum, by join or by a channel. */
final class TreeLoad implements Load {
    private static final int LEAVES = 2_000;
    private static final int BRANCHES = 8;

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) {
        int leaves = 1 + random.nextInt(LEAVES);
        checkSum(grow(leaves, random.split()), leaves);
        operations.add(leaves);
    }

    private static void checkSum(long sum, int leaves) {
        Load.checkEqual(sum, leaves, "leaves of a tree");
    }

    @Fiber
    private static long grow(int leaves, SplittableRandom random) {
        if (leaves == 1) return 1;
        if (random.nextInt(8) == 0) Weft.yield();
        return random.nextBoolean() ? growAndJoin(leaves, random) : growAndReceive(leaves, random);
    }

    @Fiber
    private static long growAndJoin(int leaves, SplittableRandom random) {
        List<Routine<Long>> branches = new ArrayList<>();
        for (int share : shares(leaves, random)) {
            SplittableRandom own = random.split();
            branches.add(Weft.go(() -> grow(share, own)));
        }
        long sum = 0;
        for (Routine<Long> branch : branches) sum += branch.join();
        return sum;
    }

    @Fiber
    private static long growAndReceive(int leaves, SplittableRandom random) {
        Channel<Long> results = Channel.rendezvous();
        List<Integer> shares = shares(leaves, random);
        for (int share : shares) {
            SplittableRandom own = random.split();
            Weft.go(() -> results.send(grow(share, own)));
        }
        long sum = 0;
        for (int i = 0; i < shares.size(); i++) sum += results.receive();
        return sum;
    }

    private static List<Integer> shares(int leaves, SplittableRandom random) {
        List<Integer> shares = new ArrayList<>();
        int left = leaves;
        while (left > 0) {
            int share = shares.size() == BRANCHES - 1 ? left : 1 + random.nextInt(left);
            if (share == leaves) share = leaves - 1; // or it would not get smaller
            shares.add(share);
            left -= share;
        }
        return shares;
    }
}

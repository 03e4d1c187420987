// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.List;

/** A tree of 1,111,111 fibers: each starts ten more and sums up what they return, and the million leaves return their number. */
public final class Skynet {
    private static final String USAGE = """
            usage: samples/run skynet

            Starts 1111111 fibers, of which a million return their number, and prints the sum of all numbers.
            """;

    private static final int LEAVES = 1_000_000;
    private static final int CHILDREN = 10;

    private Skynet() {}

    /**
     * The program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        CommandLine.check(args, 0, 0, USAGE);
        long sum = Weft.run(() -> sum(0, LEAVES));
        System.out.println(sum);
    }

    /** The sum of so many numbers, from the first one on. */
    @Fiber
    static long sum(long first, int count) {
        if (count == 1) return first;
        int share = count / CHILDREN;
        List<Routine<Long>> children = new ArrayList<>();
        for (int i = 0; i < CHILDREN; i++) {
            long start = first + (long) i * share;
            children.add(Weft.go(() -> sum(start, share)));
        }
        long sum = 0;
        for (Routine<Long> child : children) sum += child.join();
        return sum;
    }
}

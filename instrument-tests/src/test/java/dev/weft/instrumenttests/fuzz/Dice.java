// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices, the same ones for the same seed. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0 up to n, exclusively. */
    int below(int n) {
        return random.nextInt(n);
    }

    /** From a to b, inclusively. */
    int between(int a, int b) {
        return a + random.nextInt(b - a + 1);
    }

    /** True once in n times. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    boolean coin() {
        return random.nextBoolean();
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    long number() {
        return random.nextLong();
    }
}

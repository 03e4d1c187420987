// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final int MEBIBYTE = 1 << 20;

    /** Half an hour, a sample each 30 s, with noise: the heap 0.3 MiB up and down, the threads 3. */
    private static List<Census> samples(UnaryOperator<Census> change) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, 60)
                .mapToObj(i -> new Census(
                        30.0 * i,
                        i * 1000L,
                        4L * MEBIBYTE + random.nextInt(-MEBIBYTE / 3, MEBIBYTE / 3),
                        200 + random.nextInt(3),
                        random.nextInt(3),
                        20 + random.nextInt(-3, 3),
                        100L * MEBIBYTE,
                        40))
                .map(change)
                .toList();
    }

    private static Census with(Census c, long heapBytes, long fibers, long timers, int threads) {
        return new Census(
                c.seconds(), c.operations(), heapBytes, fibers, timers, threads, c.busyHeapBytes(), c.busyThreads());
    }

    @Test
    void noiseIsNoGrowth() {
        assertThat(Drift.of(samples(c -> c))).isEmpty();
    }

    @Test
    void whatGrowsWhileItWarmsUpIsNoLeak() {
        assertThat(Drift.of(samples(c ->
                        c.seconds() > 400 ? c : with(c, c.heapBytes() / 2, c.fibers(), c.timers(), c.threads() / 2))))
                .isEmpty();
    }

    @Test
    void anOutlierIsNoGrowth() {
        assertThat(Drift.of(samples(c -> c.seconds() != 1770 ? c : with(c, 9 * c.heapBytes(), 9000, 9000, 900))))
                .isEmpty();
    }

    @Test
    void aFewBytesForEachOperationAreFound() {
        assertThat(Drift.of(samples(
                        c -> with(c, c.heapBytes() + 40 * c.operations(), c.fibers(), c.timers(), c.threads()))))
                .singleElement()
                .asString()
                .startsWith("heap");
    }

    @Test
    void aFiberTimerOrThreadInAFewMinutesIsFound() {
        assertThat(Drift.of(samples(c -> with(
                        c,
                        c.heapBytes(),
                        c.fibers() + (long) (c.seconds() / 180),
                        c.timers() + (long) (c.seconds() / 180),
                        c.threads() + (int) (c.seconds() / 120)))))
                .hasSize(3);
    }

    @Test
    void aHandfulOfSamplesProvesNothing() {
        assertThat(Drift.of(samples(c -> c).subList(0, 5)))
                .singleElement()
                .asString()
                .contains("too few");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Whether something grows: the slope of the samples after the warm-up, the first quarter, is the median of the slopes between all pairs of
 * them (Theil 1950, Sen 1968), which single outliers don't move. Over the time of those samples it must not come to more than a bound.
 */
final class Drift {
    private static final double WARM_UP = 0.25;
    private static final int LEAST_SAMPLES = 6;
    private static final double MEBIBYTE = 1 << 20;

    private final List<Census> samples;
    private final List<String> faults = new ArrayList<>();

    private Drift(List<Census> samples) {
        this.samples = samples;
    }

    /** What has grown, in words; empty if nothing has. */
    static List<String> of(List<Census> all) {
        if (all.size() < LEAST_SAMPLES) return List.of("only " + all.size() + " samples: too few to tell");
        Drift drift = new Drift(all.subList((int) (all.size() * WARM_UP), all.size()));
        double heap = drift.median(Census::heapBytes);
        drift.judge("heap after a collection, MiB", s -> s.heapBytes() / MEBIBYTE, 0.05 * heap / MEBIBYTE + 0.5);
        drift.judge("fibers", Census::fibers, 4);
        drift.judge("timers", Census::timers, 4);
        drift.judge("threads", Census::threads, 4);
        return drift.faults;
    }

    private double median(ToDoubleFunction<Census> value) {
        return medianOf(samples.stream().mapToDouble(value).toArray());
    }

    private void judge(String what, ToDoubleFunction<Census> value, double bound) {
        double seconds =
                samples.get(samples.size() - 1).seconds() - samples.get(0).seconds();
        double growth = slope(value) * seconds;
        if (growth <= bound) return;
        faults.add(String.format(
                Locale.ROOT, "%s: grew by %.2f in %.0f s, allowed are %.2f", what, growth, seconds, bound));
    }

    private double slope(ToDoubleFunction<Census> value) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            for (int k = i + 1; k < samples.size(); k++) {
                double rise = value.applyAsDouble(samples.get(k)) - value.applyAsDouble(samples.get(i));
                slopes.add(rise / (samples.get(k).seconds() - samples.get(i).seconds()));
            }
        }
        return medianOf(slopes.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double medianOf(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}

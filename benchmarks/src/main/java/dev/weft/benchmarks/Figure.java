// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One line of the result: a workload's median, smallest and largest figure.
 *
 * @param workload the workload, as {@code name[.metric][:variant]}
 * @param median the median
 * @param unit the unit of the three
 * @param min the smallest
 * @param max the largest
 */
public record Figure(String workload, double median, String unit, double min, double max) {
    private static final String RUNTIME = "weft";

    /** The figure of some repetitions. */
    public static Figure of(String workload, String unit, double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return new Figure(workload, median(sorted), unit, sorted[0], sorted[sorted.length - 1]);
    }

    /** The figure of several processes: the median of their medians, and the range of all. */
    public static Figure merge(List<Figure> processes) {
        Figure first = processes.get(0);
        double[] medians =
                processes.stream().mapToDouble(Figure::median).sorted().toArray();
        double min = processes.stream().mapToDouble(Figure::min).min().orElseThrow();
        double max = processes.stream().mapToDouble(Figure::max).max().orElseThrow();
        return new Figure(first.workload, median(medians), first.unit, min, max);
    }

    /** Reads what {@link #toString} has written. */
    public static Figure parse(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != 6) throw new IllegalArgumentException("not a result: " + line);
        return new Figure(
                columns[1],
                Double.parseDouble(columns[2]),
                columns[3],
                Double.parseDouble(columns[4]),
                Double.parseDouble(columns[5]));
    }

    /**
     * Reads a file of such lines, of whatever runtime.
     *
     * @param file lines as {@link #parse} takes them
     * @return in their order
     */
    public static List<Figure> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(Figure::parse)
                .toList();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s\t%s\t%.4g\t%s\t%.4g\t%.4g", RUNTIME, workload, median, unit, min, max);
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}

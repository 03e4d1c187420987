// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.plot;

import dev.weft.benchmarks.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The cost of one thing at several sizes.
 *
 * @param name of what was measured
 * @param unit of the cost
 * @param points by rising size
 */
public record Series(String name, String unit, List<Point> points) {
    private static final char AT = '@';

    /**
     * One size.
     *
     * @param size what has grown
     * @param median the cost of an operation
     * @param min the least
     * @param max the largest
     */
    public record Point(double size, double median, double min, double max) {}

    /**
     * Sorts figures whose names are {@code name@size}; a figure that is there several times counts as {@link Figure#merge} says.
     *
     * @param figures others among them are left out
     * @return in the order of their first figures
     */
    public static List<Series> of(List<Figure> figures) {
        Map<String, Map<Double, List<Figure>>> sorted = new LinkedHashMap<>();
        for (Figure figure : figures) {
            int at = figure.workload().indexOf(AT);
            if (at < 0) continue;
            double size = Double.parseDouble(figure.workload().substring(at + 1));
            sorted.computeIfAbsent(figure.workload().substring(0, at), name -> new LinkedHashMap<>())
                    .computeIfAbsent(size, s -> new ArrayList<>())
                    .add(figure);
        }
        List<Series> series = new ArrayList<>();
        sorted.forEach((name, sizes) -> series.add(of(name, sizes)));
        return series;
    }

    private static Series of(String name, Map<Double, List<Figure>> sizes) {
        List<Point> points = new ArrayList<>();
        String unit = "";
        for (Map.Entry<Double, List<Figure>> size : sizes.entrySet()) {
            Figure figure = Figure.merge(size.getValue());
            unit = figure.unit();
            points.add(new Point(size.getKey(), figure.median(), figure.min(), figure.max()));
        }
        points.sort(Comparator.comparingDouble(Point::size));
        return new Series(name, unit, List.copyOf(points));
    }

    /**
     * The law by which the medians grow.
     *
     * @return of those that make sense for what has grown
     */
    public Law.Fit law() {
        List<Law> laws =
                name.startsWith("parallelism") ? List.of(Law.SHARED, Law.LINEAR) : List.of(Law.LOGARITHMIC, Law.LINEAR);
        return Law.fit(
                points.stream().mapToDouble(Point::size).toArray(),
                points.stream().mapToDouble(Point::median).toArray(),
                laws);
    }

    /**
     * A table of laws, in Markdown.
     *
     * @param all one line each
     * @return for people
     */
    public static String table(List<Series> all) {
        StringBuilder text = new StringBuilder(
                "| cost of one | sizes | measured | law | exponent | residual |\n|---|---|---|---|---:|---:|\n");
        for (Series s : all) {
            Point first = s.points.get(0);
            Point last = s.points.get(s.points.size() - 1);
            Law.Fit law = s.law();
            text.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %,.0f to %,.0f | %s to %s %s | %s | %.2f | %.0f %% |%n",
                    s.name,
                    first.size,
                    last.size,
                    Law.number(first.median),
                    Law.number(last.median),
                    s.unit,
                    law,
                    law.exponent(),
                    100 * law.residual()));
        }
        return text.toString();
    }
}

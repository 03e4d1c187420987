// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.plot;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What was left in the course of a long run, one below the other: heap, fibers, threads. */
final class SoakPlot {
    private static final int HEIGHT = 480;
    private static final double MEBIBYTE = 1 << 20;

    private SoakPlot() {}

    /** Lines of a heading and of numbers, as {@code benchmarks/soak} writes them. */
    static void draw(List<String> lines, Path file) throws IOException {
        List<String> names = List.of(lines.get(0).split("\t"));
        List<double[]> rows = lines.stream().skip(1).map(SoakPlot::numbers).toList();
        CombinedDomainXYPlot plot = new CombinedDomainXYPlot(new NumberAxis("minutes"));
        plot.setGap(12);
        plot.add(part("heap, MiB", 0, names.indexOf("heap-bytes"), MEBIBYTE, rows), 2);
        plot.add(part("fibers", 1, names.indexOf("fibers"), 1, rows), 1);
        plot.add(part("threads", 2, names.indexOf("threads"), 1, rows), 1);
        JFreeChart chart = LawPlot.styled(new JFreeChart(
                "Left when the load has ended, each half minute", Drawing.BOLD.deriveFont(16f), plot, false));
        Drawing.write(
                file, Drawing.WIDTH, HEIGHT, g -> chart.draw(g, new Rectangle2D.Double(0, 0, Drawing.WIDTH, HEIGHT)));
    }

    private static double[] numbers(String line) {
        String[] columns = line.split("\t");
        double[] numbers = new double[columns.length];
        for (int i = 0; i < columns.length; i++) numbers[i] = Double.parseDouble(columns[i]);
        return numbers;
    }

    private static XYPlot part(String label, int colour, int column, double unit, List<double[]> rows) {
        XYSeries series = new XYSeries(label);
        for (double[] row : rows) series.add(row[0] / 60, row[column] / unit);
        NumberAxis range = new NumberAxis(label);
        range.setAutoRangeIncludesZero(true);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesPaint(0, Drawing.COLOURS.get(colour));
        renderer.setSeriesStroke(0, new BasicStroke(1.6f));
        XYPlot plot = new XYPlot(new XYSeriesCollection(series), null, range, renderer);
        LawPlot.styled(plot);
        return plot;
    }
}

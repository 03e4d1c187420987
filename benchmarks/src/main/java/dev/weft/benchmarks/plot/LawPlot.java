// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** How costs grow: medians with their ranges, and the laws as lines. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are
enum LawPlot {
    FIBERS("fibers", "Starting and waking fibers", "fibers", List.of("fibers.start", "fibers.wake")),
    HEAP("heap", "Heap of a parked fiber, three calls deep", "fibers", List.of("fibers.heap")),
    DEPTH("depth", "Suspending and resuming below many calls", "calls", List.of("depth.switch", "depth.descend")),
    PARALLELISM(
            "parallelism",
            "The same work for more workers, on two cores",
            "workers",
            List.of("parallelism.spawn", "parallelism.pingpong", "parallelism.yield", "parallelism.compute")),
    CHANNELS(
            "channels",
            "A send and a receive, by many channels in turn",
            "channels",
            List.of("channels.buffered", "channels.rendezvous"));

    private static final int HEIGHT = 420;
    private static final int STEPS = 80;

    private final String file;
    private final String title;
    private final String size;
    private final List<String> names;

    LawPlot(String file, String title, String size, List<String> names) {
        this.file = file;
        this.title = title;
        this.size = size;
        this.names = names;
    }

    /** Draws those of which there are figures. */
    static void drawAll(List<Series> all, Path folder) throws IOException {
        for (LawPlot plot : values()) {
            List<Series> own =
                    all.stream().filter(s -> plot.names.contains(s.name())).toList();
            if (own.isEmpty()) continue;
            JFreeChart chart = plot.chart(own);
            Drawing.write(
                    folder.resolve("growth-" + plot.file + ".svg"),
                    Drawing.WIDTH,
                    HEIGHT,
                    g -> chart.draw(g, new Rectangle2D.Double(0, 0, Drawing.WIDTH, HEIGHT)));
        }
    }

    private JFreeChart chart(List<Series> all) {
        String unit = all.get(0).unit();
        YIntervalSeriesCollection points = new YIntervalSeriesCollection();
        XYSeriesCollection laws = new XYSeriesCollection();
        XYErrorRenderer pointRenderer = new XYErrorRenderer();
        pointRenderer.setErrorStroke(new BasicStroke(1));
        XYLineAndShapeRenderer lawRenderer = new XYLineAndShapeRenderer(true, false);
        lawRenderer.setDrawSeriesLineAsPath(true);
        for (int i = 0; i < all.size(); i++) {
            Color colour = Drawing.COLOURS.get(i);
            points.addSeries(points(all.get(i), unit));
            laws.addSeries(law(all.get(i)));
            pointRenderer.setSeriesPaint(i, colour);
            lawRenderer.setSeriesPaint(i, colour);
            lawRenderer.setSeriesStroke(i, new BasicStroke(1.6f));
            lawRenderer.setSeriesVisibleInLegend(i, false);
        }
        ValueAxis domain = this == PARALLELISM ? new NumberAxis(size) : logarithmic(size);
        if (this == PARALLELISM) domain.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        boolean flat = this == FIBERS || this == HEAP;
        ValueAxis range = flat ? new NumberAxis(unit + " each") : logarithmic(unit + " each");
        XYPlot plot = new XYPlot(points, domain, range, pointRenderer);
        if (flat) range.setRange(0, 1.1 * highest(all));
        plot.setDataset(1, laws);
        plot.setRenderer(1, lawRenderer);
        return styled(new JFreeChart(title, Drawing.BOLD.deriveFont(16f), plot, true));
    }

    private static double highest(List<Series> all) {
        return all.stream()
                .flatMap(s -> s.points().stream())
                .mapToDouble(Series.Point::max)
                .max()
                .orElseThrow();
    }

    private static YIntervalSeries points(Series series, String unit) {
        String name = series.name().substring(series.name().indexOf('.') + 1);
        YIntervalSeries points = new YIntervalSeries(name + ":  " + series.law() + " " + unit);
        for (Series.Point p : series.points()) points.add(p.size(), p.median(), p.min(), p.max());
        return points;
    }

    private static XYSeries law(Series series) {
        Law.Fit law = series.law();
        XYSeries line = new XYSeries(series.name());
        double first = series.points().get(0).size();
        double last = series.points().get(series.points().size() - 1).size();
        for (int i = 0; i <= STEPS; i++) {
            double n = first * Math.pow(last / first, (double) i / STEPS);
            line.add(n, law.at(n));
        }
        return line;
    }

    private static LogAxis logarithmic(String label) {
        LogAxis axis = new LogAxis(label);
        axis.setBase(10);
        axis.setTickUnit(new NumberTickUnit(1)); // a power of ten
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }

    /** Fonts, ink and grid as everywhere. */
    static JFreeChart styled(JFreeChart chart) {
        chart.setBackgroundPaint(Color.WHITE);
        chart.getTitle().setPaint(Drawing.INK);
        if (chart.getLegend() != null) {
            chart.getLegend().setItemFont(Drawing.FONT);
            chart.getLegend().setItemPaint(Drawing.INK);
            chart.getLegend().setPosition(RectangleEdge.BOTTOM);
            chart.getLegend().setBorder(0, 0, 0, 0);
        }
        styled(chart.getXYPlot());
        return chart;
    }

    /** The plot of a chart, or of a part of it. */
    static void styled(XYPlot plot) {
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(Drawing.FAINT);
        plot.setRangeGridlinePaint(Drawing.FAINT);
        for (ValueAxis axis : new ValueAxis[] {plot.getDomainAxis(), plot.getRangeAxis()}) {
            if (axis == null) continue; // of a part, which shares it
            axis.setLabelFont(Drawing.FONT);
            axis.setTickLabelFont(Drawing.FONT);
            axis.setLabelPaint(Drawing.INK);
            axis.setTickLabelPaint(Drawing.INK);
        }
    }
}

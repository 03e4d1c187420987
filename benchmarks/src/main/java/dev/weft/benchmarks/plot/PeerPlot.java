// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.plot;

import dev.weft.benchmarks.Comparison;
import dev.weft.benchmarks.Figure;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A panel of bars for each workload, with a scale of its own that begins at 0: Weft by both collectors, and each peer by its better one. */
final class PeerPlot {
    private static final int COLUMNS = 3;
    private static final int PANEL_WIDTH = Drawing.WIDTH / COLUMNS;
    private static final int HEADING = 58;
    private static final int TITLE = 26;
    private static final int BAR = 17;
    private static final int NAMES = 92;
    private static final int VALUES = 52;
    private static final Color PEER = new Color(0xb5b5b5);

    /** What the panels are, with what they mean. */
    private static final Map<String, String> WORKLOADS = Map.ofEntries(
            Map.entry("call.ratio", "call, × plain Java"),
            Map.entry("rawswitch.50", "raw switch, 50 calls deep"),
            Map.entry("rawdescend.10", "down 10 calls, switch, up"),
            Map.entry("rawdescend.50", "down 50 calls, switch, up"),
            Map.entry("yield1", "yield, alone"),
            Map.entry("yield-many", "yield, among 1,000"),
            Map.entry("pingpong", "ping-pong, round trip"),
            Map.entry("ring", "ring of 503, hop"),
            Map.entry("spawn", "spawn and join"),
            Map.entry("skynet", "skynet, 1.1 million fibers"),
            Map.entry("mpmc", "4 to 4 by a buffer, item"),
            Map.entry("select", "select over 8, item"),
            Map.entry("sieve", "sieve, 2,000 primes"),
            Map.entry("sleepers", "a million sleepers, beyond 1 s"),
            Map.entry("sleepers.cpu", "a million sleepers, processor"),
            Map.entry("mem.heap", "heap of a parked fiber"));

    private static final List<String> ORDER = List.of(
            "call.ratio",
            "rawswitch.50",
            "rawdescend.10",
            "rawdescend.50",
            "yield1",
            "yield-many",
            "pingpong",
            "ring",
            "spawn",
            "skynet",
            "mpmc",
            "select",
            "sieve",
            "sleepers",
            "sleepers.cpu",
            "mem.heap");

    /** Who may have figures, in the order of the bars. */
    @SuppressWarnings("ImmutableEnumChecker") // the lists are
    private enum Peer {
        WEFT("Weft, G1", "weft"),
        WEFT_PARALLEL("Weft, Parallel", "weft-pgc"),
        VIRTUAL_THREADS("virtual threads", "loom", "loom-pgc"),
        GO("Go", "go"),
        KOTLIN("Kotlin", "kotlin25", "kotlin25-pgc", "kotlin17"),
        KILIM("Kilim", "kilim17"),
        QUASAR("Quasar", "quasar17"),
        JAVAFLOW("Javaflow", "javaflow25");

        final String label;
        final List<String> names;

        Peer(String label, String... names) {
            this.label = label;
            this.names = List.of(names);
        }

        boolean isWeft() {
            return this == WEFT || this == WEFT_PARALLEL;
        }
    }

    private record Bar(Peer peer, Figure figure) {}

    private record Panel(String title, String unit, List<Bar> bars) {
        double longest() {
            return bars.stream().mapToDouble(bar -> bar.figure.median()).max().orElseThrow();
        }

        int height() {
            return TITLE + BAR * bars.size() + 14;
        }
    }

    private final List<Panel> panels = new ArrayList<>();

    private PeerPlot(Comparison comparison) {
        for (String workload : ORDER) {
            Panel panel = panel(workload, comparison);
            if (panel != null) panels.add(panel);
        }
    }

    /** Null if there is nobody to compare with. */
    private static @Nullable Panel panel(String workload, Comparison comparison) {
        List<Bar> bars = new ArrayList<>();
        for (Peer peer : Peer.values()) {
            Figure figure = comparison.best(workload, peer.names);
            if (figure != null) bars.add(new Bar(peer, figure));
        }
        if (bars.isEmpty() || !bars.get(0).peer.isWeft()) return null;
        if (bars.get(bars.size() - 1).peer.isWeft()) return null;
        String unit = bars.get(0).figure.unit();
        return new Panel(Objects.requireNonNull(WORKLOADS.get(workload)), unit, bars);
    }

    static void draw(List<String> results, Path file) throws IOException {
        PeerPlot plot = new PeerPlot(Comparison.of(results));
        if (plot.panels.isEmpty()) return;
        Drawing.write(file, Drawing.WIDTH, plot.rowTop(Integer.MAX_VALUE), plot::paint);
    }

    /** Where a row of panels begins; rows are as high as their highest panel. */
    private int rowTop(int row) {
        int top = HEADING;
        for (int i = 0; i < panels.size() && i / COLUMNS < row; i += COLUMNS) {
            top += panels.subList(i, Math.min(i + COLUMNS, panels.size())).stream()
                    .mapToInt(Panel::height)
                    .max()
                    .orElseThrow();
        }
        return top;
    }

    private void paint(Graphics2D g) {
        g.setColor(Drawing.INK);
        g.setFont(Drawing.BOLD.deriveFont(16f));
        g.drawString("Weft and other runtimes, side by side", 12, 24);
        g.setFont(Drawing.FONT);
        g.drawString(
                "Medians; shorter is better. Each peer by the better of its collectors, in its best idiom.", 12, 43);
        for (int i = 0; i < panels.size(); i++) {
            paint(panels.get(i), i % COLUMNS * PANEL_WIDTH, rowTop(i / COLUMNS), g);
        }
    }

    private static void paint(Panel panel, int left, int top, Graphics2D g) {
        g.setColor(Drawing.INK);
        g.setFont(Drawing.BOLD);
        g.drawString(panel.title + (panel.unit.equals("x") ? "" : ", " + panel.unit), left + 12, top + 17);
        double scale = (PANEL_WIDTH - NAMES - VALUES - 16) / panel.longest();
        for (int i = 0; i < panel.bars.size(); i++) {
            Bar bar = panel.bars.get(i);
            int y = top + TITLE + i * BAR;
            boolean weft = bar.peer.isWeft();
            g.setFont(weft ? Drawing.FONT.deriveFont(Font.BOLD, 11f) : Drawing.FONT.deriveFont(11f));
            g.setColor(Drawing.INK);
            String label = bar.peer.label;
            g.drawString(label, left + 8 + NAMES - g.getFontMetrics().stringWidth(label) - 4, y + 12);
            double length = Math.max(1, bar.figure.median() * scale);
            g.setColor(weft ? Drawing.COLOURS.get(0) : PEER);
            g.fill(new Rectangle2D.Double(left + 8 + NAMES, y + 1, length, BAR - 4));
            g.setColor(Drawing.INK);
            g.drawString(Law.number(bar.figure.median()), (float) (left + 8 + NAMES + length + 4), y + 12f);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of Weft's figures beside those of other runtimes, from the lines that all of them print.
 *
 * <p>A runtime may have several lines for a workload, of repetitions at different times: the median of their medians counts. Of
 * a workload's variants the best counts, and of a peer's collectors (a name that ends in {@code -pgc} means ParallelGC) the
 * better one. Less is better everywhere.
 */
public final class Comparison {
    private static final String WEFT = "weft";
    private static final String PARALLEL = "-pgc";

    private final List<Line> lines;

    private Comparison(List<Line> lines) {
        this.lines = lines;
    }

    /** What one process, or some of the same kind, has measured. */
    private record Line(String runtime, Figure figure) {
        static Line parse(String text) {
            return new Line(text.substring(0, Math.max(0, text.indexOf('\t'))), Figure.parse(text));
        }

        String workload() {
            return figure.workload().replaceFirst(":.*", "");
        }

        String peer() {
            return runtime.endsWith(PARALLEL) ? runtime.substring(0, runtime.length() - PARALLEL.length()) : runtime;
        }
    }

    /**
     * Reads lines of results.
     *
     * @param results as {@link Figure#parse} takes them
     * @return of all of them
     */
    public static Comparison of(List<String> results) {
        return new Comparison(
                results.stream().filter(l -> !l.isBlank()).map(Line::parse).toList());
    }

    /** Prints the table of a file with results: {@code Comparison FILE}. */
    public static void main(String[] args) throws IOException {
        System.out.print(of(Files.readAllLines(Path.of(args[0]))).table());
    }

    /** As Markdown; behind a peer's figure stand Weft's ratios to it, by G1 and by ParallelGC. */
    String table() {
        List<String> peers = new ArrayList<>(new TreeSet<>(lines.stream()
                .map(Line::peer)
                .filter(peer -> !peer.equals(WEFT))
                .toList()));
        StringBuilder text = new StringBuilder("| workload | unit | weft | weft, ParallelGC |");
        for (String peer : peers) text.append(' ').append(peer).append(" (ratios) |");
        text.append("\n|---|---|").append("---:|".repeat(2 + peers.size())).append('\n');
        List<String> workloads = lines.stream().map(Line::workload).distinct().toList();
        for (String workload : workloads) row(workload, peers, text);
        return text.toString();
    }

    private void row(String workload, List<String> peers, StringBuilder text) {
        Figure g1 = best(workload, List.of(WEFT));
        Figure parallel = best(workload, List.of(WEFT + PARALLEL));
        Figure any = g1 == null ? parallel : g1;
        if (any == null) return; // nothing to compare with
        text.append("| ").append(workload).append(" | ").append(any.unit()).append(" | ");
        text.append(cell(g1)).append(" | ").append(cell(parallel)).append(" |");
        for (String peer : peers) {
            Figure figure = best(workload, List.of(peer, peer + PARALLEL));
            text.append(' ').append(cell(figure));
            if (figure != null) {
                List<String> ratios = Stream.of(Optional.ofNullable(g1), Optional.ofNullable(parallel))
                        .flatMap(Optional::stream)
                        .map(weft -> String.format(Locale.ROOT, "%.2f", weft.median() / figure.median()))
                        .toList();
                text.append(": **").append(String.join(", ", ratios)).append("**");
            }
            text.append(" |");
        }
        text.append('\n');
    }

    private static String cell(@Nullable Figure figure) {
        if (figure == null) return "";
        int colon = figure.workload().indexOf(':');
        String variant = colon < 0 ? "" : figure.workload().substring(colon + 1) + " ";
        return variant + String.format(Locale.ROOT, "%.4g (%.4g–%.4g)", figure.median(), figure.min(), figure.max());
    }

    /**
     * What counts for some runtimes.
     *
     * @param workload its name, without a variant
     * @param runtimes one, or one with several collectors
     * @return null if there is none
     */
    public @Nullable Figure best(String workload, List<String> runtimes) {
        return runtimes.stream()
                .flatMap(runtime -> ofRuntime(workload, runtime))
                .min(Comparator.comparingDouble(Figure::median))
                .orElse(null);
    }

    /** A figure for each variant. */
    private Stream<Figure> ofRuntime(String workload, String runtime) {
        List<Figure> all = lines.stream()
                .filter(l -> l.runtime.equals(runtime) && l.workload().equals(workload))
                .map(Line::figure)
                .toList();
        return all.stream()
                .map(Figure::workload)
                .distinct()
                .map(variant -> Figure.merge(
                        all.stream().filter(f -> f.workload().equals(variant)).toList()));
    }
}

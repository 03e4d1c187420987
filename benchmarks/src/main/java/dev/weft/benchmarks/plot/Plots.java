// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.plot;

import dev.weft.benchmarks.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws all pictures of which there are figures: {@code Plots RESULTS-FOLDER PLOTS-FOLDER}. */
public final class Plots {
    private Plots() {}

    /** Reads {@code peers.tsv}, {@code laws.tsv} and {@code soak.tsv}. */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path results = Path.of(args[0]);
        Path plots = Files.createDirectories(Path.of(args[1]));
        Path peers = results.resolve("peers.tsv");
        if (Files.exists(peers)) PeerPlot.draw(Files.readAllLines(peers), plots.resolve("peers.svg"));
        Path laws = results.resolve("laws.tsv");
        if (Files.exists(laws)) LawPlot.drawAll(Series.of(Figure.read(laws)), plots);
        Path soak = results.resolve("soak.tsv");
        if (Files.exists(soak)) SoakPlot.draw(Files.readAllLines(soak), plots.resolve("soak.svg"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
    private static String draw(Path folder, String results, String lines, String picture) throws Exception {
        Files.writeString(folder.resolve(results), lines);
        Plots.main(new String[] {folder.toString(), folder.resolve("plots").toString()});
        return Files.readString(folder.resolve("plots").resolve(picture));
    }

    @Test
    void peersAreDrawnByTheirBestVariantAndCollector(@TempDir Path folder) throws Exception {
        String lines = "weft\tpingpong\t116\tns\t111\t170\nweft-pgc\tpingpong\t108\tns\t101\t174\n"
                + "loom\tpingpong:fair\t738\tns\t700\t800\nloom\tpingpong:exchanger\t538\tns\t500\t600\n"
                + "loom-pgc\tpingpong:sync\t568\tns\t500\t600\n"
                + "weft\tyield1\t26\tns\t25\t27\n"; // without peers: no panel
        assertThat(draw(folder, "peers.tsv", lines, "peers.svg"))
                .startsWith("<?xml")
                .contains("ping-pong, round trip, ns", "Weft, Parallel", "virtual threads", ">538<")
                .doesNotContain(">738<", ">568<", "yield");
    }

    @Test
    void lawsAreDrawnWithTheirFormulas(@TempDir Path folder) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int n = 1; n <= 1000; n *= 10) {
            lines.append("weft\tdepth.switch@" + n + "\t4\tns\t3.9\t4.1\n");
            lines.append("weft\tdepth.descend@" + n + "\t" + (10 + 7 * n) + "\tns\t1\t9999\n");
        }
        assertThat(draw(folder, "laws.tsv", lines.toString(), "growth-depth.svg"))
                .contains("switch:  4.00 ns", "descend:  10.0 + 7.00 · n ns", ">calls<");
    }

    @Test
    void aLongRunIsDrawn(@TempDir Path folder) throws Exception {
        String lines = "seconds\toperations\theap-bytes\tfibers\ttimers\tthreads\tbusy-heap-bytes\tbusy-threads\n"
                + "30.0\t1000\t3000000\t204\t0\t20\t9000000\t30\n60.0\t2000\t3000000\t204\t0\t21\t9000000\t30\n";
        assertThat(draw(folder, "soak.tsv", lines, "soak.svg")).contains(">minutes<");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void medianOfRoundsBestVariantAndBetterCollectorCount() {
        String table = Comparison.of(List.of(
                        "weft\tspawn\t50\tns\t40\t60",
                        "weft\tspawn\t70\tns\t50\t90",
                        "weft\tspawn\t60\tns\t55\t65",
                        "weft-pgc\tspawn\t30\tns\t30\t30",
                        "loom\tspawn:join\t400\tns\t300\t500",
                        "loom\tspawn:latch\t250\tns\t200\t300",
                        "loom-pgc\tspawn:join\t120\tns\t100\t130",
                        "go\techo\t1\tx\t1\t1",
                        ""))
                .table();
        assertThat(table).isEqualTo("""
                | workload | unit | weft | weft, ParallelGC | go (ratios) | loom (ratios) |
                |---|---|---:|---:|---:|---:|
                | spawn | ns | 60.00 (40.00–90.00) | 30.00 (30.00–30.00) |  | join 120.0 (100.0–130.0): **0.50, 0.25** |
                """);
    }
}

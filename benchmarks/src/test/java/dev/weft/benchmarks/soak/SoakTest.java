// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
    private static List<String> run(Duration patience, Soak.Plant plant) throws Exception {
        long seed = System.nanoTime();
        System.out.println("replay with: benchmarks/soak --phase 0.1 --seed " + seed);
        return Soak.run(new Soak.Options(seed, Duration.ofMillis(1), Duration.ofMillis(100), patience, plant, null));
    }

    @Test
    void loadsFindNothingWrong() throws Exception {
        assertThat(run(Duration.ofMinutes(1), Soak.Plant.NOTHING)).containsExactly("only 1 samples: too few to tell");
    }

    @Test
    void aFiberThatHangsIsFound() throws Exception {
        assertThat(run(Duration.ofSeconds(1), Soak.Plant.HANG))
                .singleElement()
                .asString()
                .startsWith("nothing gets on")
                .contains("Routine[hanging, WAITING]")
                .contains("Channel.receive");
    }

    @Test
    void instancesAreReadOffAHistogram() {
        String histogram = " num     #instances         #bytes  class name (module)\n"
                + "   1:          1234          98765  [B (java.base@17)\n"
                + "   2:           204          14688  a.Fiber\n"
                + "   3:             7            112  a.Fiber$Other\n";
        assertThat(Census.instances("a.Fiber", histogram)).isEqualTo(204);
        assertThat(Census.instances("a.Missing", histogram)).isZero();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.benchmarks.Figure;
import dev.weft.benchmarks.plot.Law.Fit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LawTest {
    private static final double[] SIZES = {1, 3, 10, 30, 100, 300, 1_000};
    private static final List<Law> GROWTH = List.of(Law.LOGARITHMIC, Law.LINEAR);

    /** With 4 % of noise. */
    private static Fit fit(List<Law> laws, DoubleUnaryOperator cost, double... sizes) {
        SplittableRandom random = new SplittableRandom(1);
        double[] costs = DoubleStream.of(sizes)
                .map(n -> cost.applyAsDouble(n) * (1 + random.nextDouble(-0.04, 0.04)))
                .toArray();
        return Law.fit(sizes, costs, laws);
    }

    @Test
    void aLineIsFoundWithItsConstants() {
        Fit fit = fit(GROWTH, n -> 9 + 7 * n, SIZES);
        assertThat(fit.law()).isEqualTo(Law.LINEAR);
        assertThat(fit.a()).isCloseTo(9, within(1.0));
        assertThat(fit.b()).isCloseTo(7, within(0.5));
        assertThat(fit.residual()).isLessThan(0.05);
    }

    @Test
    void aLineThroughTheOriginHasTheExponentOne() {
        Fit fit = fit(GROWTH, n -> 3 * n, SIZES);
        assertThat(fit.law()).isEqualTo(Law.LINEAR);
        assertThat(fit.exponent()).isCloseTo(1, within(0.02));
        assertThat(fit.at(50)).isCloseTo(150, within(15.0));
    }

    @Test
    void noiseIsNoGrowth() {
        Fit fit = fit(GROWTH, n -> 4, SIZES);
        assertThat(fit.law()).isEqualTo(Law.CONSTANT);
        assertThat(fit.at(1_000_000)).isCloseTo(4, within(0.2));
        assertThat(fit.toString()).matches("[34]\\.\\d\\d");
    }

    @Test
    void aLogarithmIsNoLine() {
        Fit fit = fit(GROWTH, n -> 20 + 5 * Math.log(n) / Math.log(2), SIZES);
        assertThat(fit.law()).isEqualTo(Law.LOGARITHMIC);
        assertThat(fit.b()).isCloseTo(5, within(0.6));
    }

    @Test
    void workIsSharedAsFarAsThereAreCores() {
        Fit fit = fit(List.of(Law.SHARED, Law.LINEAR), n -> 2 / Math.min(n, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(fit.law()).isEqualTo(Law.SHARED);
        assertThat(fit.at(8)).isCloseTo(1, within(0.1));
    }

    /** A square is none of the laws: the table has to show that by what is left over. */
    @Test
    void whatNoLawFitsHasALargeResidual() {
        assertThat(fit(GROWTH, n -> n * n, SIZES).residual()).isGreaterThan(0.5);
    }

    @Test
    void figuresOfSeveralRoundsMakeOneLine() {
        List<Figure> figures = List.of(
                Figure.of("depth@1", "ns", 2),
                Figure.of("depth@10", "ns", 20),
                Figure.of("call", "ms", 5),
                Figure.of("depth@10", "ns", 24),
                Figure.of("depth@10", "ns", 21));
        assertThat(Series.of(figures))
                .containsExactly(new Series(
                        "depth", "ns", List.of(new Series.Point(1, 2, 2, 2), new Series.Point(10, 21, 20, 24))));
        assertThat(Series.table(Series.of(figures))).contains("| `depth` | 1 to 10 | 2.00 to 21.0 ns |");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void medianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Figure.of("ring", "ns", 4, 1, 3, 2)).isEqualTo(new Figure("ring", 2.5, "ns", 1, 4));
    }

    @Test
    void processesMergeToTheMedianOfTheirMedians() {
        List<Figure> processes = List.of(
                Figure.of("ring", "ns", 10, 11, 12),
                Figure.of("ring", "ns", 1, 2, 99),
                Figure.of("ring", "ns", 5, 5, 5));
        assertThat(Figure.merge(processes)).isEqualTo(new Figure("ring", 5, "ns", 1, 99));
    }

    @Test
    void lineIsReadBack() {
        Figure figure = Figure.of("skynet:join", "ms", 871, 843, 953);
        assertThat(figure.toString()).isEqualTo("weft\tskynet:join\t871.0\tms\t843.0\t953.0");
        assertThat(Figure.parse(figure.toString())).isEqualTo(figure);
    }

    @Test
    void otherOutputIsRefused() {
        assertThatThrownBy(() -> Figure.parse("hello")).isInstanceOf(IllegalArgumentException.class);
    }
}

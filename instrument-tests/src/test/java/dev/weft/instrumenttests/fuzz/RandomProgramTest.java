// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs behave as fibers as they do plainly, first of all those that once did not.
 *
 * <p>{@code -Dweft.fuzz.seed=N} sets the seed, {@code -Dweft.fuzz.programs=N} how many there are. The script {@code fuzz} of this
 * module hunts for longer, and replays a failure.
 */
class RandomProgramTest {
    private static final long SEED = Long.getLong("weft.fuzz.seed", 1);
    private static final int PROGRAMS = Integer.getInteger("weft.fuzz.programs", 120);
    private static final int SEEDS_FOR_CORPUS = 3;
    private static final int COLLECTED = 12;
    private static final int ATTEMPTS = 500;

    static Stream<Program> corpus() {
        return Corpus.programs().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void programThatHasFailedOncePasses(Program program) {
        Batch.Prepared prepared =
                new Batch(UnaryOperator.identity()).prepare(List.of(program)).get(0);
        for (int seed = 0; seed < SEEDS_FOR_CORPUS; seed++) {
            Trial trial = new Trial(prepared, seed, true);
            assertThat(trial.run()).isNull();
        }
    }

    @Test
    void randomProgramsBehaveAsFibersAsTheyDoPlainly() {
        System.out.println("random programs of seed " + SEED + "; to repeat: instrument-tests/fuzz --seed " + SEED
                + " --programs " + PROGRAMS);
        Statistics statistics = new Statistics();
        Hunt hunt = new Hunt(SEED, BackEnd.BOTH, statistics, UnaryOperator.identity());
        List<String> failures = new ArrayList<>();
        for (Hunt.Finding finding : hunt.hunt(0, PROGRAMS)) {
            Hunt.Finding smallest = failures.isEmpty() ? hunt.shrink(finding, ATTEMPTS) : finding;
            failures.add("instrument-tests/fuzz --replay " + SEED + ":" + finding.index() + "\n" + smallest.failure()
                    + "\n" + smallest.program().text());
        }
        assertThat(failures).isEmpty();
        assertThat(statistics.programs()).isGreaterThan(PROGRAMS * 19 / 20);
        assertThat(statistics.suspensions()).isGreaterThan(20L * PROGRAMS);
    }

    @Test
    void whatASuspendedProgramHasDoneWithIsCollected() {
        Hunt hunt = new Hunt(SEED, BackEnd.BOTH, new Statistics(), UnaryOperator.identity());
        List<Program> programs = new ArrayList<>();
        for (int i = 0; i < COLLECTED; i++) {
            programs.add(hunt.generate(i));
        }
        for (Batch.Prepared prepared : new Batch(UnaryOperator.identity()).prepare(programs)) {
            assertThat(new Trial(prepared, SEED, false).uncollected())
                    .as(prepared.program().text())
                    .isEmpty();
        }
    }
}

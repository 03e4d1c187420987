// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.Mode;
import dev.weft.instrumenttests.harness.PointChecks;
import dev.weft.instrumenttests.harness.Run;
import dev.weft.instrumenttests.harness.TargetEntry;
import dev.weft.instrumenttests.harness.TargetSuite;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each entry of each target behaves as a fiber as it does plainly, wherever it is suspended. */
class DifferentialTest {
    private static final int SEEDS = 100;
    private static final int SLICES = 10;

    static Stream<Arguments> cases() {
        return TargetSuite.all().stream()
                .flatMap(suite -> suite.entries().stream().map(entry -> Arguments.of(entry, suite)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void neverSuspended(TargetEntry entry, TargetSuite suite) {
        Run run = suite.differential().check(entry, Mode.never());
        assertThat(run.suspensions()).isZero();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void alwaysSuspended(TargetEntry entry, TargetSuite suite) {
        Run run = suite.differential().check(entry, Mode.always());
        PointChecks.checkCounts(entry, suite, run);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void suspendedBySeed(TargetEntry entry, TargetSuite suite) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            suite.differential().check(entry, Mode.seed(seed));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void atTheEndOfEachTimeSlice(TargetEntry entry, TargetSuite suite) {
        suite.differential().check(entry, Mode.slices());
        for (long seed = 1; seed <= SLICES; seed++) {
            suite.differential().check(entry, Mode.slices(seed));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void suspendedAtEachPoint(TargetEntry entry, TargetSuite suite) {
        PointChecks.checkEachPoint(entry, suite);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void suspendedThenThrowing(TargetEntry entry, TargetSuite suite) {
        PointChecks.checkEachThrow(entry, suite);
    }

    @Test
    void thereAreAtLeast150Entries() {
        assertThat(TargetSuite.all().get(0).entries()).hasSizeGreaterThanOrEqualTo(150);
    }

    @Test
    void eachSectionOfTheListOfShapesHasATarget() {
        List<String> names = TargetSuite.all().get(0).entries().stream()
                .map(TargetEntry::toString)
                .toList();
        for (int section = 1; section <= 29; section++) {
            String prefix = String.format(java.util.Locale.ROOT, "S%02d", section);
            assertThat(names).as(prefix).anyMatch(name -> name.startsWith(prefix));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published tests of libraries end in fibers as they end plainly, one by one. */
class SuitesIT {
    /** Whether the stress profile is on. */
    private static final boolean EVERYTHING = Boolean.getBoolean("weft.stress.libraries");

    /** On the average, for each test. A corpus that is always pinned would prove nothing. */
    private static final int LEAST_SUSPENSIONS = 100;

    static Stream<Suite> suites() {
        return Stream.of(Suite.values()).filter(suite -> EVERYTHING || suite != Suite.COMMONS_LANG3);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void testsEndTheSameInFibers(Suite suite) throws Exception {
        SuiteRun plainRun = new SuiteRun(suite, false, EVERYTHING, "plain");
        SuiteRun fiberRun = new SuiteRun(suite, true, EVERYTHING, "fibers");
        SuiteOutcomes plain = plainRun.outcomes();
        SuiteOutcomes inFibers = fiberRun.outcomes();
        Map<String, String> differences = plain.differences(inFibers);
        differences.keySet().removeIf(suite::isNotCompared);
        List<String> flaky = new ArrayList<>();
        if (!differences.isEmpty()) {
            SuiteOutcomes again = new SuiteRun(suite, false, EVERYTHING, "plain-again").outcomes();
            flaky.addAll(plain.differences(again).keySet());
            differences.keySet().removeAll(flaky);
        }
        tell(suite, plain, inFibers, flaky);
        assertThat(differences)
                .as(
                        "plain | in fibers, suspended by seed %d; again with -D%s=%d",
                        SuiteRun.seed(), SuiteProcess.SEED, SuiteRun.seed())
                .isEmpty();
        assertThat(plain.count("SUCCESSFUL")).isGreaterThan(plain.byId().size() * 9L / 10);
        assertThat(inFibers.suspensions())
                .isGreaterThan(LEAST_SUSPENSIONS * (long) plain.byId().size());
    }

    private static void tell(Suite suite, SuiteOutcomes plain, SuiteOutcomes inFibers, List<String> flaky) {
        System.out.printf(
                "%s: %d tests and containers, %d successful, %d failed in both runs alike, %d suspensions%n",
                suite.artifact(),
                plain.byId().size(),
                plain.count("SUCCESSFUL"),
                plain.count("FAILED"),
                inFibers.suspensions());
        suite.omissions(EVERYTHING).forEach(line -> System.out.println("  " + line));
        flaky.forEach(id -> System.out.println("  not the same in two plain runs: " + id));
        System.out.println("  slowest plain: " + plain.slowest(5) + ", in fibers: " + inFibers.slowest(5));
    }

    @Test
    void differencesAreNoticed() {
        SuiteOutcomes one = outcomes("a", "FAILED", "b", "SUCCESSFUL", "c", "SUCCESSFUL");
        SuiteOutcomes other = outcomes("a", "FAILED", "b", "FAILED", "d", "SUCCESSFUL");
        assertThat(one.differences(other)).containsOnlyKeys("b", "c", "d");
        assertThat(one.differences(one)).isEmpty();
    }

    @Test
    void bodiesRunInFibers() throws Exception {
        SuiteRun plain = SuiteRun.ofCanary(false);
        SuiteRun inFibers = SuiteRun.ofCanary(true);
        assertThat(plain.outcomes().differences(inFibers.outcomes()).keySet())
                .hasSize(2)
                .allMatch(id -> id.contains("fibersAreSeen"));
    }

    private static SuiteOutcomes outcomes(String... idsAndStatus) {
        Map<String, SuiteOutcomes.Outcome> outcomes = new java.util.TreeMap<>();
        for (int i = 0; i < idsAndStatus.length; i += 2) {
            outcomes.put(idsAndStatus[i], new SuiteOutcomes.Outcome(idsAndStatus[i + 1], 0, ""));
        }
        return new SuiteOutcomes(outcomes, 0);
    }
}

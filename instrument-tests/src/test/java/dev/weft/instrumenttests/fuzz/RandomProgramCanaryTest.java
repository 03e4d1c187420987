// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.PlantedFault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Few random programs are enough for each oracle to notice a fault that is planted for it. */
class RandomProgramCanaryTest {
    private static final int BATCH = 20;
    private static final int MOST_PROGRAMS = 200;

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("values are lost", PlantedFault.LOST_VALUE::plant, Failure.Kind.EFFECTS),
                fault("handlers are lost", PlantedFault.LOST_HANDLER::plant, Failure.Kind.EFFECTS),
                fault("results are lost", PlantedFault.LOST_RESULT::plant, Failure.Kind.RESULT),
                fault("lines are wrong", PlantedFault.WRONG_LINE::plant, Failure.Kind.EXCEPTION),
                fault("saved lines are wrong", PlantedFault::withWrongSavedLines, Failure.Kind.SUSPENDED_STACK),
                fault("dead locals are kept", KeptReferences::plant, Failure.Kind.DEAD_REFERENCE),
                fault("casts are lacking, to ASM", PlantedFault::withoutCasts, Failure.Kind.CLASS_FILE),
                fault("casts are lacking, to the JVM", PlantedFault::withoutCasts, Failure.Kind.LINKAGE));
    }

    private static Arguments fault(String name, UnaryOperator<byte[]> plant, Failure.Kind kind) {
        return Arguments.of(name, plant, kind);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void faultIsNoticed(String name, UnaryOperator<byte[]> plant, Failure.Kind kind) {
        Hunt hunt = new Hunt(1, BackEnd.BOTH, new Statistics(), plant);
        Set<Failure.Kind> noticed = EnumSet.noneOf(Failure.Kind.class);
        for (int first = 0; first < MOST_PROGRAMS && !noticed.contains(kind); first += BATCH) {
            hunt.hunt(first, BATCH)
                    .forEach(finding -> noticed.add(finding.failure().kind()));
        }
        assertThat(noticed).contains(kind);
    }

    /** No fault of an instrumented class makes it suspend for ever before it has used up its budget, so a program does that. */
    @Test
    void endlessSuspensionIsNoticed() {
        assertThat(kindOf("""
                @dev.weft.Fiber
                public static Object run() {
                    while (dev.weft.abi.Continuation.current() != null) dev.weft.abi.Continuation.suspend();
                    return "plain";
                }
                """)).isEqualTo(Failure.Kind.ENDLESS);
    }

    @Test
    void aFailureOfTheInstrumenterIsNoticed() {
        assertThat(kindOf("""
                @dev.weft.Fiber
                public static Object run() { clash(); return "plain"; }
                @dev.weft.Fiber
                static void clash() {}
                static void clash(dev.weft.abi.Continuation c) {}
                """)).isEqualTo(Failure.Kind.INSTRUMENTER);
    }

    private static Failure.@Nullable Kind kindOf(String members) {
        Program program = JavaProgram.parse("Canary", """
                // variant=ANNOTATED
                package fuzzed;
                public final class Canary {
                """ + members + "}\n");
        Hunt hunt = new Hunt(1, BackEnd.BOTH, new Statistics(), UnaryOperator.identity());
        Failure failure = hunt.failure(program, 0, Failure.Kind.RESULT);
        return failure == null ? null : failure.kind();
    }

    @Test
    void missingSuspensionsAreCounted() {
        Statistics statistics = new Statistics();
        Hunt hunt = new Hunt(1, BackEnd.BOTH, statistics, PlantedFault::withoutSuspension);
        assertThat(hunt.hunt(0, BATCH)).isEmpty();
        assertThat(statistics.suspensions()).isZero();
    }

    @Test
    void failingProgramBecomesSmaller() {
        Hunt hunt = new Hunt(1, BackEnd.ASM, new Statistics(), PlantedFault.LOST_RESULT::plant);
        List<Hunt.Finding> findings = hunt.hunt(0, BATCH);
        Hunt.Finding finding = findings.get(0);
        Hunt.Finding smallest = hunt.shrink(finding, 150);
        assertThat(smallest.failure().kind()).isEqualTo(finding.failure().kind());
        assertThat(smallest.program().text().length())
                .isLessThan(finding.program().text().length() * 2 / 3);
        Program read =
                AsmProgram.parse(smallest.program().name(), smallest.program().text());
        assertThat(hunt.failure(read, finding.index(), null)).isNotNull();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.Differential;
import dev.weft.instrumenttests.harness.Entry;
import dev.weft.instrumenttests.harness.InstrumentedClasses;
import dev.weft.instrumenttests.harness.InstrumentingClassLoader;
import dev.weft.instrumenttests.harness.Mode;
import dev.weft.instrumenttests.harness.PlantedFault;
import dev.weft.instrumenttests.harness.TargetEntry;
import dev.weft.instrumenttests.harness.TargetSources;
import dev.weft.instrumenttests.harness.TargetSuite;
import dev.weft.instrumenttests.harness.Verification;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The harness rejects instrumentation that is broken on purpose. */
class CanaryTest {
    private static final CompiledClasses COMPILED = TargetSources.compiledByBuild();

    private static InstrumentedClasses broken(UnaryOperator<byte[]> fault) {
        return InstrumentedClasses.of(COMPILED, TargetSuite.Variant.ANNOTATED.configuration(), fault);
    }

    private static TargetEntry entry(String target, String method) {
        return new TargetEntry(TargetSources.PACKAGE + "." + target, method, Entry.Pinned.NEVER, false);
    }

    @ParameterizedTest
    @EnumSource
    void faultIsNoticedWhereItShows(PlantedFault fault) {
        Differential differential = new Differential(COMPILED, broken(fault::plant));
        TargetEntry entry = entry(fault.target(), fault.method());
        assertThatCode(() -> differential.check(entry, Mode.never())).doesNotThrowAnyException();
        assertThatThrownBy(() -> differential.check(entry, Mode.always()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("differs in mode always");
    }

    @Test
    void missingSuspensionsAreCounted() {
        Differential differential = new Differential(COMPILED, broken(PlantedFault::withoutSuspension));
        var run = differential.check(entry("S05TryBoundariesTarget", "adjacentTries"), Mode.always());
        assertThat(run.hits()).isEqualTo(3);
        assertThat(run.suspensions()).isZero();
    }

    @Test
    void invalidClassFileIsNoticed() {
        InstrumentedClasses broken = broken(PlantedFault::withoutCasts);
        assertThat(Verification.problems(broken, COMPILED)).isNotEmpty();
        ClassLoader loader = new InstrumentingClassLoader(broken, getClass().getClassLoader());
        assertThatThrownBy(() -> Class.forName(TargetSources.PACKAGE + ".S15OperandStackTarget", true, loader))
                .isInstanceOf(VerifyError.class);
    }
}

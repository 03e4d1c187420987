// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.Mode;
import dev.weft.instrumenttests.harness.TargetEntry;
import dev.weft.instrumenttests.harness.TargetSuite;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A suspended continuation keeps nothing alive that its code does not need any more. */
class DeadReferencesTest {

    static Stream<Arguments> cases() {
        return TargetSuite.all().stream()
                .filter(suite -> suite.variant() != TargetSuite.Variant.WITH_POLLS)
                .flatMap(suite -> suite.entries().stream()
                        .filter(entry -> entry.className().endsWith("S25DeadReferencesTarget"))
                        .map(entry -> Arguments.of(entry, suite)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void areLetGo(TargetEntry entry, TargetSuite suite) {
        suite.differential().check(entry, Mode.always());
        assertThat(suite.differential().reachableAtLastSuspension(entry)).isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import dev.weft.instrumenttests.harness.Entry;
import dev.weft.instrumenttests.harness.TargetEntry;
import dev.weft.instrumenttests.harness.TargetSuite;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The stack trace of a suspended continuation is that of a thread in the same calls. */
class SuspendedStackTest {

    static Stream<Arguments> cases() {
        return TargetSuite.all().stream()
                .filter(suite -> suite.variant() != TargetSuite.Variant.WITH_POLLS)
                .flatMap(suite -> suite.entries().stream()
                        .filter(entry -> entry.pinned() == Entry.Pinned.NEVER)
                        .map(entry -> Arguments.of(entry, suite)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void equalsThePlainStackAtEachSuspension(TargetEntry entry, TargetSuite suite) {
        suite.differential().checkSuspendedStacks(entry);
    }
}

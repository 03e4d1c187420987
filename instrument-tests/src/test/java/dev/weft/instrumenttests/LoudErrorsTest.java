// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.Entry;
import dev.weft.instrumenttests.harness.Mode;
import dev.weft.instrumenttests.harness.TargetEntry;
import dev.weft.instrumenttests.harness.TargetSources;
import dev.weft.instrumenttests.harness.TargetSuite;
import org.junit.jupiter.api.Test;

/** What cannot work fails with an error that says so, and never silently. */
class LoudErrorsTest {

    /** The JVM finds two default fiber entries, neither of which is more specific. */
    @Test
    void libraryClassWithTwoUnrelatedInterfacesThatShareAFiberMethod() {
        TargetEntry entry = new TargetEntry(
                TargetSources.PACKAGE + ".S26MixedHierarchyTarget",
                "libraryClassWithTwoInterfacesByInterface",
                Entry.Pinned.NEVER,
                false);
        String end = TargetSuite.all().get(0).differential().endAsFiber(entry, Mode.always());
        assertThat(end).startsWith("threw java.lang.").contains("Error", "serve");
    }
}

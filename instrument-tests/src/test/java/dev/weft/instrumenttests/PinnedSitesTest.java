// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.PinReason;
import dev.weft.instrument.PinnedSite;
import dev.weft.instrumenttests.harness.PinComments;
import dev.weft.instrumenttests.harness.TargetSources;
import dev.weft.instrumenttests.harness.TargetSuite;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The instrumenter reports the sites that pin, with class, method, line and reason, and no others. */
class PinnedSitesTest {

    static Stream<TargetSuite> suites() {
        return TargetSuite.all().stream().filter(suite -> suite.variant() != TargetSuite.Variant.WHOLE_PACKAGE);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void areThoseThatTheSourcesDeclare(TargetSuite suite) {
        TreeSet<String> reported = new TreeSet<>();
        for (PinnedSite site : suite.instrumented().pinned()) {
            if (PinComments.hasSource(site.className())) {
                reported.add(PinComments.topLevel(site.className()) + ":" + site.line() + " " + site.reason());
            }
        }
        assertThat(reported).containsExactlyElementsOf(PinComments.declared(suite.compiled()));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void nameTheMethodThatHasTheLine(TargetSuite suite) {
        for (PinnedSite site : suite.instrumented().pinned()) {
            StackTraceElement element = new StackTraceElement(site.className(), site.method(), null, site.line());
            if (PinComments.hasSource(site.className())) {
                assertThat(suite.compiled().isSourceLine(element))
                        .as(site.toString())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void includeWhatHasNoSource(TargetSuite suite) {
        if (!suite.compiled().names().contains("S23WithoutPackageTarget")) {
            return; // the generated targets are part of the build's suites only
        }
        List<PinnedSite> sites = suite.instrumented().pinned();
        assertThat(sites)
                .anyMatch(site -> isIn(site, "S22TooLarge46Target")
                        && site.method().equals("work")
                        && site.reason() == PinReason.OLD_CLASS_FILE)
                .anyMatch(site -> isIn(site, "S22MissingPinsTarget") && site.reason() == PinReason.OLD_CLASS_FILE)
                .anyMatch(site -> isIn(site, "S24LimitsTarget")
                        && site.method().equals("of255")
                        && site.reason() == PinReason.TOO_MANY_ARGUMENTS)
                .anyMatch(site -> isIn(site, "S24MostCallsTarget") && site.reason() == PinReason.TOO_LARGE)
                .anyMatch(site -> isIn(site, "S24MostLocalsTarget") && site.reason() == PinReason.TOO_LARGE)
                .anyMatch(site -> isIn(site, "S24TooLargeTarget")
                        && site.method().equals("large")
                        && site.reason() == PinReason.TOO_LARGE);
    }

    private static boolean isIn(PinnedSite site, String simpleName) {
        return site.className().equals(TargetSources.PACKAGE + "." + simpleName);
    }
}

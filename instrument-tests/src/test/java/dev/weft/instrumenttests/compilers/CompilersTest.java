// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.compilers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.Differential;
import dev.weft.instrumenttests.harness.Mode;
import dev.weft.instrumenttests.harness.PointChecks;
import dev.weft.instrumenttests.harness.TargetEntry;
import dev.weft.instrumenttests.harness.TargetSuite;
import dev.weft.instrumenttests.harness.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ecj, kotlinc and groovyc write behaves as a fiber as it does plainly, wherever it is suspended. */
class CompilersTest {
    private static final int SEEDS = 10;

    private static final class Holder {
        static final List<TargetSuite> SUITES = make();

        private static List<TargetSuite> make() {
            List<TargetSuite> suites = new ArrayList<>();
            suites.add(new TargetSuite(TargetCompilers.ecj(), TargetSuite.Variant.ANNOTATED));
            for (CompiledClasses kotlin : TargetCompilers.kotlin()) {
                suites.add(new TargetSuite(kotlin, TargetSuite.Variant.ANNOTATED));
                suites.add(new TargetSuite(kotlin, TargetSuite.Variant.WITH_POLLS));
            }
            CompiledClasses groovy = TargetCompilers.groovy();
            suites.add(new TargetSuite(groovy, TargetSuite.Variant.ANNOTATED));
            suites.add(new TargetSuite(groovy, TargetSuite.Variant.WITH_POLLS));
            return suites;
        }
    }

    static Stream<TargetSuite> suites() {
        return Holder.SUITES.stream();
    }

    static Stream<Arguments> cases() {
        return suites().flatMap(suite -> suite.entries().stream().map(entry -> Arguments.of(entry, suite)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void behavesAsPlainlyInEachMode(TargetEntry entry, TargetSuite suite) {
        Differential differential = suite.differential();
        assertThat(differential.check(entry, Mode.never()).suspensions()).isZero();
        PointChecks.checkCounts(entry, suite, differential.check(entry, Mode.always()));
        for (long seed = 1; seed <= SEEDS; seed++) differential.check(entry, Mode.seed(seed));
        PointChecks.checkEachPoint(entry, suite);
        PointChecks.checkEachThrow(entry, suite);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void isInstrumentedAndValid(TargetSuite suite) throws ClassNotFoundException {
        assertThat(suite.instrumented().failures()).isEmpty();
        assertThat(suite.instrumented().instrumented()).isNotEmpty();
        assertThat(Verification.problems(suite.instrumented(), suite.compiled()))
                .isEmpty();
        ClassLoader loader = suite.load(suite.instrumented());
        for (String name : suite.compiled().names()) {
            assertThat(Class.forName(name, false, loader).getDeclaredConstructors())
                    .isNotNull(); // links it
        }
    }

    @Test
    void ecjHasTheEntriesOfJavac() {
        List<String> entries = names(Holder.SUITES.get(0));
        TargetSuite javac = TargetSuite.all().get(0);
        assertThat(entries).hasSizeGreaterThan(200);
        assertThat(names(javac)).containsAll(entries);
    }

    private static List<String> names(TargetSuite suite) {
        return suite.entries().stream().map(TargetEntry::toString).toList();
    }
}

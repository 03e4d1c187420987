// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Listener;
import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.TargetSuite;
import dev.weft.instrumenttests.harness.Verification;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Instrumented targets are valid class files, and instrumenting them once more changes nothing. */
class VerificationTest {

    static Stream<TargetSuite> suites() {
        return TargetSuite.all().stream();
    }

    @ParameterizedTest
    @MethodSource("suites")
    void asmFindsNoProblem(TargetSuite suite) {
        assertThat(Verification.problems(suite.instrumented(), suite.compiled()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("suites")
    void theVirtualMachineFindsNoProblem(TargetSuite suite) throws ClassNotFoundException {
        ClassLoader loader = suite.load(suite.instrumented());
        for (String name : suite.compiled().names()) {
            assertThat(Class.forName(name, false, loader).getDeclaredConstructors())
                    .isNotNull(); // links it
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void nothingFailed(TargetSuite suite) {
        assertThat(suite.instrumented().failures()).isEmpty();
        assertThat(suite.instrumented().instrumented()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void instrumentedClassesAreLeftAlone(TargetSuite suite) {
        Instrumenter instrumenter = new Instrumenter(suite.variant().configuration(), Listener.NONE);
        CompiledClasses once =
                new CompiledClasses("instrumented once", suite.instrumented().all());
        for (String name : suite.instrumented().instrumented()) {
            byte[] classFile = once.find(name);
            assertThat(instrumenter.instrument(classFile, once.asResources()))
                    .as(name)
                    .isNull();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.ClassFolder;
import dev.weft.instrumenttests.harness.Differential;
import dev.weft.instrumenttests.harness.FixedModes;
import dev.weft.instrumenttests.harness.SuiteMain;
import dev.weft.instrumenttests.harness.TargetSources;
import dev.weft.instrumenttests.harness.TargetSuite;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All targets behave as plainly when the agent instruments them, and when the command line has done it at build time. */
class TargetSuiteIT {
    private static final String FOREIGN = TargetSources.PACKAGE + ".foreign.**";

    private static final String HARNESS = SuiteMain.class.getPackageName() + ".**";

    @TempDir
    Path folder;

    static Stream<TargetSuite> suites() {
        return TargetSuite.all().stream().filter(suite -> suite.variant() == TargetSuite.Variant.ANNOTATED);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void underTheAgent(TargetSuite suite) throws Exception {
        Path classes = folder.resolve("classes");
        ClassFolder.write(suite.compiled(), classes);
        Path outcomes = folder.resolve("outcomes");
        Java.Result result = Java.run(
                Java.agent("exclude=" + FOREIGN + ",exclude=" + HARNESS + ",onError=fail"),
                "-cp",
                System.getProperty("java.class.path"),
                SuiteMain.class.getName(),
                classes.toString(),
                outcomes.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        check(read(outcomes), suite);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void atBuildTime(TargetSuite suite) throws Exception {
        Path classes = folder.resolve("classes");
        Path instrumented = folder.resolve("instrumented");
        ClassFolder.write(suite.compiled(), classes);
        Java.Result result = Java.run(
                "-jar",
                Java.agentJar().toString(),
                "instrument",
                classes.toString(),
                instrumented.toString(),
                "--exclude",
                FOREIGN,
                "--class-path",
                System.getProperty("java.class.path"),
                "--verify");
        // some targets name a class that doesn't exist
        assertThat(result.err().lines())
                .allMatch(line -> line.endsWith("calls of their methods do not suspend: absent.Missing"));
        assertThat(result.status()).isZero();
        Differential differential = new Differential(suite.compiled(), ClassFolder.read(instrumented));
        check(FixedModes.outcomesOfFibers(differential, suite.entries()), suite);
    }

    private static void check(Map<String, String> outcomes, TargetSuite suite) {
        Map<String, String> expected = FixedModes.expectedOutcomes(suite);
        Map<String, String> different = new TreeMap<>();
        expected.forEach((run, outcome) -> {
            String actual = String.valueOf(outcomes.get(run));
            if (!outcome.equals(actual))
                different.put(run, "\n--- expected\n" + outcome + "\n--- was\n" + actual + "\n");
        });
        assertThat(different).isEmpty();
        assertThat(outcomes).hasSameSizeAs(expected).hasSizeGreaterThan(5_000);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> read(Path file) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
            return (Map<String, String>) in.readObject();
        }
    }
}

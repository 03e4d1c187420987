// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.ClassFolder;
import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.SourceCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of the rules that run in each setting once more, with fibers that are suspended at each entry of a method; with
 * {@code -Dweft.stress=N}, also at entries drawn by N - 1 seeds.
 */
class EachSettingIT {
    private static final String PACKAGE = "dev.weft.runtimetests";
    private static final Path SOURCES = Path.of("src/test/java", PACKAGE.replace('.', '/'));
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) tests, (\\d+) failed, (\\w+) suspensions\\s*");

    @TempDir
    static Path classes;

    static Stream<String> modes() {
        int seeds = Integer.getInteger("weft.stress", 1) - 1;
        return Stream.concat(
                Stream.of("always"), LongStream.rangeClosed(1, seeds).mapToObj(n -> "seed:" + n));
    }

    /** Those of the build are instrumented already, without forced suspension. */
    @BeforeAll
    static void compile() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            sources = files.filter(f -> f.toString().endsWith(".java")).toList();
        }
        ClassFolder.write(new CompiledClasses("tests of the rules", SourceCompiler.compile(sources, 17)), classes);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void eachRuleHoldsUnderForcedSuspension(String mode) throws Exception {
        Java.Result result = Java.run(
                Java.agent("onError=fail,exclude=" + PACKAGE + ".plain.**,exclude="
                        + EachSettingIT.class.getPackageName() + ".**"),
                "-Dweft.debug.suspend=" + mode,
                "-cp",
                classes + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                EachSettingMain.class.getName(),
                PACKAGE,
                "each-setting");
        Matcher summary = SUMMARY.matcher(result.out());
        assertThat(summary.matches()).as(result.out() + result.err()).isTrue();
        assertThat(summary.group(2)).isEqualTo("0");
        assertThat(Integer.valueOf(summary.group(1))).as("tests").isGreaterThan(1_200);
        assertThat(summary.group(3)).as("suspensions").isEqualTo("many");
    }
}

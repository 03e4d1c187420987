// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.SourceCompiler;
import dev.weft.instrumenttests.harness.TargetSources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs that put libraries to use see in fibers what they see plainly. */
class ProgramsIT {
    private static final String PACKAGE = "dev.weft.libraries.programs.";
    private static final List<String> PROGRAMS =
            List.of("JacksonProgram", "CompressProgram", "AntlrProgram", "H2Program");
    private static final List<String> NEEDED = List.of(
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "commons-compress",
            "commons-codec",
            "commons-io",
            "commons-lang3",
            "xz",
            "antlr4-complete",
            "h2");
    private static final long LEAST_SUSPENSIONS = 10_000;

    private static final Path SOURCES = TargetSources.moduleFolder().resolve("src/libraries");

    private static Path compiled;

    /** What each program has seen, and how often it was suspended. */
    private record Seen(Map<String, List<String>> lines, Map<String, Long> suspensions) {}

    @BeforeAll
    static void compile() throws IOException {
        String jars = NEEDED.stream()
                .map(name -> Libraries.jar(name).toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<Path> sources;
        try (Stream<Path> files = Files.walk(SOURCES.resolve("java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        compiled = Libraries.target().resolve("programs").resolve("classes");
        String classPath =
                jars + File.pathSeparator + Libraries.origin(Program.class) + File.pathSeparator + Libraries.runtime();
        for (Map.Entry<String, byte[]> type :
                SourceCompiler.compile(sources, 17, classPath).entrySet()) {
            Path file = compiled.resolve(type.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, type.getValue());
        }
    }

    @Test
    void programsSeeTheSameInFibers() throws Exception {
        List<Run> runs = new ArrayList<>();
        for (String mode : List.of("1", "5", "plain")) runs.add(new Run(mode, PROGRAMS)); // all at once
        Seen plain = runs.remove(2).seen();
        for (Run run : runs) {
            Seen inFibers = run.seen();
            for (String program : PROGRAMS) {
                System.out.printf(
                        "%s: %d lines, %d suspensions, one in %s polls%n",
                        program, plain.lines.get(program).size(), inFibers.suspensions.get(program), run.mode);
                assertThat(inFibers.lines.get(program)).as(program).containsExactlyElementsOf(plain.lines.get(program));
                assertThat(inFibers.suspensions.get(program)).as(program).isGreaterThan(LEAST_SUSPENSIONS);
            }
        }
    }

    @Test
    void differencesAreNoticed() throws Exception {
        List<String> canary = List.of("CanaryProgram");
        assertThat(new Run("plain", canary).seen().lines).isNotEqualTo(new Run("1", canary).seen().lines);
    }

    /** A process that runs programs. */
    private static final class Run {
        final String mode;
        private final List<String> programs;
        private final Path folder;
        private final ForkedJava java;
        private final Process process;

        Run(String mode, List<String> programs) throws IOException {
            this.mode = mode;
            this.programs = programs;
            folder = Files.createDirectories(
                    Libraries.target().resolve("programs").resolve(programs.get(0) + "-" + mode));
            java = new ForkedJava(folder, "programs")
                    .option("-XX:TieredStopAtLevel=1")
                    .option("-D" + SuiteProcess.SEED + "=" + SuiteRun.seed())
                    .option("-Dweft.libraries.statements=" + SOURCES.resolve("resources/statements.sql"));
            if (!mode.equals("plain")) java.instrumented();
            List<Path> classPath =
                    new ArrayList<>(List.of(compiled, Libraries.origin(Program.class), Libraries.runtime()));
            NEEDED.forEach(name -> classPath.add(Libraries.jar(name)));
            List<String> arguments = new ArrayList<>(List.of(folder.toString(), mode));
            programs.forEach(name -> arguments.add(PACKAGE + name));
            process = java.start(classPath, ProgramProcess.class, arguments);
        }

        Seen seen() throws IOException, InterruptedException {
            java.finish(process);
            Seen seen = new Seen(new TreeMap<>(), new TreeMap<>());
            for (String program : programs) {
                List<String> lines = Files.readAllLines(folder.resolve(PACKAGE + program + ".txt"));
                seen.suspensions.put(program, Long.parseLong(lines.get(0)));
                seen.lines.put(program, lines.subList(1, lines.size()));
            }
            return seen;
        }
    }
}

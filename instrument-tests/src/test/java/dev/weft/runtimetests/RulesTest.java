// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Each rule of docs/semantics.md has a test that carries its number, and each number of a test is a rule's. */
class RulesTest {
    private static final Path DOCUMENT = Path.of("../docs/semantics.md");
    private static final Path CONFORMANCE = Path.of("../docs/conformance.md");
    private static final List<Path> SOURCES = List.of(
            Path.of("src/test/java"),
            Path.of("../runtime/src/test/java"),
            Path.of("../concurrency-tests/src"),
            Path.of("../samples/src/test/java"));
    private static final Path CLASSES = Path.of("target/test-classes");
    private static final Path MATRIX = Path.of("target/rules.md");

    /** Rules for whoever it is. The others are about the life of schedulers, and what is reported when they come to a standstill. */
    private static final String IN_EACH_SETTING = "CFGJKSTWX";

    private static List<Class<?>> testClasses() throws IOException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        for (String folder : List.of("dev/weft/runtimetests", "dev/weft/agentit")) {
            try (Stream<Path> files = Files.walk(CLASSES.resolve(folder))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    String path = CLASSES.relativize(file).toString();
                    String name = path.substring(0, path.length() - ".class".length())
                            .replace(file.getFileSystem().getSeparator(), ".");
                    if (!name.endsWith("-info") && !name.startsWith(Canary.class.getName()))
                        classes.add(Class.forName(name, false, RulesTest.class.getClassLoader()));
                }
            }
        }
        return classes;
    }

    @Test
    void eachRuleHasATestAndEachNumberIsARule() throws IOException, ClassNotFoundException {
        Rules rules = new Rules(Files.readString(DOCUMENT), testClasses(), IN_EACH_SETTING);
        Files.writeString(MATRIX, rules.matrix());
        assertThat(rules.faults()).as("see %s", MATRIX.toAbsolutePath()).isEmpty();
        assertThat(rules.matrix().lines()).hasSizeGreaterThan(100);
    }

    /** Tests of a document that doesn't fit them. */
    static final class Canary {
        @InEachSetting
        void c1HasATestInEachSetting(Setting setting) {}

        @Test
        void c2AndC3HaveAnother() {}

        @Test
        void l12NeedsNoMore() {}

        @ParameterizedTest
        void isNotRunUnderForcedSuspension(Setting setting) {}

        @Test
        void c9IsNoRule() {}

        void c4IsNoTest(Setting setting) {}
    }

    @Test
    void eachTestThatADocumentNamesIsThere() throws IOException {
        NamedTests tests = NamedTests.in(SOURCES);
        for (Path document : List.of(DOCUMENT, CONFORMANCE)) {
            String text = Files.readString(document);
            assertThat(tests.missing(text)).as(document.toString()).isEmpty();
            assertThat(NamedTests.named(text)).hasSizeGreaterThan(15);
        }
    }

    private static final Path RUNTIME = Path.of("../runtime/src/main/java/dev/weft");
    private static final String ANNOTATED = "(?s).*\n    @Fiber\n.*";

    /** Those that have fiber methods of their own, and aren't mere functions of the user's. */
    @Test
    void eachClassThatWaitsIsInTheTableOfMemoryEffects() throws IOException {
        String document = Files.readString(DOCUMENT);
        String table = document.substring(document.indexOf("| class | what comes before"));
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (String folder : List.of("", "channel", "context", "sync")) {
            try (Stream<Path> files = Files.list(RUNTIME.resolve(folder))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    String source = Files.readString(file);
                    if (!source.matches(ANNOTATED) || !source.contains("\npublic ")) continue;
                    if (source.contains("@FunctionalInterface\npublic ")) continue;
                    found++;
                    String name = file.getFileName().toString().replace(".java", "");
                    if (!table.matches("(?s).*\n\\| [^|\n]*`" + name + "`.*")) missing.add(name);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(20);
    }

    @Test
    void canaryANameOfNoTestIsNoticed() throws IOException {
        String document = "| `RulesTest.canaryANameOfNoTestIsNoticed`, `RulesTest.canaryOfNothing` | `NoTest.atAll` |";
        assertThat(NamedTests.in(SOURCES).missing(document))
                .containsExactly("RulesTest.canaryOfNothing", "NoTest.atAll");
    }

    @Test
    void canaryWhatIsMissingIsNoticed() {
        String document = """
                Text of **C8**, which is none.
                - **C1** One.
                - **C2** Another one.
                - **C3** One more.
                - **C4** Nobody tests it.
                - **L12** For schedulers.
                - **L12** Again.
                """;
        assertThat(new Rules(document, List.of(Canary.class), IN_EACH_SETTING).faults())
                .containsExactlyInAnyOrder(
                        "L12 is there twice",
                        "Canary.isNotRunUnderForcedSuspension takes a setting without the tag, or has the tag without one",
                        "C9, named by Canary.c9IsNoRule, is no rule",
                        "C2 has no test in each setting",
                        "C3 has no test in each setting",
                        "C4 has no test");
    }
}

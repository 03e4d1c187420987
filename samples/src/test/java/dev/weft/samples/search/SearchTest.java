// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.samples.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
    private static final String UTF_8_LOCALE = "C.UTF-8";

    @TempDir
    static Path tree;

    @TempDir
    Path empty;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void createTree() throws IOException {
        SampleTree.create(tree, 300, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "needle",
                "^needle$",
                "end *$",
                "gr.n",
                "^.{20,60}$",
                "",
                "(alpha|beta) +gamma",
                "\\{ $",
                "x[[:digit:]]",
                "\\<the\\>",
                "()",
                "^$",
                "no such thing",
                "\\w+ü\\w+"
            })
    void findsWhatGrepFinds(String regex) throws Exception {
        Grep.assumeInstalled();
        for (String directory : List.of(tree.toString(), tree + "/", tree + "//")) {
            Outcome expected = Grep.search(tree, UTF_8_LOCALE, regex, directory);
            Outcome actual = search(regex, directory);
            assertThat(actual.sortedLines()).containsExactlyElementsOf(expected.sortedLines());
            assertThat(actual.status()).isEqualTo(expected.status());
            assertThat(actual.errors()).isEmpty();
        }
    }

    @Test
    void linesOfAFileStayTogetherAndInOrder() throws IOException {
        int files = 50;
        int lines = 500;
        for (int i = 0; i < files; i++) Files.writeString(empty.resolve("file" + i), "needle\n".repeat(lines));
        List<String> printed =
                search("needle", empty.toString()).output().lines().toList();
        assertThat(printed).hasSize(files * lines);
        String file = "";
        for (int i = 0; i < printed.size(); i++) {
            if (i % lines == 0) file = printed.get(i).replaceFirst(":.*", "");
            assertThat(printed.get(i)).isEqualTo(file + ":" + (i % lines + 1) + ":needle");
        }
    }

    @Test
    void missingDirectoryIsNamedAndTheRestSearched() throws IOException {
        Files.writeString(empty.resolve("file"), "needle\n");
        assertThat(search("needle", empty + "/missing", empty.toString()))
                .isEqualTo(new Outcome(
                        2, empty + "/file:1:needle\n", "search: " + empty + "/missing: No such file or directory\n"));
    }

    @Test
    void loopOfLinksIsNamed() throws IOException {
        Files.createSymbolicLink(empty.resolve("loop"), Path.of("loop"));
        Outcome outcome = search("needle", empty + "/loop");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errors()).startsWith("search: " + empty + "/loop: ").contains("symbolic links");
    }

    @Test
    void linkOnTheCommandLineIsFollowed() throws IOException {
        Path directory = Files.createDirectory(empty.resolve("directory"));
        Files.writeString(directory.resolve("file"), "needle");
        Files.createSymbolicLink(empty.resolve("link"), directory);
        assertThat(search("needle", empty + "/link").output()).isEqualTo(empty + "/link/file:1:needle\n");
    }

    @Test
    void badExpressionIsNamed() {
        assertThat(search("(", tree.toString()))
                .isEqualTo(new Outcome(2, "", "search: bad expression (: Unclosed group\n"));
    }

    @Test
    void lineThatIsTooLongForTheExpressionIsNamedAndTheRestSearched() throws IOException {
        Files.writeString(empty.resolve("file"), "ab".repeat(5_000_000) + "\ncc\n");
        assertThat(search("^(a|b|c)*c$", empty.toString()))
                .isEqualTo(new Outcome(
                        2,
                        empty + "/file:2:cc\n",
                        "search: " + empty + "/file:1: line too long for this expression\n"));
    }

    @Test
    void failingOutputIsAnError() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        int status = Search.run(new String[] {"", tree.toString()}, false, closed, new PrintStream(err, true, UTF_8));
        assertThat(status).isEqualTo(2);
        assertThat(err.toString(UTF_8)).isEqualTo("search: write error: Broken pipe\n");
    }

    private Outcome search(String... args) {
        out.reset();
        err.reset();
        int status = Search.run(args, false, out, new PrintStream(err, true, UTF_8));
        return new Outcome(status, out.toString(ISO_8859_1), err.toString(UTF_8));
    }
}

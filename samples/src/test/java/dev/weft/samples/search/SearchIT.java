// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.samples.Outcome;
import dev.weft.samples.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIT {
    private static final int FILES = 2_000;

    @TempDir
    static Path parent;

    @BeforeAll
    static void createTree() throws IOException {
        Path tree = Files.createDirectory(parent.resolve("tree"));
        SampleTree.create(tree, FILES, 2);
        SampleTree.addLatin1(tree);
    }

    /** In a locale of bytes, so that it is text whatever the bytes are. */
    @ParameterizedTest
    @CsvSource({
        "AGENT, needle, tree",
        "AGENT, N.hnadel, tree/",
        "AGENT, '', .",
        "BUILD_TIME, ^needle.$, ./tree",
        "BUILD_TIME, '[^[:print:]]', .",
        "BUILD_TIME, nothing of this kind, tree"
    })
    void findsWhatGrepFinds(Way way, String regex, String directory) throws Exception {
        Grep.assumeInstalled();
        Outcome expected = Grep.search(parent, "C", regex, directory);
        Outcome actual = search(way, "-Dsearch.bytes=true", regex, directory);
        assertThat(actual.errors()).isEmpty();
        assertThat(actual.sortedLines()).containsExactlyElementsOf(expected.sortedLines());
        assertThat(actual.status()).isEqualTo(expected.status());
    }

    /** Under the agent, which then adds the points where a fiber may be suspended for no reason. */
    @ParameterizedTest
    @ValueSource(strings = {"always", "seed:1", "seed:2"})
    void forcedSuspensionMakesNoDifference(String mode) throws Exception {
        Outcome plain = search(Way.BUILD_TIME, "-Dweft.debug.suspend=never", "needle", "tree");
        Outcome forced = search(Way.AGENT, "-Dweft.debug.suspend=" + mode, "needle", "tree");
        assertThat(forced.errors()).isEmpty();
        assertThat(forced.sortedLines()).containsExactlyElementsOf(plain.sortedLines());
        assertThat(forced.status()).isZero();
    }

    private static Outcome search(Way way, String option, String regex, String directory) throws Exception {
        ProcessBuilder search = way.sample(List.of(option), "search.Search", regex, directory);
        search.environment().put("LC_ALL", "C.UTF-8");
        return Outcome.of(search.directory(parent.toFile()));
    }
}

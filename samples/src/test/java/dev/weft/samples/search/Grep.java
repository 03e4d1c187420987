// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.samples.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The grep that is installed, as the judge. */
final class Grep {
    private Grep() {}

    /** Skips the test, with a word about it, where there is no grep. */
    static void assumeInstalled() {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "grep")));
        if (!installed) System.err.println("NOT TESTED: grep isn't installed, so search isn't compared with it");
        assumeTrue(installed, "grep isn't installed");
    }

    /** {@code grep -rnE} in a locale. */
    static Outcome search(Path workingDirectory, String locale, String regex, String directory)
            throws IOException, InterruptedException {
        ProcessBuilder grep =
                new ProcessBuilder("grep", "-rnE", "-e", regex, directory).directory(workingDirectory.toFile());
        grep.environment().put("LC_ALL", locale);
        return Outcome.of(grep);
    }
}

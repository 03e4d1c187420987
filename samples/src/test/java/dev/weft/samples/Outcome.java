// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a process has ended.
 *
 * @param status its exit status
 * @param output what it printed, a character for each byte
 * @param errors what it printed to standard error
 */
public record Outcome(int status, String output, String errors) {
    /** Runs a process to its end. */
    public static Outcome of(ProcessBuilder builder) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("errors", ".txt");
        try {
            Process process = builder.redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
            return new Outcome(process.waitFor(), output, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    /** The lines of its output, sorted. */
    public List<String> sortedLines() {
        return output.isEmpty()
                ? List.of()
                : Stream.of(output.split("\n")).sorted().toList();
    }
}

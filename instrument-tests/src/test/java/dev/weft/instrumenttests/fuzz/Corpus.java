// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import dev.weft.instrumenttests.harness.TargetSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs as files: those that have failed once, in {@code src/test/resources/fuzz-corpus}. */
final class Corpus {
    private Corpus() {}

    /** All programs that have failed once, by name. */
    static List<Program> programs() {
        Path folder = TargetSources.moduleFolder().resolve("src/test/resources/fuzz-corpus");
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(Corpus::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a program; the file is named after its main class. */
    static Program read(Path file) {
        String fileName = String.valueOf(file.getFileName());
        int dot = fileName.lastIndexOf('.');
        String name = fileName.substring(0, Math.max(dot, 0));
        try {
            String text = Files.readString(file);
            return switch (fileName.substring(dot + 1)) {
                case "java" -> JavaProgram.parse(name, text);
                case "asm" -> AsmProgram.parse(name, text);
                default -> throw new IllegalArgumentException(file + " is neither .java nor .asm");
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a program into a folder; returns the file. */
    static Path write(Path folder, Program program) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve(program.name() + program.extension()), program.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

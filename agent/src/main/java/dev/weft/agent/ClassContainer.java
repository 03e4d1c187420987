// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.InstrumentationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A place that holds class files among others: a folder or a jar. Paths in it have slashes. */
interface ClassContainer {
    /**
     * Opens what is there.
     *
     * @param warnings takes what the user should know, line by line
     * @throws InstrumentationException if it is neither a folder nor a jar
     */
    static ClassContainer open(Path path, Consumer<String> warnings) throws IOException {
        if (Files.isDirectory(path)) {
            return new ClassFolder(path);
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return new ClassJar(path, warnings);
    }

    /** Whether a path is that of a class that can be instrumented. */
    static boolean isClassFile(String path) {
        return path.endsWith(".class") && !path.endsWith("module-info.class");
    }

    /** The class files by path, in order. */
    SortedMap<String, byte[]> classFiles() throws IOException;

    /**
     * Writes everything to {@code out}, with some class files changed. {@code out} may be this container itself, which is
     * then touched only as far as it changes.
     */
    void write(Map<String, byte[]> changed, Path out) throws IOException;
}

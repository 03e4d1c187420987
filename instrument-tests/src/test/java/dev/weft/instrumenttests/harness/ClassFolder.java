// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Class files in a folder. */
public final class ClassFolder {
    private static final String SUFFIX = ".class";

    private ClassFolder() {}

    /** Writes classes where a class path would look for them. */
    public static void write(CompiledClasses classes, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> classFile : classes.byName().entrySet()) {
            Path file = folder.resolve(classFile.getKey().replace('.', '/') + SUFFIX);
            Files.createDirectories(file.getParent());
            Files.write(file, classFile.getValue());
        }
    }

    /** Reads all classes. */
    public static CompiledClasses read(Path folder) throws IOException {
        Map<String, byte[]> classFiles = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files =
                    walk.filter(file -> file.toString().endsWith(SUFFIX)).toList();
            for (Path file : files) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                String name = path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
                classFiles.put(name, Files.readAllBytes(file));
            }
        }
        return new CompiledClasses("read from a folder", classFiles);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The libraries that are swept, each with the jars that it links to. The build copies them, without their versions. */
enum Library {
    ASM_TEST("junit-platform-console-standalone"),
    GUAVA("failureaccess"),
    COMMONS_LANG3,
    COMMONS_COLLECTIONS4,
    COMMONS_CODEC,
    COMMONS_TEXT("commons-lang3"),
    COMMONS_COMPRESS("commons-codec", "commons-io", "commons-lang3", "xz"),
    JACKSON_ANNOTATIONS,
    JACKSON_CORE,
    JACKSON_DATABIND("jackson-annotations", "jackson-core"),
    H2,
    ANTLR4_RUNTIME,
    KOTLIN_STDLIB,
    GROOVY,
    SCALA_LIBRARY;

    private final List<String> needed;

    Library(String... needed) {
        this.needed = List.of(needed);
    }

    /** As Maven calls it. */
    String artifact() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    ClassPool classes(Path folder) {
        return ClassPool.ofJars(List.of(jar(folder, artifact())));
    }

    ClassPool dependencies(Path folder) {
        return ClassPool.ofJars(needed.stream().map(name -> jar(folder, name)).toList());
    }

    private static Path jar(Path folder, String artifact) {
        Path jar = folder.resolve(artifact + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("not there: " + jar + "; the build copies it at process-test-resources");
        }
        return jar;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Class files on disk, for people: every changed class if {@code dump=DIR} is given, and every class that could not be
 * instrumented, in any case.
 *
 * <p>{@code original} and {@code instrumented} hold the changed ones, {@code failed} the others.
 */
final class ClassDump {
    private final @Nullable Path folder;
    private @Nullable Path failures;

    /** Dumps to {@code folder}; if it is null, failures only, to a temporary folder. */
    ClassDump(@Nullable Path folder) {
        this.folder = folder;
    }

    void changed(String internalName, byte[] original, byte[] instrumented) throws IOException {
        if (folder != null) {
            write(folder.resolve("original"), internalName, original);
            write(folder.resolve("instrumented"), internalName, instrumented);
        }
    }

    /** Writes the original of a class that failed, and gives back the class folder it now stands in. */
    Path failed(String internalName, byte[] original) throws IOException {
        Path root = failures();
        write(root, internalName, original);
        return root;
    }

    private synchronized Path failures() throws IOException {
        Path root = failures;
        if (root == null) {
            root = (folder != null ? folder : Files.createTempDirectory("weft-")).resolve("failed");
            failures = root;
        }
        return root;
    }

    private static void write(Path root, String internalName, byte[] bytes) throws IOException {
        Path file = root.resolve(internalName + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}

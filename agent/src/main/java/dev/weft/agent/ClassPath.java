// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * Class files from folders and jars, and last the JDK's own; it keeps account of what was looked for in vain. For any number
 * of threads.
 */
final class ClassPath implements Closeable {
    private final List<ClassFileLocator> elements = new ArrayList<>();
    private final SortedSet<String> missing = new ConcurrentSkipListSet<>();

    /** Opens the elements, in order; those that do not exist are skipped, as the JVM does. */
    ClassPath(List<Path> paths) throws IOException {
        try {
            for (Path path : paths) {
                if (Files.isDirectory(path)) {
                    elements.add(new ClassFileLocator.ForFolder(path.toFile()));
                } else if (Files.exists(path)) {
                    elements.add(ClassFileLocator.ForJarFile.of(path.toFile()));
                }
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        elements.add(ClassFileLocator.ForClassLoader.ofPlatformLoader());
    }

    /** Somebody else's class path: gives the class file for a binary name, or null. */
    ClassPath(Function<String, byte @Nullable []> classes) {
        elements.add(new ClassFileLocator() {
            @Override
            public Resolution locate(String name) {
                byte[] found = classes.apply(name);
                return found == null ? new Resolution.Illegal(name) : new Resolution.Explicit(found);
            }

            @Override
            public void close() {}
        });
        elements.add(ClassFileLocator.ForClassLoader.ofPlatformLoader());
    }

    /** Looks in {@code first}, then here, and keeps account. */
    ClassFileLocator behind(ClassFileLocator first) {
        ClassFileLocator quiet = quietlyBehind(first);
        return new ClassFileLocator() {
            @Override
            public Resolution locate(String name) throws IOException {
                Resolution resolution = quiet.locate(name);
                if (!resolution.isResolved()) {
                    missing.add(name);
                }
                return resolution;
            }

            @Override
            public void close() {}
        };
    }

    /** Looks in {@code first}, then here. */
    ClassFileLocator quietlyBehind(ClassFileLocator first) {
        return new ClassFileLocator() {
            @Override
            public Resolution locate(String name) throws IOException {
                Resolution resolution = first.locate(name);
                for (int i = 0; i < elements.size() && !resolution.isResolved(); i++) {
                    resolution = elements.get(i).locate(name);
                }
                return resolution;
            }

            @Override
            public void close() {}
        };
    }

    /** The names of classes that were not found. */
    SortedSet<String> missing() {
        return missing;
    }

    @Override
    public void close() throws IOException {
        for (ClassFileLocator element : elements) {
            element.close();
        }
    }
}

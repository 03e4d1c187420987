// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.classify.ConstantPoolScan;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * The class files of one container by class name, with the variants that a multi-release jar has for later releases.
 *
 * <p>Names are read from the class files, not from their paths: in {@code BOOT-INF/classes} or {@code WEB-INF/classes} the
 * two differ.
 */
final class ClassIndex {
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d{1,4})/.*");

    /** The release of classes that are for all releases. */
    static final int BASE = 0;

    private final SortedMap<Integer, Map<String, byte[]>> releases = new TreeMap<>();

    private final Set<String> names = new HashSet<>(); // internal

    ClassIndex(Map<String, byte[]> classFiles) {
        classFiles.forEach((path, bytes) -> {
            String name = name(bytes);
            if (name != null) {
                names.add(name.replace('.', '/'));
                releases.computeIfAbsent(release(path), r -> new TreeMap<>()).putIfAbsent(name, bytes);
            }
        });
    }

    /** The Java release that the class at a path is meant for, {@link #BASE} outside of {@code META-INF/versions}. */
    static int release(String path) {
        Matcher matcher = VERSIONED.matcher(path);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : BASE;
    }

    /** Whether a class is here, by its internal name, for any release. */
    boolean contains(String internalName) {
        return names.contains(internalName);
    }

    /** Finds the classes as a JVM of that release does. */
    ClassFileLocator at(int release) {
        return new ClassFileLocator() {
            @Override
            public Resolution locate(String name) {
                byte[] found = null;
                for (Map<String, byte[]> classes : releases.headMap(release + 1).values()) {
                    found = classes.getOrDefault(name, found);
                }
                return found == null ? new Resolution.Illegal(name) : new Resolution.Explicit(found);
            }

            @Override
            public void close() {}
        };
    }

    private static @Nullable String name(byte[] classFile) {
        try {
            return new ConstantPoolScan(classFile).className().replace('/', '.');
        } catch (IllegalArgumentException e) {
            return null; // Not a class; the instrumenter will say so when it comes to it.
        }
    }
}

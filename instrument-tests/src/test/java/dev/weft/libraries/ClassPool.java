// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Class files by internal name; nothing of them is loaded. */
class ClassPool {
    static final String SUFFIX = ".class";

    private final Map<String, byte[]> classFiles = new TreeMap<>();

    /** The classes of jars, of a multi-release jar those for this JVM. What an earlier jar has hides what a later one has. */
    static ClassPool ofJars(Iterable<Path> jars) {
        ClassPool pool = new ClassPool();
        for (Path jar : jars) pool.addJar(jar);
        return pool;
    }

    private void addJar(Path jar) {
        try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            for (var entry : file.versionedStream().toList()) {
                String path = entry.getName();
                if (!path.endsWith(SUFFIX) || path.endsWith("module-info.class")) continue;
                try (InputStream in = file.getInputStream(entry)) {
                    classFiles.putIfAbsent(path.substring(0, path.length() - SUFFIX.length()), in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + jar, e);
        }
    }

    void put(String internalName, byte[] classFile) {
        classFiles.put(internalName, classFile);
    }

    byte @Nullable [] find(String internalName) {
        return classFiles.get(internalName);
    }

    /** What has been put here. */
    Map<String, byte[]> all() {
        return classFiles;
    }

    /** These classes, then those of others, then the JDK's, as resources of a loader that loads nothing. */
    ClassLoader asResources(ClassPool others) {
        return new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            @Override
            public @Nullable InputStream getResourceAsStream(String name) {
                byte[] found = null;
                if (name.endsWith(SUFFIX)) {
                    String internalName = name.substring(0, name.length() - SUFFIX.length());
                    found = find(internalName);
                    if (found == null) found = others.find(internalName);
                }
                return found != null ? new ByteArrayInputStream(found) : super.getResourceAsStream(name);
            }

            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                throw new ClassNotFoundException(name + " is looked at, not loaded");
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Class files as a compiler, or a generator, wrote them. */
public final class CompiledClasses implements ClassFiles {
    private final String origin;
    private final Map<String, byte[]> byName;
    private final ClassLoader libraries;
    private final Map<String, Set<String>> sourceLines = new ConcurrentHashMap<>();

    /** Class files by binary name; the origin is what a test shows. */
    public CompiledClasses(String origin, Map<String, byte[]> byName) {
        this(origin, byName, CompiledClasses.class.getClassLoader());
    }

    /** As {@link #CompiledClasses(String, Map)}, for classes that need more than the class path of the tests. */
    public CompiledClasses(String origin, Map<String, byte[]> byName, ClassLoader libraries) {
        this.libraries = libraries;
        this.origin = origin;
        this.byName = new TreeMap<>(byName);
    }

    /** The names of all classes, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** All class files by binary name. */
    public Map<String, byte[]> byName() {
        return Collections.unmodifiableMap(byName);
    }

    @Override
    public byte @Nullable [] find(String className) {
        return byName.get(className);
    }

    @Override
    public ClassLoader libraries() {
        return libraries;
    }

    @Override
    public boolean isSourceLine(StackTraceElement element) {
        byte[] classFile = find(element.getClassName());
        if (classFile == null) {
            return false;
        }
        Set<String> lines = sourceLines.computeIfAbsent(element.getClassName(), name -> SourceLines.of(classFile));
        return lines.contains(element.getMethodName() + ":" + element.getLineNumber());
    }

    @Override
    public String toString() {
        return origin;
    }

    /** A class loader that has these class files, and those of the class path, as resources. */
    public ClassLoader asResources() {
        return new Resources(this);
    }

    private static final class Resources extends ClassLoader {
        private static final String SUFFIX = ".class";

        private final CompiledClasses compiled;

        Resources(CompiledClasses compiled) {
            super(compiled.libraries());
            this.compiled = compiled;
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            if (name.endsWith(SUFFIX)) {
                String className = name.substring(0, name.length() - SUFFIX.length());
                byte[] classFile = compiled.find(className.replace('/', '.'));
                if (classFile != null) {
                    return new ByteArrayInputStream(classFile);
                }
            }
            return super.getResourceAsStream(name);
        }
    }
}

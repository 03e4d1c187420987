// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Defines the target classes itself and leaves all others to its parent.
 *
 * <p>Its classes are verified by the JVM, since it is not a trusted loader. What it defines is as compiled or
 * instrumented, depending on the {@link ClassFiles} it is given.
 */
public final class InstrumentingClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String SUFFIX = ".class";

    private final ClassFiles classFiles;

    /** Loads the classes found in the class files by itself, without asking the parent first. */
    public InstrumentingClassLoader(ClassFiles classFiles, ClassLoader parent) {
        super(parent);
        this.classFiles = classFiles;
    }

    /** An agent looks here for the supertypes of what is being loaded. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        boolean isClass = name.endsWith(SUFFIX);
        byte[] classFile = isClass
                ? classFiles.find(
                        name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
                : null;
        return classFile == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(classFile);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] classFile = classFiles.find(name);
            return classFile == null
                    ? super.loadClass(name, resolve)
                    : defineClass(name, classFile, 0, classFile.length);
        }
    }
}

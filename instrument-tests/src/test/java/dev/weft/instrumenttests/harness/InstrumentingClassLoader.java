// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

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

    private final ClassFiles classFiles;

    /** Loads the classes found in the class files by itself, without asking the parent first. */
    public InstrumentingClassLoader(ClassFiles classFiles, ClassLoader parent) {
        super(parent);
        this.classFiles = classFiles;
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Has the JVM load and link classes, which runs its verifier on them, without running any of their code.
 *
 * <p>One loader for one form of a library: its own classes, those it needs, the runtime's and the JDK's.
 */
final class Linker extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final Pattern CHANGING = Pattern.compile(" @[0-9a-f]+|exception handler \\d+");

    private final ClassPool classes;
    private final ClassPool dependencies;

    Linker(ClassPool classes, ClassPool dependencies) {
        super(Linker.class.getClassLoader());
        this.classes = classes;
        this.dependencies = dependencies;
    }

    /** The error by which linking ends, without what is different from loader to loader; null if there is none. */
    @Nullable
    String problemOf(String internalName) {
        try {
            // reflection wants a linked class, and nothing is initialised for it
            loadClass(internalName.replace('/', '.'), false).getDeclaredConstructors();
            return null;
        } catch (ClassNotFoundException | LinkageError e) {
            String firstLine =
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return e.getClass().getSimpleName() + ": "
                    + CHANGING.matcher(firstLine).replaceAll("");
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) return loaded;
            String internalName = name.replace('.', '/');
            byte[] classFile = classes.find(internalName);
            if (classFile == null) classFile = dependencies.find(internalName);
            if (classFile != null) return defineClass(name, classFile, 0, classFile.length);
            boolean shared = name.startsWith("dev.weft.abi.") || name.startsWith("dev.weft.Fiber");
            if (shared) return super.loadClass(name, resolve);
            return getPlatformClassLoader().loadClass(name);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * Class files as resources of a class loader, which is not kept alive by it.
 *
 * <p>As Byte Buddy's own, but with nothing else behind it that would have to be loaded when an agent starts.
 */
public final class ResourceLocator implements ClassFileLocator {
    private final WeakReference<ClassLoader> reference;

    private ResourceLocator(ClassLoader loader) {
        reference = new WeakReference<>(loader);
    }

    /** The class files that a loader finds; none once the loader is gone. */
    public static ClassFileLocator of(ClassLoader loader) {
        return new ResourceLocator(loader);
    }

    /** The JDK's own class files. */
    public static ClassFileLocator ofPlatform() {
        return of(ClassLoader.getPlatformClassLoader());
    }

    @Override
    public Resolution locate(String name) throws IOException {
        ClassLoader loader = reference.get();
        if (loader == null) return new Resolution.Illegal(name);
        try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? new Resolution.Illegal(name) : new Resolution.Explicit(in.readAllBytes());
        }
    }

    @Override
    public void close() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceLocator that && that.reference.get() == reference.get();
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(reference.get());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of the classes that one class loader (or one build) sees.
 *
 * <p>The agent keeps one for each class loader, all for the same configuration. An entry holds names and flags, neither
 * code nor classes. May be used by several threads.
 */
public final class ClassInfoCache {
    /*
     * Rejected: to ask the cache of the parent loader first. Not every loader delegates parent first, and a class read
     * from the wrong place could make a call go to a fiber entry that doesn't exist. Only java.* is the same everywhere.
     */

    private static final ClassInfoCache PLATFORM =
            new ClassInfoCache(ClassFileLocator.ForClassLoader.ofPlatformLoader(), null);

    private final ClassFileLocator locator;
    private final @Nullable ClassInfoCache platform; // null: this is it
    private final ConcurrentMap<String, Entry<ClassInfo>> infos = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Entry<ClassHeader>> headers = new ConcurrentHashMap<>();

    /**
     * A cache that is empty, but for the JDK's own classes, which all caches share.
     *
     * @param locator finds the class files; for a class loader's cache that is itself held weakly, one that doesn't hold
     *     the loader
     */
    public ClassInfoCache(ClassFileLocator locator) {
        this(locator, PLATFORM);
    }

    private ClassInfoCache(ClassFileLocator locator, @Nullable ClassInfoCache platform) {
        this.locator = locator;
        this.platform = platform;
    }

    /**
     * Is this a class of the running JDK?
     *
     * @param internalName its name
     * @return also true for a class in {@code java.*} that doesn't exist
     */
    public static boolean isPlatformClass(String internalName) {
        return internalName.startsWith("java/") || PLATFORM.find(internalName) != null;
    }

    /** What is known of a class, null if its bytes can't be found. */
    @Nullable
    ClassInfo find(String internalName) {
        if (platform != null && internalName.startsWith("java/")) return platform.find(internalName);
        Entry<ClassInfo> known = infos.get(internalName);
        return known != null ? known.value : keep(infos, internalName, ClassInfoReader::read);
    }

    /** The cheaper part of {@link #find}, for the many classes of which nothing else is needed. */
    @Nullable
    ClassHeader header(String internalName) {
        Entry<ClassHeader> known = headers.get(internalName);
        return known != null
                ? known.value
                : keep(headers, internalName, classFile -> new ConstantPoolScan(classFile).header());
    }

    private <T> @Nullable T keep(
            ConcurrentMap<String, Entry<T>> entries, String internalName, Function<byte[], T> reader) {
        byte[] classFile = locate(internalName);
        if (classFile == null && platform == null)
            return null; // asked for everybody's classes, which aren't to be kept
        Entry<T> entry = new Entry<>(classFile == null ? null : reader.apply(classFile));
        Entry<T> earlier = entries.putIfAbsent(internalName, entry);
        return earlier == null ? entry.value : earlier.value;
    }

    private byte @Nullable [] locate(String internalName) {
        try {
            ClassFileLocator.Resolution resolution = locator.locate(internalName.replace('/', '.'));
            return resolution.isResolved() ? resolution.resolve() : null;
        } catch (IOException e) {
            throw new UncheckedIOException("reading class " + internalName.replace('/', '.'), e);
        }
    }

    /** Something of a class, or that there is no such class. */
    private record Entry<T>(@Nullable T value) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

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
        Entry entry = entries.get(internalName);
        if (entry == null) {
            entry = new Entry(read(internalName));
            Entry earlier = entries.putIfAbsent(internalName, entry);
            if (earlier != null) entry = earlier;
        }
        return entry.info;
    }

    private @Nullable ClassInfo read(String internalName) {
        try {
            ClassFileLocator.Resolution resolution = locator.locate(internalName.replace('/', '.'));
            return resolution.isResolved() ? ClassInfoReader.read(resolution.resolve()) : null;
        } catch (IOException e) {
            throw new UncheckedIOException("reading class " + internalName.replace('/', '.'), e);
        }
    }

    /** A class, or that there is none. */
    private record Entry(@Nullable ClassInfo info) {}
}

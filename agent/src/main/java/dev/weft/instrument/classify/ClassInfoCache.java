// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.io.IOException;
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

    private final ClassFileLocator locator;
    private final ClassFileLocator headerLocator;
    private final boolean ofLoader;
    private final ConcurrentMap<String, Entry> infos = new ConcurrentHashMap<>();

    /** Whether a type, or one above it, may have fiber methods. */
    private final ConcurrentMap<String, Boolean> verdicts = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Boolean> platformClasses = new ConcurrentHashMap<>();

    /**
     * A cache that is empty, but for the JDK's own classes, which all caches share.
     *
     * @param locator finds the class files
     */
    public ClassInfoCache(ClassFileLocator locator) {
        this(locator, locator, false);
    }

    private ClassInfoCache(ClassFileLocator locator, ClassFileLocator headerLocator, boolean ofLoader) {
        this.locator = locator;
        this.headerLocator = headerLocator;
        this.ofLoader = ofLoader;
    }

    /**
     * A cache for a class loader, of whose classes each is judged as it is defined: it is what the loader has under its name.
     *
     * @param locator finds the class files, without holding the loader
     * @param headerLocator as {@code locator}, where it is enough to find the right file nearly always: it only decides
     *     which classes are dismissed, and those pin
     * @return an empty cache
     */
    public static ClassInfoCache ofLoader(ClassFileLocator locator, ClassFileLocator headerLocator) {
        return new ClassInfoCache(locator, headerLocator, true);
    }

    /**
     * Is this a class of the running JDK?
     *
     * @param internalName its name
     * @return also true for a class in {@code java.*} that doesn't exist
     */
    public static boolean isPlatformClass(String internalName) {
        return internalName.startsWith("java/") || Platform.find(internalName) != null;
    }

    /** As {@link #isPlatformClass}, which looks through the JDK's modules, but once for each name. */
    public boolean isOfPlatform(String internalName) {
        return internalName.startsWith("java/")
                || platformClasses.computeIfAbsent(internalName, ClassInfoCache::isPlatformClass);
    }

    /** What is known of a class, null if its bytes can't be found. */
    @Nullable
    ClassInfo find(String internalName) {
        if (internalName.startsWith("java/")) return Platform.find(internalName);
        Entry known = infos.get(internalName);
        if (known != null) return known.info;
        byte[] classFile = locate(locator, internalName);
        Entry entry = new Entry(classFile == null ? null : read(internalName, classFile));
        Entry earlier = infos.putIfAbsent(internalName, entry);
        return earlier == null ? entry.info : earlier.info;
    }

    /** The bytes of a class that was found, to be read once more; null if they are gone. */
    byte @Nullable [] classFile(String internalName) {
        return locate(locator, internalName);
    }

    /**
     * The cheaper part of {@link #find}, for the many classes of which nothing else is needed. Nothing is kept. What can't be
     * read counts as not found: it is only asked whether a class matters, and the JVM will complain soon enough.
     */
    @Nullable
    ClassHeader header(String internalName) {
        try {
            byte[] classFile = locate(headerLocator, internalName);
            return classFile == null ? null : new ConstantPoolScan(classFile).header();
        } catch (UnreadableClassException | IllegalArgumentException e) {
            return null;
        }
    }

    /** What was found of a type by its headers: whether it may have fiber methods; null if that isn't known. */
    @Nullable
    Boolean verdict(String internalName) {
        return verdicts.get(internalName);
    }

    void keepVerdict(String internalName, boolean mayHaveFiberMethods) {
        verdicts.put(internalName, mayHaveFiberMethods);
    }

    /** As {@link #keepVerdict}, of a class that was given and not looked up: in a build another may be found by its name. */
    void keepVerdictOfGiven(String internalName, boolean mayHaveFiberMethods) {
        if (ofLoader) keepVerdict(internalName, mayHaveFiberMethods);
    }

    private static byte @Nullable [] locate(ClassFileLocator locator, String internalName) {
        try {
            ClassFileLocator.Resolution resolution = locator.locate(internalName.replace('/', '.'));
            return resolution.isResolved() ? resolution.resolve() : null;
        } catch (IOException e) {
            throw new UnreadableClassException(internalName, e);
        }
    }

    private static ClassInfo read(String internalName, byte[] classFile) {
        try {
            return ClassInfoReader.read(classFile);
        } catch (RuntimeException | AssertionError e) { // ASM has no exception of its own for damaged files
            throw new UnreadableClassException(internalName, e);
        }
    }

    /** A class, or that there is none. */
    private record Entry(@Nullable ClassInfo info) {}

    /** The JDK's classes. What isn't one of them is not kept: it would be everybody's classes. */
    private static final class Platform {
        private static final ClassFileLocator LOCATOR = ResourceLocator.ofPlatform();
        private static final ConcurrentMap<String, ClassInfo> INFOS = new ConcurrentHashMap<>();

        static @Nullable ClassInfo find(String internalName) {
            ClassInfo known = INFOS.get(internalName);
            if (known != null) return known;
            byte[] classFile = locate(LOCATOR, internalName);
            if (classFile == null) return null;
            ClassInfo info = read(internalName, classFile);
            ClassInfo earlier = INFOS.putIfAbsent(internalName, info);
            return earlier == null ? info : earlier;
        }
    }
}

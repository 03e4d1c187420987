// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Listener;
import dev.weft.instrument.classify.ClassInfoCache;
import dev.weft.instrument.classify.Classifier;
import dev.weft.instrument.classify.ConstantPoolScan;
import dev.weft.instrument.classify.MethodKey;
import dev.weft.instrument.classify.ResourceLocator;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * One instrumenter for each class loader, with what it has learned of the classes that the loader can find.
 *
 * <p>Class files are read as resources: nothing is loaded to look at it. Neither loaders nor classes are kept alive.
 */
final class LoaderInstrumenters {
    private final Configuration configuration;
    private final Listener listener;
    private final Set<String> early;
    private final Map<ClassLoader, Entry> entries = Collections.synchronizedMap(new WeakHashMap<>());

    /** What belongs to a loader. The locator refers to it weakly. */
    private record Entry(
            ClassFileLocator classes, Function<ClassFileLocator, Classifier> classifiers, Instrumenter instrumenter) {}

    /**
     * Makes instrumenters for a configuration.
     *
     * @param early internal names of the classes that were loaded too early: they have no fiber entries, and no call may
     *     rely on them; may grow
     */
    LoaderInstrumenters(Configuration configuration, Listener listener, Set<String> early) {
        this.configuration = configuration;
        this.listener = listener;
        this.early = early;
    }

    /** Instruments a class of a loader, null if it needs no change. */
    byte @Nullable [] instrument(ConstantPoolScan classFile, ClassLoader loader) {
        Entry entry = entry(loader);
        return entry.instrumenter.instrument(classFile, entry.classes);
    }

    /** Fiber entries that a class of a loader must not keep, or lacks, if it isn't instrumented. */
    Set<MethodKey> foreignEntries(ConstantPoolScan classFile, ClassLoader loader) {
        Entry entry = entry(loader);
        return entry.classifiers.apply(entry.classes).foreignEntries(classFile);
    }

    /** The class files that a loader finds. */
    ClassFileLocator classes(ClassLoader loader) {
        return entry(loader).classes;
    }

    /** Whether classes of this loader can link to the runtime. */
    static boolean seesRuntime(ClassLoader loader) {
        return loader.getResource("dev/weft/abi/Continuation.class") != null;
    }

    private Entry entry(ClassLoader loader) {
        Entry entry = entries.get(loader);
        if (entry == null) {
            Entry created = create(loader); // Not under the map's lock: it may load classes.
            Entry earlier = entries.putIfAbsent(loader, created);
            entry = earlier == null ? created : earlier;
        }
        return entry;
    }

    private Entry create(ClassLoader loader) {
        ClassFileLocator classes = ResourceLocator.of(loader);
        Classifiers classifiers = new Classifiers(loader, classes);
        return new Entry(classes, classifiers, new Instrumenter(configuration, listener, classifiers));
    }

    /** Classifiers for the classes of one loader. */
    private final class Classifiers implements Function<ClassFileLocator, Classifier>, Predicate<String> {
        private final ClassInfoCache cache;
        private final List<WeakReference<ClassLoader>> withoutRuntime;

        Classifiers(ClassLoader loader, ClassFileLocator classes) {
            cache = ClassInfoCache.ofLoader(classes, headerFiles(loader, classes));
            withoutRuntime = ancestorsWithoutRuntime(loader);
        }

        @Override
        public Classifier apply(ClassFileLocator sameClasses) {
            return new Classifier(configuration, cache, this);
        }

        /** Will a class be instrumented if it has fiber methods? */
        @Override
        public boolean test(String internalName) {
            return !configuration.isExcluded(internalName)
                    && !early.contains(internalName)
                    && !cache.isOfPlatform(internalName)
                    && !isFound(withoutRuntime, internalName);
        }
    }

    private static ClassFileLocator headerFiles(ClassLoader loader, ClassFileLocator classes) {
        String classPath = System.getProperty("java.class.path", "");
        return loader == ClassLoader.getSystemClassLoader() && !classPath.isEmpty()
                ? new ClassPathFiles(classPath, classes)
                : classes;
    }

    /** A server's loader, for instance, when the runtime comes with an application: its classes cannot be instrumented. */
    private static List<WeakReference<ClassLoader>> ancestorsWithoutRuntime(ClassLoader loader) {
        List<WeakReference<ClassLoader>> found = new ArrayList<>();
        ClassLoader ancestor = loader.getParent();
        while (ancestor != null && ancestor != ClassLoader.getPlatformClassLoader()) {
            if (!seesRuntime(ancestor)) {
                found.add(new WeakReference<>(ancestor));
            }
            ancestor = ancestor.getParent();
        }
        return found;
    }

    private static boolean isFound(List<WeakReference<ClassLoader>> loaders, String internalName) {
        for (WeakReference<ClassLoader> reference : loaders) {
            ClassLoader loader = reference.get();
            if (loader != null && loader.getResource(internalName + ".class") != null) {
                return true;
            }
        }
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.AbiMismatchException;
import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Listener;
import dev.weft.instrument.PinnedSite;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.ClassInfoCache;
import dev.weft.instrument.classify.Classifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/** One pass over the class files of one input, which tells its listener nothing until it is known to be the last. */
final class BuildPass implements Listener {
    private final Configuration configuration;
    private final ClassIndex index;
    private final ClassPath classPath;
    private final Set<String> leftAlone;
    private final boolean verify;
    private final Map<Integer, Release> releases = new HashMap<>();
    private final List<Consumer<Listener>> events = new ArrayList<>();
    private final SortedMap<String, Throwable> problems = new TreeMap<>();
    private final Set<String> failed = new TreeSet<>();
    private final List<String> unverifiable = new ArrayList<>();
    private boolean problemTold;

    /** What is needed for the classes of one release of a multi-release jar. */
    private record Release(ClassFileLocator classes, Instrumenter instrumenter, ClassFileLocator hierarchy) {}

    /**
     * A pass.
     *
     * @param leftAlone internal names of classes that failed in an earlier pass; they are not touched, nor relied on
     */
    BuildPass(
            Configuration configuration, ClassIndex index, ClassPath classPath, Set<String> leftAlone, boolean verify) {
        this.configuration = configuration;
        this.index = index;
        this.classPath = classPath;
        this.leftAlone = Set.copyOf(leftAlone);
        this.verify = verify;
    }

    /** The changed classes by path. */
    Map<String, byte[]> run(SortedMap<String, byte[]> classFiles) {
        Map<String, byte[]> changed = new TreeMap<>();
        classFiles.forEach((path, classFile) -> {
            byte[] result = instrument(path, classFile);
            if (result != null) {
                changed.put(path, result);
            }
        });
        return changed;
    }

    private byte @Nullable [] instrument(String path, byte[] classFile) {
        String name = path.substring(0, path.length() - ".class".length());
        int before = events.size();
        try {
            name = new ClassReader(classFile).getClassName();
            if (name.startsWith(RuntimeAbi.PACKAGE) || configuration.isExcluded(name)) {
                return null;
            }
            Release release = releases.computeIfAbsent(ClassIndex.release(path), this::release);
            problemTold = false;
            byte[] result = release.instrumenter.instrument(classFile, release.classes);
            if (result == null && problemTold) {
                failed.add(name);
            }
            if (result != null && verify) {
                verify(path, classFile, result, release.hierarchy);
            }
            return leftAlone.contains(name) ? null : result;
        } catch (AbiMismatchException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            String dotted = name.replace('/', '.');
            events.subList(before, events.size()).clear();
            failed(dotted, null, e);
            problems.put(path, e);
            failed.add(name);
        }
        return null;
    }

    /** A class that was wrong before is not wrong because of us. */
    private void verify(String path, byte[] original, byte[] instrumented, ClassFileLocator hierarchy) {
        try {
            ClassVerifier.verify(instrumented, hierarchy);
        } catch (InstrumentationException e) {
            try {
                ClassVerifier.verify(original, hierarchy);
            } catch (InstrumentationException before) {
                unverifiable.add(path + ": " + before.getMessage());
                return;
            }
            throw new InstrumentationException("wrong after instrumentation: " + e.getMessage(), e);
        }
    }

    private Release release(int number) {
        ClassFileLocator classes = classPath.behind(index.at(number));
        ClassInfoCache cache = new ClassInfoCache(classes);
        return new Release(
                classes,
                new Instrumenter(
                        configuration,
                        this,
                        sameClasses -> new Classifier(configuration, cache, this::willBeInstrumented)),
                classPath.quietlyBehind(index.at(number)));
    }

    /** Nothing but this input is changed, so the fiber methods of other classes have entries only if they have them now. */
    private boolean willBeInstrumented(String internalName) {
        return index.contains(internalName)
                && !leftAlone.contains(internalName)
                && !configuration.isExcluded(internalName);
    }

    /** Tells what this pass did. */
    void replay(Listener listener) {
        events.forEach(event -> event.accept(listener));
    }

    /** Changed classes that could not be verified, since they were not valid to begin with, each with the reason. */
    List<String> unverifiable() {
        return unverifiable;
    }

    /** What went wrong, by path. */
    SortedMap<String, Throwable> problems() {
        return problems;
    }

    /** Internal names of the classes that have to be left alone. */
    Set<String> failed() {
        return failed;
    }

    @Override
    public void instrumented(String className, int methods, int suspensionPoints) {
        events.add(listener -> listener.instrumented(className, methods, suspensionPoints));
    }

    @Override
    public void pinned(PinnedSite site) {
        events.add(listener -> listener.pinned(site));
    }

    @Override
    public void failed(String className, @Nullable String method, Throwable problem) {
        problemTold = true;
        events.add(listener -> listener.failed(className, method, problem));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Listener;
import dev.weft.instrument.classify.ClassInfoCache;
import dev.weft.instrument.classify.Classifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the class files of one input, which tells its listener nothing until it is known to be the last.
 *
 * <p>Classes are instrumented by as many threads as there are processors. What one becomes doesn't depend on the others
 * (only on their original class files), and everything is told in the order of the paths, so the outcome is the same as by one.
 */
final class BuildPass {
    private static final long STACK_SIZE =
            16L << 20; // the deepest recursion is ASM's, over the blocks of a large method

    private final Configuration configuration;
    private final ClassIndex index;
    private final ClassPath classPath;
    private final Set<String> leftAlone;
    private final boolean verify;
    private final boolean likeAgent;
    private final Map<Integer, Release> releases = new ConcurrentHashMap<>();
    private final List<ClassTask> tasks = new ArrayList<>();

    /** What is needed for the classes of one release of a multi-release jar. */
    record Release(
            ClassFileLocator classes, Function<ClassFileLocator, Classifier> classifiers, ClassFileLocator hierarchy) {}

    /**
     * A pass.
     *
     * @param leftAlone internal names of classes that failed in an earlier pass; they are not touched, nor relied on
     * @param likeAgent whether all classes that are found are going to be instrumented, the JDK's aside
     */
    BuildPass(
            Configuration configuration,
            ClassIndex index,
            ClassPath classPath,
            Set<String> leftAlone,
            boolean verify,
            boolean likeAgent) {
        this.configuration = configuration;
        this.index = index;
        this.classPath = classPath;
        this.leftAlone = Set.copyOf(leftAlone);
        this.verify = verify;
        this.likeAgent = likeAgent;
    }

    /** The changed classes by path. */
    Map<String, byte[]> run(SortedMap<String, byte[]> classFiles) {
        classFiles.forEach((path, classFile) -> tasks.add(new ClassTask(configuration, verify, path, classFile)));
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), tasks.size());
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, threads), work -> {
            Thread thread = new Thread(null, work, "weft-instrument", STACK_SIZE);
            thread.setDaemon(true);
            return thread;
        });
        try {
            run(executor);
        } finally {
            executor.shutdownNow();
        }
        Map<String, byte[]> changed = new TreeMap<>();
        for (ClassTask task : tasks) {
            if (leftAlone.contains(task.name)) task.dropResult();
            byte[] result = task.result;
            if (result != null) changed.put(task.path, result);
        }
        return changed;
    }

    private void run(ExecutorService executor) {
        List<Future<?>> running = new ArrayList<>();
        for (ClassTask task : tasks) {
            running.add(executor.submit(
                    () -> task.run(releases.computeIfAbsent(ClassIndex.release(task.path), this::release))));
        }
        for (Future<?> task : running) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw unchecked(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InstrumentationException("interrupted; nothing was written", e);
            }
        }
    }

    /** What a task ends with on purpose is unchecked. */
    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof Error error) throw error;
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    private Release release(int number) {
        ClassFileLocator classes = classPath.behind(index.at(number));
        ClassInfoCache cache = new ClassInfoCache(classes);
        return new Release(
                classes,
                sameClasses -> new Classifier(configuration, cache, this::willBeInstrumented),
                classPath.quietlyBehind(index.at(number)));
    }

    /** Without an agent nothing but this input is changed, so the fiber methods of other classes have entries only if they have them now. */
    private boolean willBeInstrumented(String internalName) {
        boolean isTouched = likeAgent ? !ClassInfoCache.isPlatformClass(internalName) : index.contains(internalName);
        return isTouched && !leftAlone.contains(internalName) && !configuration.isExcluded(internalName);
    }

    /** Tells what this pass did. */
    void replay(Listener listener) {
        tasks.forEach(task -> task.replay(listener));
    }

    /** Changed classes that could not be verified, since they were not valid to begin with, each with the reason. */
    List<String> unverifiable() {
        List<String> reasons = new ArrayList<>();
        for (ClassTask task : tasks) {
            if (task.unverifiable != null) reasons.add(task.unverifiable);
        }
        return reasons;
    }

    /** What went wrong, by path. */
    SortedMap<String, Throwable> problems() {
        SortedMap<String, Throwable> problems = new TreeMap<>();
        for (ClassTask task : tasks) {
            Throwable problem = task.problem();
            if (problem != null) problems.put(task.path, problem);
        }
        return problems;
    }

    /** Internal names of the classes that have to be left alone. */
    Set<String> failed() {
        Set<String> failed = new TreeSet<>();
        for (ClassTask task : tasks) {
            if (task.isLeftAlone()) failed.add(task.name);
        }
        return failed;
    }
}

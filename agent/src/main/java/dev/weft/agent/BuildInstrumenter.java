// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Listener;
import dev.weft.instrument.OnError;
import dev.weft.instrument.verify.ClassVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Instruments whole folders and jars, for build tools and the command line.
 *
 * <p>Everything is instrumented in memory before anything is written, so a failure leaves the output as it was.
 */
public final class BuildInstrumenter {
    private static final int SHOWN = 10;

    private final Configuration configuration;
    private final Listener listener;
    private final List<Path> classPath;
    private final Consumer<String> warnings;
    private final boolean verify;
    private final boolean likeAgent;
    private final ClassDump dump = new ClassDump(null);

    /**
     * An instrumenter for any number of inputs.
     *
     * @param classPath where to find the classes that the inputs refer to, the runtime among them
     * @param warnings takes what the user should know, line by line
     * @param verify whether to check the code of each changed class
     */
    public BuildInstrumenter(
            Configuration configuration,
            Listener listener,
            List<Path> classPath,
            Consumer<String> warnings,
            boolean verify) {
        this(configuration, listener, classPath, warnings, verify, false);
    }

    /**
     * As the other one.
     *
     * @param likeAgent whether to take the class path's classes for instrumented, as an agent does
     */
    BuildInstrumenter(
            Configuration configuration,
            Listener listener,
            List<Path> classPath,
            Consumer<String> warnings,
            boolean verify,
            boolean likeAgent) {
        this.configuration = configuration;
        this.listener = listener;
        this.classPath = List.copyOf(classPath);
        this.warnings = warnings;
        this.verify = verify;
        this.likeAgent = likeAgent;
    }

    /**
     * Instruments a folder or a jar. Files other than classes are copied, and so are classes that need no change.
     *
     * @param in a folder of classes or a jar
     * @param out where the result goes: a folder or a jar as {@code in} is, or {@code in} itself
     * @throws InstrumentationException if a class could not be instrumented and the configuration does not let it pin, if
     *     {@code verify} finds a fault, or if {@code in} cannot be what it should be
     * @throws IOException if reading or writing fails
     */
    public void instrument(Path in, Path out) throws IOException {
        ClassContainer container = ClassContainer.open(in, warnings);
        container.write(instrument(in, container), out);
    }

    /**
     * Instruments classes of a build tool that reads and writes them itself.
     *
     * @param classFiles all that are built together, by path: {@code com/acme/Foo.class}
     * @param others gives the class files that they refer to by binary name, null for those that it doesn't have; used by
     *     several threads at once
     * @return the changed ones
     * @throws InstrumentationException as {@link #instrument} does
     * @throws IOException never, if {@code others} doesn't
     */
    public Map<String, byte[]> instrument(
            SortedMap<String, byte[]> classFiles, Function<String, byte @Nullable []> others) throws IOException {
        try (ClassPath path = new ClassPath(others)) {
            return instrument(null, classFiles, path);
        }
    }

    /**
     * Does what {@link #instrument} does, and writes nothing: for the listener's sake.
     *
     * @throws InstrumentationException as {@link #instrument} does
     * @throws IOException if reading fails
     */
    public void report(Path in) throws IOException {
        instrument(in, ClassContainer.open(in, warnings));
    }

    /**
     * Checks the code of all classes, whoever has made them, and the version of those that were instrumented.
     *
     * @return what is wrong, a line for each class, by path; empty if nothing is
     * @throws InstrumentationException if {@code in} is neither a folder nor a jar
     * @throws IOException if reading fails
     */
    public List<String> verify(Path in) throws IOException {
        SortedMap<String, byte[]> classFiles = ClassContainer.open(in, warnings).classFiles();
        ClassIndex index = new ClassIndex(classFiles);
        List<String> wrong = new ArrayList<>();
        try (ClassPath path = new ClassPath(classPath)) {
            classFiles.forEach((name, classFile) -> {
                try {
                    ClassVerifier.verify(classFile, path.quietlyBehind(index.at(ClassIndex.release(name))));
                    Instrumenter.isInstrumented(classFile);
                } catch (InstrumentationException e) {
                    wrong.add(name + ": " + e.getMessage());
                }
            });
        }
        return wrong;
    }

    private Map<String, byte[]> instrument(Path in, ClassContainer container) throws IOException {
        try (ClassPath path = new ClassPath(classPath)) {
            return instrument(in, container.classFiles(), path);
        }
    }

    /** Instruments the class files of one input, in memory: the changed ones by path. */
    private Map<String, byte[]> instrument(@Nullable Path in, SortedMap<String, byte[]> classFiles, ClassPath path) {
        ClassIndex index = new ClassIndex(classFiles);
        Set<String> failed = new HashSet<>();
        while (true) {
            BuildPass pass = new BuildPass(configuration, index, path, failed, verify, likeAgent);
            Map<String, byte[]> changed = pass.run(classFiles);
            // A class that is left alone has no fiber entries, so no call may rely on them: once more, without it.
            if (configuration.onError() == OnError.PIN && failed.addAll(pass.failed())) {
                continue;
            }
            pass.replay(listener);
            tellProblems(in, classFiles, pass.problems());
            pass.unverifiable().forEach(reason -> warnings.accept("not verified, being invalid already: " + reason));
            tellMissing(path);
            return changed;
        }
    }

    private void tellProblems(
            @Nullable Path in, Map<String, byte[]> classFiles, SortedMap<String, Throwable> problems) {
        if (problems.isEmpty()) return;
        StringBuilder text = new StringBuilder();
        if (problems.size() > 1) text.append(problems.size()).append(" classes could not be instrumented:");
        problems.forEach((path, problem) -> text.append(problems.size() > 1 ? "\n    " : "")
                .append(path)
                .append(": ")
                .append(problem instanceof InstrumentationException ? problem.getMessage() : problem.toString()));
        Path repeated = in;
        for (Map.Entry<String, Throwable> problem : problems.entrySet()) {
            if (!isOurs(problem.getValue())) continue;
            String path = problem.getKey();
            try {
                Path folder = evidence(path, Objects.requireNonNull(classFiles.get(path)));
                text.append("\n    the class: ").append(folder.resolve(path));
                if (repeated == null) repeated = folder;
            } catch (IOException e) {
                text.append("\n    no copy of the class could be written: ").append(e);
            }
        }
        if (repeated != null && problems.values().stream().anyMatch(BuildInstrumenter::isOurs)) {
            text.append("\n    to repeat: ")
                    .append(Reproduction.command(configuration, repeated, elements(), likeAgent));
        }
        if (configuration.onError() == OnError.FAIL) {
            throw new InstrumentationException(text.toString(), problems.get(problems.firstKey()));
        }
        warnings.accept("what could not be instrumented stays as it is, and pins: " + text);
    }

    private static boolean isOurs(Throwable problem) {
        return !(problem instanceof InstrumentationException named)
                || named.kind() == null
                || named.kind().isOurs();
    }

    /** The folder with a copy of the class. */
    private Path evidence(String path, byte[] classFile) throws IOException {
        return dump.failed(path.substring(0, path.length() - ".class".length()), classFile);
    }

    private List<String> elements() {
        return classPath.stream().map(Path::toString).toList();
    }

    private void tellMissing(ClassPath path) {
        List<String> missing = List.copyOf(path.missing());
        List<String> ours =
                missing.stream().filter(name -> name.startsWith("dev.weft.")).toList();
        if (!ours.isEmpty()) {
            throw new InstrumentationException("not on the class path: " + String.join(", ", ours)
                    + "; without weft-runtime no call of it would suspend");
        }
        if (!missing.isEmpty()) {
            warnings.accept("not on the class path, so calls of their methods do not suspend: "
                    + String.join(", ", missing.subList(0, Math.min(missing.size(), SHOWN)))
                    + (missing.size() > SHOWN ? " and " + (missing.size() - SHOWN) + " more" : ""));
        }
    }
}

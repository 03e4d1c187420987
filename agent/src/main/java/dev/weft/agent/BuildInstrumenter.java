// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Listener;
import dev.weft.instrument.OnError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;

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
        this.configuration = configuration;
        this.listener = listener;
        this.classPath = List.copyOf(classPath);
        this.warnings = warnings;
        this.verify = verify;
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
        Map<String, byte[]> changed;
        try (ClassPath path = new ClassPath(classPath)) {
            changed = instrument(container.classFiles(), path);
        }
        container.write(changed, out);
    }

    /** Instruments the class files of one input, in memory: the changed ones by path. */
    private Map<String, byte[]> instrument(SortedMap<String, byte[]> classFiles, ClassPath path) {
        ClassIndex index = new ClassIndex(classFiles);
        Set<String> failed = new HashSet<>();
        while (true) {
            BuildPass pass = new BuildPass(configuration, index, path, failed, verify);
            Map<String, byte[]> changed = pass.run(classFiles);
            // A class that is left alone has no fiber entries, so no call may rely on them: once more, without it.
            if (configuration.onError() == OnError.PIN && failed.addAll(pass.failed())) {
                continue;
            }
            pass.replay(listener);
            if (!pass.problems().isEmpty() && configuration.onError() == OnError.FAIL) {
                throw failure(pass.problems());
            }
            pass.unverifiable().forEach(reason -> warnings.accept("not verified, being invalid already: " + reason));
            tellMissing(path);
            return changed;
        }
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

    private static InstrumentationException failure(Map<String, Throwable> problems) {
        Map.Entry<String, Throwable> first = problems.entrySet().iterator().next();
        String message = problems.size() == 1
                ? first.getKey() + ": " + first.getValue().getMessage()
                : problems.size() + " classes could not be instrumented: " + String.join(", ", problems.keySet())
                        + "; the first because: " + first.getValue().getMessage();
        return new InstrumentationException(message, first.getValue());
    }
}

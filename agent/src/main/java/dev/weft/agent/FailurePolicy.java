// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.AbiMismatchException;
import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.OnError;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a class that the agent could not instrument: it is named, once, with what was found, what can be done, a
 * copy of its class file and the command that repeats the failure; then it is loaded as it is, or not at all.
 */
final class FailurePolicy {
    private final Configuration configuration;
    private final ClassDump dump;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    FailurePolicy(Configuration configuration, ClassDump dump) {
        this.configuration = configuration;
        this.dump = dump;
    }

    /** Gives back what the JVM shall load in place of the class: null for the class itself. */
    byte @Nullable [] handle(@Nullable String internalName, byte[] classFile, Throwable problem, ClassLoader loader) {
        String name = internalName == null ? "Unnamed" : internalName;
        tell(name, classFile, problem, loader);
        return mayBeLoaded(problem) ? null : UnloadableClass.bytes();
    }

    /** Names a class that was not instrumented as it should be, if that was not yet done. */
    void tell(String name, byte[] classFile, Throwable problem, ClassLoader loader) {
        if (!told.add(name)) {
            return;
        }
        StringBuilder text = new StringBuilder("could not instrument ")
                .append(name.replace('/', '.'))
                .append(mayBeLoaded(problem) ? ", or not all of it, so it pins: " : ", so it cannot be loaded: ");
        boolean isExplained = problem instanceof InstrumentationException;
        text.append(isExplained ? problem.getMessage() : problem.toString());
        if (isOurs(problem)) {
            Throwable thrown = isExplained && problem.getCause() != null ? problem.getCause() : problem;
            for (StackTraceElement element : thrown.getStackTrace()) {
                text.append("\n        at ").append(element);
            }
        }
        try {
            Path folder = dump.failed(name, classFile);
            text.append("\n    the class: ").append(folder.resolve(name + ".class"));
            text.append("\n    to repeat: ")
                    .append(Reproduction.command(configuration, folder, classPath(loader), true));
        } catch (IOException e) {
            text.append("\n    no copy of the class could be written: ").append(e);
        }
        Console.say(text.toString());
    }

    private static boolean isOurs(Throwable problem) {
        return !(problem instanceof InstrumentationException named)
                || named.kind() == null
                || named.kind().isOurs();
    }

    private boolean mayBeLoaded(Throwable problem) {
        return configuration.onError() == OnError.PIN && !(problem instanceof AbiMismatchException);
    }

    /** Of the program and, where they tell it, of the loaders between it and the class. */
    private static List<String> classPath(ClassLoader loader) {
        List<String> elements = new ArrayList<>();
        for (ClassLoader l = loader; l != null; l = l.getParent()) {
            if (l instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    addFile(url, elements);
                }
            }
        }
        String program = System.getProperty("java.class.path", "");
        if (!program.isEmpty()) {
            elements.addAll(Arrays.asList(program.split(java.io.File.pathSeparator, -1)));
        }
        return elements;
    }

    private static void addFile(URL url, List<String> elements) {
        try {
            if (url.getProtocol().equals("file")) {
                elements.add(Path.of(url.toURI()).toString());
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            elements.add(url.toString()); // no path, but worth to be read
        }
    }
}

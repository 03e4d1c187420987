// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.AbiMismatchException;
import dev.weft.instrument.OnError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a class that the agent could not instrument: it is named, once, with a copy of its class file and the
 * command that repeats the failure; then it is loaded as it is, or not at all.
 */
final class FailurePolicy {
    private final AgentOptions options;
    private final ClassDump dump;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    FailurePolicy(AgentOptions options, ClassDump dump) {
        this.options = options;
        this.dump = dump;
    }

    /** Gives back what the JVM shall load in place of the class: null for the class itself. */
    byte @Nullable [] handle(@Nullable String internalName, byte[] classFile, Throwable problem) {
        String name = internalName == null ? "Unnamed" : internalName;
        tell(name, classFile, problem);
        return mayBeLoaded(problem) ? null : UnloadableClass.bytes();
    }

    /** Names a class that was not instrumented as it should be, if that was not yet done. */
    void tell(String name, byte[] classFile, Throwable problem) {
        if (!told.add(name)) {
            return;
        }
        StringBuilder text = new StringBuilder("could not instrument ")
                .append(name.replace('/', '.'))
                .append(mayBeLoaded(problem) ? ", or not all of it, so it pins: " : ", so it cannot be loaded: ")
                .append(problem);
        for (StackTraceElement element : problem.getStackTrace()) {
            text.append("\n        at ").append(element);
        }
        try {
            Path folder = dump.failed(name, classFile);
            text.append("\n    the class: ").append(folder.resolve(name + ".class"));
            text.append("\n    to repeat: ").append(command(folder));
        } catch (IOException e) {
            text.append("\n    no copy of the class could be written: ").append(e);
        }
        Console.say(text.toString());
    }

    private boolean mayBeLoaded(Throwable problem) {
        return options.onError() == OnError.PIN && !(problem instanceof AbiMismatchException);
    }

    private String command(Path folder) {
        StringBuilder command = new StringBuilder("java -jar ")
                .append(quoted(AgentJar.location().toString()))
                .append(" instrument ")
                .append(quoted(folder.toString()))
                .append(' ')
                .append(quoted(folder + "-out"))
                .append(" --class-path ")
                .append(quoted(System.getProperty("java.class.path", "")));
        append(command, " --include ", options.include());
        append(command, " --exclude ", options.exclude());
        return command.toString();
    }

    private static void append(StringBuilder command, String option, List<String> patterns) {
        for (String pattern : patterns) {
            command.append(option).append(quoted(pattern));
        }
    }

    private static String quoted(String argument) {
        return "'" + argument + "'";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command by which a failure can be repeated: the tool, with everything that decides what is instrumented, and how. */
final class Reproduction {
    /** What changes the emitted code, and isn't an option of the tool. */
    private static final List<String> PROPERTIES = List.of("weft.debug.suspend", "weft.debug.fault");

    private Reproduction() {}

    /**
     * The command for a folder or jar.
     *
     * @param classPath of the program
     * @param likeAgent whether the failure was the agent's
     */
    static String command(Configuration configuration, Path in, List<String> classPath, boolean likeAgent) {
        List<String> words = new ArrayList<>(List.of("java"));
        for (String property : PROPERTIES) {
            String value = System.getProperty(property);
            if (value != null) {
                words.add("-D" + property + "=" + value);
            }
        }
        words.addAll(List.of("-jar", AgentJar.location().toString(), "instrument", in.toString(), in + "-out"));
        if (!classPath.isEmpty()) {
            words.addAll(List.of("--class-path", String.join(File.pathSeparator, classPath)));
        }
        configuration.include().forEach(pattern -> words.addAll(List.of("--include", pattern)));
        configuration.exclude().forEach(pattern -> words.addAll(List.of("--exclude", pattern)));
        if (likeAgent) {
            words.add("--like-agent");
        }
        words.add("--verify");
        StringBuilder command = new StringBuilder();
        for (String word : words) {
            command.append(command.length() == 0 ? "" : " ").append(quoted(word));
        }
        return command.toString();
    }

    /** For a POSIX shell. */
    private static String quoted(String word) {
        boolean plain = !word.isEmpty()
                && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_./:=+".indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import dev.weft.Weft;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The two ways in which classes with fiber methods can be run. */
public enum Way {
    /** As they were compiled, under the agent. */
    AGENT,
    /** Instrumented at build time, with nothing else. */
    BUILD_TIME;

    /** A process that runs one of the samples. */
    public ProcessBuilder sample(List<String> jvmOptions, String main, String... args) {
        String classes = System.getProperty(this == AGENT ? "weft.samples.classes" : "weft.samples.instrumented");
        return program(Path.of(classes), jvmOptions, "dev.weft.samples." + main, args);
    }

    /** A process that runs a class in a directory; it is for the caller to have it instrumented, or not. */
    public ProcessBuilder program(Path classes, List<String> jvmOptions, String main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")); // too short to repay more
        if (this == AGENT) command.add("-javaagent:" + System.getProperty("weft.agent.jar"));
        command.addAll(jvmOptions);
        command.addAll(
                List.of("-cp", String.join(File.pathSeparator, classes.toString(), runtime(), libraries()), main));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    private static String libraries() {
        try {
            return Files.readString(Path.of(System.getProperty("weft.samples.libraries")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String runtime() {
        try {
            return Path.of(Weft.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import dev.weft.instrument.classify.CallCatalogue;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process of the same Java that runs the tests, with its output in a file. */
public final class ForkedJava {
    /** Of the agent in package mode; JUnit's engine calls tests by reflection, and has no use for fibers. */
    private static final String AGENT_OPTIONS =
            "include=**,exclude=org.junit.platform.**:org.junit.jupiter.engine.**:org.junit.vintage.**";

    private static final int LONGEST_MINUTES = 60;

    private final List<String> options = new ArrayList<>();
    private final Path folder;
    private final String name;

    /** A process that works in a folder, and is called by a name there. */
    public ForkedJava(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        options.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.add("-Xmx2g");
        options.add("-XX:+UseSerialGC");
        options.add("-Duser.language=en");
        options.add("-Dfile.encoding=UTF-8");
    }

    /** Adds an option of java. */
    public ForkedJava option(String option) {
        options.add(option);
        return this;
    }

    /** With the agent, all code instrumented, polls among it. */
    ForkedJava instrumented() throws IOException {
        options.add("-javaagent:" + Libraries.agentJar() + "=" + AGENT_OPTIONS + ",catalogue=" + waitsOfThreads()
                + ",report=" + folder.resolve(name + ".report"));
        options.add("-Dweft.debug.suspend=never"); // who decides is set by FiberCall
        return this;
    }

    /** There is no scheduler, so nothing can wait but the thread: all that a fiber would wait for is called as it stands. */
    private Path waitsOfThreads() throws IOException {
        String pins = CallCatalogue.standardText()
                .lines()
                .filter(line -> line.startsWith("fiber ") || line.startsWith("lock "))
                .map(line -> line.replaceFirst("^(fiber|lock)", "pin").replaceFirst(" -> .*", ""))
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve(name + ".catalogue"), pins);
    }

    /** Starts it. */
    public Process start(List<Path> classPath, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(options);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(main.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    /** What it has printed. */
    public String output() throws IOException {
        return Files.readString(log(), StandardCharsets.ISO_8859_1); // whatever it is, this doesn't fail
    }

    private Path log() {
        return folder.resolve(name + ".log");
    }

    /** Waits for its end, and fails with the end of its output if that was a bad one. */
    public void finish(Process process) throws IOException, InterruptedException {
        boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        if (!ended) process.destroyForcibly();
        if (ended && process.exitValue() == 0) return;
        List<String> lines = output().lines().toList();
        throw new AssertionError(name + (ended ? " ended with " + process.exitValue() : " did not end") + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 50), lines.size())));
    }
}

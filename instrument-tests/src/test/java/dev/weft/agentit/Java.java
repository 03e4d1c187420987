// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import dev.weft.abi.Continuation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs {@code java}, the same one that runs the tests. */
final class Java {
    private Java() {}

    /** How a process ended. */
    record Result(int status, String out, String err) {}

    static Path agentJar() {
        return Path.of(System.getProperty("weft.agent.jar")).toAbsolutePath().normalize();
    }

    static Path runtime() {
        return jarOf(Continuation.class);
    }

    /** The jar or folder that a class comes from. */
    static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The agent with options, as an argument of java. */
    static String agent(String options) {
        return "-javaagent:" + agentJar() + (options.isEmpty() ? "" : "=" + options);
    }

    /** A class path of some folders with the runtime. */
    static String classPath(Path... folders) {
        List<String> elements = new ArrayList<>();
        for (Path folder : folders) {
            elements.add(folder.toString());
        }
        elements.add(runtime().toString());
        return String.join(java.io.File.pathSeparator, elements);
    }

    static Process start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Of a process that may open no more files than so many. */
    static Process startLimited(int descriptors, String... arguments) throws IOException {
        return start(List.of("bash", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "bash"), arguments);
    }

    private static Process start(List<String> prefix, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1"); // they are too short to repay more
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).start();
    }

    static Result run(String... arguments) throws Exception {
        return finish(start(arguments));
    }

    /** Waits for the end of a process. */
    static Result finish(Process process) throws Exception {
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String out = text(process.getInputStream());
        return new Result(process.waitFor(), out, err.get());
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

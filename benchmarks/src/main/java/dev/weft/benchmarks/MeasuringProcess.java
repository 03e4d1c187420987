// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a process has measured that has run by itself.
 *
 * @param figures the lines of its output
 * @param succeeded whether it came to its end; one that takes too long is killed
 */
record MeasuringProcess(List<Figure> figures, boolean succeeded) {
    private static final int TIMEOUT_SECONDS = 540;

    /** Runs it to its end, and says so by its name if that is none. */
    static MeasuringProcess run(String name, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread killer = new Thread(() -> killLate(process));
        killer.setDaemon(true);
        killer.start();
        List<Figure> figures;
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            figures = output.lines().map(Figure::parse).toList();
        }
        int status = process.waitFor();
        if (status != 0) System.err.println(name + " failed (" + status + ")");
        return new MeasuringProcess(figures, status == 0);
    }

    private static void killLate(Process process) {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

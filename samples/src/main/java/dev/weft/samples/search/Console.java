// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Standard output and standard error, which may be the same terminal: the progress line is wiped before anything else is
 * written.
 */
final class Console {
    private static final String WIPE = "\r\033[K";

    private final OutputStream out;
    private final PrintStream err;
    private boolean progressShown;
    private boolean ended;
    private boolean problems;

    Console(OutputStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    synchronized void write(byte[] bytes) throws IOException {
        wipe();
        out.write(bytes);
        out.flush();
    }

    synchronized void problem(Source source, IOException problem) {
        problem(source.name() + ": " + reason(problem));
    }

    synchronized void problem(String text) {
        wipe();
        err.println("search: " + text);
        problems = true;
    }

    /** Shows progress; false once that has ended. */
    synchronized boolean progress(String text) {
        if (ended) return false;
        err.print(WIPE + text);
        err.flush();
        progressShown = true;
        return true;
    }

    synchronized void endProgress() {
        wipe();
        ended = true;
    }

    /** Whether there was a problem. */
    synchronized boolean hasProblems() {
        return problems;
    }

    private void wipe() {
        if (progressShown) err.print(WIPE);
        progressShown = false;
    }

    private static String reason(IOException problem) {
        if (problem instanceof NoSuchFileException) return "No such file or directory";
        if (problem instanceof AccessDeniedException) return "Permission denied";
        if (problem instanceof FileSystemException e && e.getReason() != null) return e.getReason();
        return String.valueOf(problem.getMessage());
    }
}

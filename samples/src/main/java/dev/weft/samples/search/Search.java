// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.samples.CommandLine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Prints the lines below some directories that match an expression, as {@code grep -rnE} does. */
public final class Search {
    private static final String USAGE = """
            usage: samples/run search REGEX DIR...

            Prints each line of the text files below DIR that matches the extended regular expression, as
            path:line:text. Files with a NUL byte near their beginning are passed over, and so are symbolic
            links. Exits with 0 if a line matched, 1 if none did, 2 if there was an error.
            """;

    private static final int FOUND = 0;
    private static final int NOT_FOUND = 1;
    private static final int ERROR = 2;

    /** So many files are open at most. */
    private static final int SEARCHERS = 32;
    /** So many files are known and wait to be searched, at most. */
    private static final int FILES_AHEAD = 256;

    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(100);

    private final Console console;
    private final FileSearcher searcher;
    private final Printer printer;
    private final Channel<Source> files = Channel.buffered(FILES_AHEAD);
    private final Channel<Channel<byte[]>> results = Channel.buffered(SEARCHERS);

    private Search(Pattern pattern, Charset charset, Console console) {
        this.console = console;
        searcher = new FileSearcher(pattern, charset, results, console);
        printer = new Printer(console);
    }

    /**
     * The program.
     *
     * <p>Two system properties tell it what Java can't see: {@code search.progress}, that standard error is a terminal, and
     * {@code search.bytes}, that the locale's characters are single bytes.
     *
     * @param args the expression and the directories
     */
    public static void main(String[] args) {
        CommandLine.check(args, 2, Integer.MAX_VALUE, USAGE);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        int status = ERROR;
        try {
            status = run(args, Boolean.getBoolean("search.bytes"), out, System.err);
        } catch (RoutineFailedException e) {
            e.printStackTrace(System.err);
        }
        System.exit(status);
    }

    /** Runs the program; answers its exit status. */
    static int run(String[] args, boolean bytes, OutputStream out, PrintStream err) {
        Charset charset = bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        Console console = new Console(out, err);
        Pattern pattern;
        try {
            pattern = ExtendedRegex.compile(args[0], charset);
        } catch (PatternSyntaxException e) {
            console.problem("bad expression " + args[0] + ": " + e.getDescription());
            return ERROR;
        }
        List<Source> roots = Arrays.stream(args).skip(1).map(Source::of).toList();
        boolean found = Weft.run(() -> new Search(pattern, charset, console).search(roots));
        if (console.hasProblems()) return ERROR;
        return found ? FOUND : NOT_FOUND;
    }

    /** One fiber walks, some search, and this one prints. */
    @Fiber
    private boolean search(List<Source> roots) throws Exception {
        Routine<Void> walk = Weft.go(() -> walk(roots));
        List<Routine<Void>> searches = new ArrayList<>();
        for (int i = 0; i < SEARCHERS; i++) searches.add(Weft.go(() -> searcher.searchAll(files)));
        Routine<Void> end = Weft.go(() -> awaitEnd(walk, searches));
        if (Boolean.getBoolean("search.progress")) Weft.go(() -> showProgress());
        try {
            printer.print(results);
            end.join();
        } catch (IOException e) {
            console.problem("write error: " + e.getMessage());
        } finally {
            console.endProgress();
        }
        return printer.printed() > 0;
    }

    @Fiber
    private void walk(List<Source> roots) throws Exception {
        Walker walker = new Walker(files, console);
        try {
            for (Source root : roots) walker.walk(root);
        } finally {
            files.close();
        }
    }

    @Fiber
    private void awaitEnd(Routine<Void> walk, List<Routine<Void>> searches) {
        try {
            walk.join();
            for (Routine<Void> search : searches) search.join();
        } finally {
            results.close();
        }
    }

    @Fiber
    private void showProgress() {
        String counts;
        do {
            Weft.sleep(PROGRESS_INTERVAL);
            counts = searcher.searched() + " files searched, " + printer.printed() + " lines found";
        } while (console.progress(counts));
    }
}

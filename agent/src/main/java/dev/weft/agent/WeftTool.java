// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Report;
import dev.weft.instrument.classify.CallCatalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line: {@code java -jar weft-agent.jar instrument IN OUT}, and what else {@code --help} names. */
public final class WeftTool {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_ARGUMENTS = 2;

    private static final int PINNED_SHOWN = 20;

    private final PrintStream out;
    private final PrintStream err;

    WeftTool(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the tool and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        System.exit(new WeftTool(System.out, System.err).run(Arrays.asList(arguments)));
    }

    int run(List<String> arguments) {
        if (arguments.isEmpty()
                || arguments.contains("--help")
                || arguments.get(0).equals("help")) {
            out.print(ToolOptions.USAGE);
            return DONE;
        }
        if (arguments.equals(List.of("catalogue"))) {
            out.print(CallCatalogue.standardText());
            return DONE;
        }
        ToolOptions options;
        Configuration configuration;
        try {
            options = ToolOptions.parse(arguments);
            configuration = options.configuration();
        } catch (IllegalArgumentException e) {
            return wrong(String.valueOf(e.getMessage()));
        }
        try {
            return switch (options.command()) {
                case INSTRUMENT -> instrument(options, configuration);
                case REPORT -> report(options, configuration);
                case VERIFY -> verify(options, configuration);
            };
        } catch (InstrumentationException | UncheckedIOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return failed(text(e));
        }
    }

    private int instrument(ToolOptions options, Configuration configuration) throws IOException {
        Report report = new Report();
        try {
            instrumenter(options, configuration, report).instrument(options.in(), options.out());
        } finally {
            if (options.report() != null) {
                report.writeTo(options.report());
            }
        }
        report.pinnedLines(PINNED_SHOWN).forEach(line -> out.println("weft: " + line));
        out.println("weft: " + report.summary());
        return DONE;
    }

    private int report(ToolOptions options, Configuration configuration) throws IOException {
        Report report = new Report();
        try {
            instrumenter(options, configuration, report).report(options.in());
        } finally {
            if (options.report() == null) {
                out.print(report.text());
            } else {
                report.writeTo(options.report());
            }
        }
        return DONE;
    }

    private int verify(ToolOptions options, Configuration configuration) throws IOException {
        List<String> wrong = instrumenter(options, configuration, new Report()).verify(options.in());
        if (wrong.isEmpty()) {
            out.println("weft: nothing is wrong");
            return DONE;
        }
        return failed(wrong.size() + (wrong.size() == 1 ? " class is" : " classes are") + " wrong:\n    "
                + String.join("\n    ", wrong));
    }

    private BuildInstrumenter instrumenter(ToolOptions options, Configuration configuration, Report report) {
        List<Path> classPath = new ArrayList<>(options.classPath());
        Path runtime = RuntimeJar.find(AgentJar.location());
        if (runtime != null) {
            classPath.add(runtime);
        }
        return new BuildInstrumenter(
                configuration, report, classPath, this::warn, options.verify(), options.likeAgent());
    }

    /** Java leaves to the exception's class what is the matter with the file. */
    private static String text(IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return "no such file or folder: " + problem.getMessage();
        }
        if (problem instanceof AccessDeniedException) {
            return "no permission to read or write: " + problem.getMessage();
        }
        if (problem instanceof FileAlreadyExistsException) {
            return "a file is in the way of a folder: " + problem.getMessage();
        }
        return problem instanceof FileSystemException
                ? "cannot read or write: " + problem.getMessage()
                : problem.toString();
    }

    private void warn(String message) {
        err.println("weft: warning: " + message);
    }

    private int wrong(String message) {
        err.println("weft: " + message);
        err.println("weft: --help shows how to call it");
        return WRONG_ARGUMENTS;
    }

    private int failed(String message) {
        err.println("weft: error: " + message);
        return FAILED;
    }
}

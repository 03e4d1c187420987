// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line: {@code java -jar weft-agent.jar instrument IN OUT}. */
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
        String command = arguments.get(0);
        if (!command.equals("instrument")) {
            return wrong("unknown command '" + command + "'; the only one is 'instrument'");
        }
        ToolOptions options;
        Configuration configuration;
        try {
            options = ToolOptions.parse(arguments.subList(1, arguments.size()));
            configuration = Configuration.builder()
                    .include(options.include())
                    .exclude(options.exclude())
                    .forcedSuspension(System.getProperty("weft.debug.suspend") != null)
                    .build();
        } catch (IllegalArgumentException e) {
            return wrong(String.valueOf(e.getMessage()));
        }
        return instrument(options, configuration);
    }

    private int instrument(ToolOptions options, Configuration configuration) {
        Report report = new Report();
        try {
            try {
                new BuildInstrumenter(configuration, report, classPath(options), this::warn, options.verify())
                        .instrument(options.in(), options.out());
            } finally {
                if (options.report() != null) {
                    report.writeTo(options.report());
                }
            }
        } catch (NoSuchFileException e) {
            return failed("no such file or folder: " + e.getMessage());
        } catch (InstrumentationException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return failed(e.toString());
        }
        report.pinnedLines(PINNED_SHOWN).forEach(line -> out.println("weft: " + line));
        out.println("weft: " + report.summary());
        return DONE;
    }

    private static List<Path> classPath(ToolOptions options) {
        List<Path> classPath = new ArrayList<>(options.classPath());
        Path runtime = RuntimeJar.find(AgentJar.location());
        if (runtime != null) {
            classPath.add(runtime);
        }
        return classPath;
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

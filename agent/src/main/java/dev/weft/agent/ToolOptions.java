// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.OnError;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code java -jar weft-agent.jar COMMAND}.
 *
 * @param command what to do
 * @param in what to read: a folder of classes or a jar
 * @param out where to write, possibly {@code in} itself; {@code in} for commands that write nothing
 * @param include patterns of classes all of whose methods are fiber methods
 * @param exclude patterns of classes to leave alone
 * @param classPath where to find other classes
 * @param verify whether to check each changed class
 * @param report where to write the report, if at all
 * @param onError what to do with a class that cannot be instrumented
 * @param loopPolls whether fibers that only loop can be made to yield
 * @param creations whether locks, queues and the like are created as those that fibers wait for
 * @param catalogue a file with more calls that block, if any
 * @param likeAgent whether to instrument as the agent does
 */
record ToolOptions(
        Command command,
        Path in,
        Path out,
        List<String> include,
        List<String> exclude,
        List<Path> classPath,
        boolean verify,
        @Nullable Path report,
        OnError onError,
        boolean loopPolls,
        boolean creations,
        @Nullable Path catalogue,
        boolean likeAgent) {

    /** What the tool can do. */
    enum Command {
        /** Writes instrumented classes. */
        INSTRUMENT,
        /** Tells what would be instrumented. */
        REPORT,
        /** Checks classes. */
        VERIFY;

        private int inputs() {
            return this == INSTRUMENT ? 2 : 1;
        }

        private String wants() {
            return name().toLowerCase(java.util.Locale.ROOT) + " needs " + (this == INSTRUMENT ? "IN and OUT" : "IN");
        }
    }

    static final String USAGE = """
            usage: java -jar weft-agent.jar instrument IN OUT [OPTION...]
              instruments the classes of IN, a folder or a jar, and writes everything to OUT, which may be IN itself
            usage: java -jar weft-agent.jar report IN [OPTION...]
              writes the report of what would be instrumented, and nothing else
            usage: java -jar weft-agent.jar verify IN [--class-path PATH]
              checks the code of all classes of IN, instrumented or not, without loading them
            usage: java -jar weft-agent.jar catalogue
              prints which calls of the JDK's that block a thread are known, and what becomes of each in a fiber method

              --include P        make every method of these classes a fiber method; may be repeated
              --exclude P        leave these classes alone; may be repeated
              --class-path PATH  where to find the classes that IN refers to (weft-runtime is found by itself when it
                                 lies next to this jar)
              --verify           check the code of each changed class, without loading it
              --report F         write what was instrumented, and what pins, to a file
              --on-error A       fail: write nothing if a class cannot be instrumented (the default); pin: leave it as it is
              --no-loop-polls    a fiber that loops without calls of fiber methods is never made to yield; code is smaller
              --no-creations     'new ReentrantLock()' and the like stay as they are in instrumented classes, and block threads
              --catalogue F      more calls that block, in the form that the command 'catalogue' prints
              --like-agent       take the classes of the class path for instrumented, and forwarders for amended, as the
                                 agent does; to repeat its failures, not for use
              --help             print this text

            A pattern P is com.acme.** (a package with its sub-packages), com.acme.* (a package alone),
            com.acme.Foo (a class with its nested classes) or ** (everything but the JDK and Weft).
            Classes that are instrumented already stay as they are. A signed jar loses its signature if a class changes.
            Exit status: 0 done, 1 failed, 2 wrong arguments.

            As an agent: java -javaagent:weft-agent.jar[=OPTIONS] ...; the option 'help' lists its options.
            """;

    private static final String VALID =
            "--include, --exclude, --class-path, --verify, --report, --on-error, --no-loop-polls, --no-creations, --catalogue, --like-agent, --help";

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException if they are wrong, with a message for the user
     */
    static ToolOptions parse(List<String> arguments) {
        Command command = switch (arguments.get(0)) {
            case "instrument" -> Command.INSTRUMENT;
            case "report" -> Command.REPORT;
            case "verify" -> Command.VERIFY;
            default ->
                throw new IllegalArgumentException("unknown command '" + arguments.get(0)
                        + "'; there are instrument, report, verify and catalogue");
        };
        return new Parser(command).parse(arguments.subList(1, arguments.size()));
    }

    /** The configuration that these options ask for. */
    Configuration configuration() {
        return Configuration.builder()
                .include(include)
                .exclude(exclude)
                .onError(onError)
                .forcedSuspension(System.getProperty("weft.debug.suspend") != null)
                .loopPolls(loopPolls)
                .creations(creations)
                .catalogue(catalogue)
                .fault(System.getProperty("weft.debug.fault", ""))
                .forwarderChecks(!likeAgent || !exclude.isEmpty())
                .build();
    }

    /** The options read so far. */
    private static final class Parser {
        private final Command command;
        private final List<String> positional = new ArrayList<>();
        private final List<String> include = new ArrayList<>();
        private final List<String> exclude = new ArrayList<>();
        private final List<Path> classPath = new ArrayList<>();
        private boolean verify;
        private @Nullable Path report;
        private OnError onError = OnError.FAIL;
        private boolean loopPolls = true;
        private boolean creations = true;
        private @Nullable Path catalogue;
        private boolean likeAgent;

        Parser(Command command) {
            this.command = command;
        }

        ToolOptions parse(List<String> arguments) {
            Iterator<String> rest = arguments.iterator();
            while (rest.hasNext()) {
                String argument = rest.next();
                if (argument.startsWith("-")) {
                    option(argument, rest);
                } else {
                    positional.add(argument);
                }
            }
            if (positional.size() != command.inputs()) {
                throw new IllegalArgumentException(command.wants()
                        + (positional.isEmpty() ? "" : ", but was given: " + String.join(" ", positional)));
            }
            return new ToolOptions(
                    command,
                    Path.of(positional.get(0)),
                    Path.of(positional.get(positional.size() - 1)),
                    List.copyOf(include),
                    List.copyOf(exclude),
                    List.copyOf(classPath),
                    verify,
                    report,
                    onError,
                    loopPolls,
                    creations,
                    catalogue,
                    likeAgent);
        }

        private void option(String option, Iterator<String> rest) {
            switch (option) {
                case "--include" -> include.add(value(option, rest));
                case "--exclude" -> exclude.add(value(option, rest));
                case "--class-path" -> {
                    for (String element : value(option, rest).split(File.pathSeparator, -1)) {
                        classPath.add(Path.of(element));
                    }
                }
                case "--verify" -> verify = true;
                case "--report" -> report = Path.of(value(option, rest));
                case "--on-error" -> onError = onError(value(option, rest));
                case "--no-loop-polls" -> loopPolls = false;
                case "--catalogue" -> catalogue = Path.of(value(option, rest));
                case "--no-creations" -> creations = false;
                case "--like-agent" -> likeAgent = true;
                default ->
                    throw new IllegalArgumentException("unknown option '" + option + "'; the options are " + VALID);
            }
        }

        private static OnError onError(String value) {
            return switch (value) {
                case "fail" -> OnError.FAIL;
                case "pin" -> OnError.PIN;
                default -> throw new IllegalArgumentException("--on-error is 'fail' or 'pin', not '" + value + "'");
            };
        }

        private static String value(String option, Iterator<String> rest) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException("option '" + option + "' needs a value");
            }
            return rest.next();
        }
    }
}

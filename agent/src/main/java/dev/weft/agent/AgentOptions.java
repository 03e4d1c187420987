// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.OnError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands after the {@code =} in {@code -javaagent:weft-agent.jar=...}: {@code name=value} pairs with commas between
 * them, lists with colons: {@code include=com.acme.**:org.corp.Feed,report=weft.txt}.
 *
 * @param include patterns of classes all of whose methods are fiber methods
 * @param exclude patterns of classes to leave alone
 * @param report where to write the report at exit, if at all
 * @param onError what to do with a class that cannot be instrumented
 * @param dump where to write each changed class, if at all
 * @param loopPolls whether fibers that only loop can be made to yield
 * @param creations whether locks, queues and the like are created as those that fibers wait for
 * @param catalogue a file with more calls that block, if any
 * @param help whether to print the usage
 */
record AgentOptions(
        List<String> include,
        List<String> exclude,
        @Nullable Path report,
        OnError onError,
        @Nullable Path dump,
        boolean loopPolls,
        boolean creations,
        @Nullable Path catalogue,
        boolean help) {

    static final String USAGE = """
            usage: java -javaagent:weft-agent.jar[=OPTION[,OPTION...]] ...
              include=P[:P...]  make every method of these classes a fiber method
              exclude=P[:P...]  leave these classes alone
              report=FILE       write what was instrumented, and what pins, when the program ends
              onError=pin|fail  a class that cannot be instrumented stays as it is and pins (pin, the default),
                                or cannot be loaded (fail)
              loopPolls=on|off  whether a fiber that loops without calls of fiber methods can be made to yield (on);
                                off makes code smaller
              creations=on|off  whether 'new ReentrantLock()' and the like in instrumented classes make locks and queues
                                that fibers wait for without a thread (on)
              catalogue=FILE    more calls that block, in the form that 'java -jar weft-agent.jar catalogue' prints
              dump=DIR          write each changed class to DIR/original and DIR/instrumented
              help              print this text
            A pattern P is com.acme.** (a package with its sub-packages), com.acme.* (a package alone),
            com.acme.Foo (a class with its nested classes) or ** (everything but the JDK and Weft).
            """;

    private static final String VALID =
            "include, exclude, report, onError, loopPolls, creations, catalogue, dump, help";

    /**
     * Reads the option string of an agent.
     *
     * @throws IllegalArgumentException if an option is unknown, malformed or repeated, with a message for the user
     */
    static AgentOptions parse(@Nullable String text) {
        Parser parser = new Parser();
        if (text != null && !text.isBlank()) {
            for (String option : text.split(",", -1)) {
                parser.option(option.strip());
            }
        }
        return parser.finish();
    }

    /**
     * The configuration that these options ask for. {@code lateAttach}: forwarders may exist that no one has amended; so may
     * they among excluded classes.
     */
    Configuration configuration(boolean forcedSuspension, boolean lateAttach) {
        return Configuration.builder()
                .include(include)
                .exclude(exclude)
                .onError(onError)
                .forcedSuspension(forcedSuspension)
                .loopPolls(loopPolls)
                .creations(creations)
                .catalogue(catalogue)
                .fault(System.getProperty("weft.debug.fault", ""))
                .forwarderChecks(lateAttach || !exclude.isEmpty())
                .build();
    }

    /** The options read so far. */
    private static final class Parser {
        private final List<String> include = new ArrayList<>();
        private final List<String> exclude = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private @Nullable Path report;
        private OnError onError = OnError.PIN;
        private @Nullable Path dump;
        private boolean loopPolls = true;
        private boolean creations = true;
        private @Nullable Path catalogue;
        private boolean help;

        void option(String option) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            boolean list = name.equals("include") || name.equals("exclude");
            if (!list && !seen.add(name)) {
                throw new IllegalArgumentException("option '" + name + "' is given twice");
            }
            switch (name) {
                case "include" -> include.addAll(patterns(name, value));
                case "exclude" -> exclude.addAll(patterns(name, value));
                case "report" -> report = Path.of(required(name, value, "a file"));
                case "onError" -> onError = onError(value);
                case "loopPolls" -> loopPolls = isOn(name, value);
                case "catalogue" -> catalogue = Path.of(required(name, value, "a file"));
                case "creations" -> creations = isOn(name, value);
                case "dump" -> dump = Path.of(required(name, value, "a folder"));
                case "help" -> help = true;
                default ->
                    throw new IllegalArgumentException("unknown option '" + name + "'; the options are " + VALID);
            }
        }

        private static List<String> patterns(String name, String value) {
            return Arrays.asList(required(name, value, "class patterns").split(":", -1));
        }

        private static String required(String name, String value, String what) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("option '" + name + "' needs " + what + ": " + name + "=...");
            }
            return value;
        }

        private static OnError onError(String value) {
            return switch (value) {
                case "fail" -> OnError.FAIL;
                case "pin" -> OnError.PIN;
                default -> throw new IllegalArgumentException("onError is 'fail' or 'pin', not '" + value + "'");
            };
        }

        private static boolean isOn(String option, String value) {
            return switch (value) {
                case "on" -> true;
                case "off" -> false;
                default -> throw new IllegalArgumentException(option + " is 'on' or 'off', not '" + value + "'");
            };
        }

        AgentOptions finish() {
            AgentOptions options = new AgentOptions(
                    List.copyOf(include),
                    List.copyOf(exclude),
                    report,
                    onError,
                    dump,
                    loopPolls,
                    creations,
                    catalogue,
                    help);
            options.configuration(false, false); // A malformed pattern is an error of the options, and told as one.
            return options;
        }
    }
}

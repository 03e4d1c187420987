// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code java -jar weft-agent.jar instrument}.
 *
 * @param in what to read: a folder of classes or a jar
 * @param out where to write, possibly {@code in} itself
 * @param include patterns of classes all of whose methods are fiber methods
 * @param exclude patterns of classes to leave alone
 * @param classPath where to find other classes
 * @param verify whether to check each changed class
 * @param report where to write the report, if at all
 */
record ToolOptions(
        Path in,
        Path out,
        List<String> include,
        List<String> exclude,
        List<Path> classPath,
        boolean verify,
        @Nullable Path report) {

    static final String USAGE = """
            usage: java -jar weft-agent.jar instrument IN OUT [OPTION...]
              instruments the classes of IN, a folder or a jar, and writes everything to OUT, which may be IN itself

              --include P        make every method of these classes a fiber method; may be repeated
              --exclude P        leave these classes alone; may be repeated
              --class-path PATH  where to find the classes that IN refers to (weft-runtime is found by itself when it
                                 lies next to this jar)
              --verify           check the code of each changed class, without loading it
              --report F         write what was instrumented, and what pins, to a file
              --help             print this text

            A pattern P is com.acme.** (a package with its sub-packages), com.acme.* (a package alone),
            com.acme.Foo (a class with its nested classes) or ** (everything but the JDK and Weft).
            Classes that are instrumented already stay as they are. A signed jar loses its signature if a class changes.
            Exit status: 0 done, 1 failed, 2 wrong arguments.

            As an agent: java -javaagent:weft-agent.jar[=OPTIONS] ...; the option 'help' lists its options.
            """;

    private static final String VALID = "--include, --exclude, --class-path, --verify, --report, --help";

    /**
     * Reads the arguments after {@code instrument}.
     *
     * @throws IllegalArgumentException if they are wrong, with a message for the user
     */
    static ToolOptions parse(List<String> arguments) {
        List<String> positional = new ArrayList<>();
        List<String> include = new ArrayList<>();
        List<String> exclude = new ArrayList<>();
        List<Path> classPath = new ArrayList<>();
        boolean verify = false;
        Path report = null;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--include" -> include.add(value(argument, rest));
                case "--exclude" -> exclude.add(value(argument, rest));
                case "--class-path" -> {
                    for (String element : value(argument, rest).split(File.pathSeparator, -1)) {
                        classPath.add(Path.of(element));
                    }
                }
                case "--verify" -> verify = true;
                case "--report" -> report = Path.of(value(argument, rest));
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException(
                                "unknown option '" + argument + "'; the options are " + VALID);
                    }
                    positional.add(argument);
                }
            }
        }
        if (positional.size() != 2) {
            throw new IllegalArgumentException("instrument needs IN and OUT"
                    + (positional.isEmpty() ? "" : ", but was given: " + String.join(" ", positional)));
        }
        return new ToolOptions(
                Path.of(positional.get(0)),
                Path.of(positional.get(1)),
                List.copyOf(include),
                List.copyOf(exclude),
                List.copyOf(classPath),
                verify,
                report);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("option '" + option + "' needs a value");
        }
        return rest.next();
    }
}

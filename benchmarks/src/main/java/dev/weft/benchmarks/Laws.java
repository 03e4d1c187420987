// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.plot.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures how costs grow, each point in a process of its own, and prints the law that fits. */
public final class Laws {
    private static final String USAGE = """
            usage: benchmarks/laws [--jdk HOME] [--quick] [--rounds N] [--results FILE] [CURVE...]
                   benchmarks/laws --fit FILE

            Measures the cost of an operation at several sizes (default: all curves), and prints a Markdown table: the law that fits, the
            slope on logarithmic axes, and how far the points are from the law (root mean square of ln(measured / law)).

            --jdk HOME        the JDK to measure (default: JAVA_HOME, or java on the PATH)
            --quick           less than a second for each point: to see that all of them work
            --rounds N        measures all of it N times, and takes medians (default: 1)
            --results FILE    appends the figures there, as weft<TAB>curve@size<TAB>median<TAB>unit<TAB>min<TAB>max
            --fit FILE        measures nothing: the table of the figures of that file
            """;

    private final List<Curve> curves = new ArrayList<>();
    private String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private String effort = "full";
    private int rounds = 1;
    private @Nullable Path results;

    private Laws() {}

    /** Exits with 0, or 1 when a process has failed, or 2 for wrong arguments. */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(USAGE + "\ncurves: " + names() + "\n");
            return;
        }
        if (args.length == 2 && args[0].equals("--fit")) {
            System.out.print(Series.table(Series.of(Figure.read(Path.of(args[1])))));
            return;
        }
        Laws laws = new Laws();
        try {
            laws.read(args);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks/laws: " + e.getMessage());
            System.exit(2);
        }
        System.exit(laws.run());
    }

    private static String names() {
        return Stream.of(Curve.values()).map(curve -> curve.label).collect(Collectors.joining(" "));
    }

    private void read(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--jdk" -> java = Launcher.executable(Launcher.value(args, ++i));
                case "--quick" -> effort = "quick";
                case "--rounds" -> rounds = Integer.parseInt(Launcher.value(args, ++i));
                case "--results" -> results = Path.of(Launcher.value(args, ++i));
                default -> add(args[i]);
            }
        }
        if (curves.isEmpty()) curves.addAll(List.of(Curve.values()));
    }

    private void add(String name) {
        int before = curves.size();
        for (Curve curve : Curve.values()) if (curve.isNamed(name)) curves.add(curve);
        if (curves.size() > before) return;
        String kind = name.startsWith("-") ? "option " : "curve ";
        throw new IllegalArgumentException("unknown " + kind + name + "; the curves are: " + names());
    }

    private int run() throws Exception {
        int status = 0;
        List<Figure> figures = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Curve curve : curves) {
                for (int size : curve.sizes) {
                    MeasuringProcess process = MeasuringProcess.run(Curve.at(curve.label, size), command(curve, size));
                    if (!process.succeeded()) status = 1;
                    for (Figure figure : process.figures()) keep(figure);
                    figures.addAll(process.figures());
                }
            }
        }
        System.out.print(Series.table(Series.of(figures)));
        return status;
    }

    private void keep(Figure figure) throws IOException {
        System.err.println(figure);
        if (results == null) return;
        Files.writeString(results, figure + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> command(Curve curve, int size) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(curve.options(size));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Curve.class.getName()));
        command.addAll(List.of(curve.label, Integer.toString(size), effort));
        return command;
    }
}

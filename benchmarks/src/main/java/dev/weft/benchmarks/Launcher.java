// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the chosen workloads, each in processes of its own, one at a time, and prints a line for each figure. */
public final class Launcher {
    private static final String USAGE = """
            usage: benchmarks/run [--jdk HOME] [--gc g1|parallel] [WORKLOAD...]

            Runs the workloads (default: all), each in processes of its own, and prints for each figure
            weft<TAB>workload<TAB>median<TAB>unit<TAB>min<TAB>max

            --jdk HOME          the JDK to measure (default: JAVA_HOME, or java on the PATH)
            --gc g1|parallel    its collector (default: g1)
            """;

    /** As many as the machine has that the peers were measured on. */
    private static final int WORKERS = 2;

    private final List<Workload> workloads = new ArrayList<>();
    private String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private String collector = "-XX:+UseG1GC";

    private Launcher() {}

    /** Exits with 0, or 1 when a process has failed, or 2 for wrong arguments. */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(usage());
            return;
        }
        Launcher launcher = new Launcher();
        try {
            launcher.read(args);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks/run: " + e.getMessage());
            System.exit(2);
        }
        System.exit(launcher.run());
    }

    private static String usage() {
        return USAGE + "\nworkloads: " + names() + "\n";
    }

    private static String names() {
        return Stream.of(Workload.values())
                .map(workload -> workload.label.replaceFirst(":.*", ""))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private void read(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--jdk" -> java = executable(value(args, ++i));
                case "--gc" -> collector = collector(value(args, ++i));
                default -> add(args[i]);
            }
        }
        if (workloads.isEmpty()) workloads.addAll(List.of(Workload.values()));
    }

    /** An argument that has to be there. */
    static String value(String[] args, int index) {
        if (index == args.length) throw new IllegalArgumentException(args[index - 1] + " needs a value");
        return args[index];
    }

    /** The java of a JDK. */
    static String executable(String home) {
        Path java = Path.of(home, "bin", "java");
        if (!java.toFile().canExecute()) throw new IllegalArgumentException("no JDK in " + home);
        return java.toString();
    }

    private static String collector(String name) {
        return switch (name) {
            case "g1" -> "-XX:+UseG1GC";
            case "parallel" -> "-XX:+UseParallelGC";
            default -> throw new IllegalArgumentException("unknown collector " + name + ", it is one of: g1 parallel");
        };
    }

    private void add(String name) {
        int before = workloads.size();
        for (Workload workload : Workload.values()) if (workload.isNamed(name)) workloads.add(workload);
        if (workloads.size() == before) {
            String kind = name.startsWith("-") ? "option " : "workload ";
            throw new IllegalArgumentException("unknown " + kind + name + "; the workloads are: " + names());
        }
    }

    private int run() throws Exception {
        int status = 0;
        for (Workload workload : workloads) {
            Map<String, List<Figure>> figures = new LinkedHashMap<>();
            for (int i = 0; i < workload.processes; i++) {
                if (!runProcess(workload, figures)) status = 1;
            }
            figures.values().forEach(processes -> System.out.println(Figure.merge(processes)));
        }
        return status;
    }

    private boolean runProcess(Workload workload, Map<String, List<Figure>> figures) throws Exception {
        MeasuringProcess process = MeasuringProcess.run(workload.label, command(workload));
        for (Figure figure : process.figures()) {
            figures.computeIfAbsent(figure.workload(), name -> new ArrayList<>())
                    .add(figure);
        }
        return process.succeeded();
    }

    private List<String> command(Workload workload) throws IOException {
        List<String> command = new ArrayList<>(List.of(java, collector));
        // mem starts from a small heap, so that the resident set isn't the heap's initial size.
        if (workload != Workload.MEM && workload != Workload.MEM_MANY) command.add("-Xms4g");
        command.add(workload == Workload.MEM_MANY ? "-Xmx4g" : "-Xmx14g");
        command.add("-Dweft.scheduler.parallelism=" + WORKERS);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Workload.class.getName());
        command.add(workload.label);
        return command;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sweeps over libraries by name and over the running JDK; the script {@code instrument-tests/libraries} calls it too. */
public final class SweepTool {
    /** The whole of the running JDK; with a number and a seed behind, so many of its classes. */
    static final String JDK = "jdk";

    private SweepTool() {}

    /**
     * Sweeps, and ends the JVM: with 1 if something can't be accepted.
     *
     * @param arguments the folder of jars, the folder for reports, and names: of libraries, {@code jdk} or {@code jdk:2500:1}
     */
    public static void main(String[] arguments) throws IOException {
        Path jars = Path.of(arguments[0]);
        Path reports = Files.createDirectories(Path.of(arguments[1]));
        List<String> wrong = new ArrayList<>();
        for (String name : List.of(arguments).subList(2, arguments.length)) {
            Findings findings = sweep(name, jars);
            System.out.println(findings.summary());
            findings.violations().stream().limit(50).forEach(System.out::println);
            Files.writeString(reports.resolve(name.replace(':', '-') + ".txt"), findings.text());
            if (!findings.violations().isEmpty()) wrong.add(name);
        }
        System.out.println(wrong.isEmpty() ? "everything is valid" : "WRONG: " + wrong + ", see " + reports);
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    private static Findings sweep(String name, Path jars) {
        if (!name.startsWith(JDK)) return Sweep.of(library(name), jars);
        JdkImage image = new JdkImage();
        String[] sample = name.split(":");
        System.out.println("the JDK's image has " + image.inputs().size() + " classes");
        return Sweep.of(
                image,
                sample.length == 1
                        ? image.inputs()
                        : image.sample(Integer.parseInt(sample[1]), Long.parseLong(sample[2])));
    }

    private static Library library(String name) {
        return Library.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.size;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Compares a jar with its instrumented form: how much larger jar, class files and fiber methods are, and how many fiber entries
 * are past a limit of the JIT that their plain bodies keep.
 *
 * <p>A fiber method counts with all its bodies: plain, fiber and resume entry. Overloads count together, since their resume
 * entries can't be told apart by name.
 */
public final class Growth {
    private static final String FIBER = "Ldev/weft/abi/Continuation;)";
    private static final String RESUME = "(Ldev/weft/abi/Frame;Ldev/weft/abi/Continuation;)";

    /** Larger methods are not inlined into hot callers, unless they are trivial (FreqInlineSize). */
    private static final int INLINED = 325;

    /** Larger methods are not compiled at all (HugeMethodLimit). */
    private static final int COMPILED = 8000;

    private final List<Double> ratios = new ArrayList<>();
    private long plainBytes;
    private long allBytes;
    private int fiberMethods;
    private int pastInlined;
    private int pastCompiled;
    private int resumePastCompiled;
    private long classesBefore;
    private long classesAfter;

    private Growth() {}

    /** {@code Growth ORIGINAL INSTRUMENTED}, two jars: prints a line of tab-separated figures, each with its name. */
    public static void main(String[] jars) throws IOException {
        Path original = Path.of(jars[0]);
        Path instrumented = Path.of(jars[1]);
        Growth growth = new Growth();
        growth.compare(classes(original), classes(instrumented));
        growth.print(original.getFileName() + "", (double) Files.size(instrumented) / Files.size(original));
    }

    private static Map<String, byte[]> classes(Path jar) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith(".class")) {
                    classes.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
        }
        return classes;
    }

    private void compare(Map<String, byte[]> before, Map<String, byte[]> after) throws IOException {
        for (Map.Entry<String, byte[]> entry : before.entrySet()) {
            byte[] instrumented = after.getOrDefault(entry.getKey(), entry.getValue());
            classesBefore += entry.getValue().length;
            classesAfter += instrumented.length;
            compare(CodeSizes.of(entry.getValue()), CodeSizes.of(instrumented), new LinkedHashMap<>());
        }
    }

    private void compare(Map<String, Integer> before, Map<String, Integer> after, Map<String, int[]> byName) {
        after.forEach((method, size) -> {
            int end = method.indexOf('(');
            int[] sums = byName.computeIfAbsent(method.substring(0, end), name -> new int[3]);
            sums[1] += size;
            if (before.containsKey(method)) {
                sums[0] += size;
                compare(size, after.get(method.replaceFirst("\\)", FIBER.replace("$", "\\$"))), sums);
            } else if (method.startsWith(RESUME, end) && size > COMPILED) {
                resumePastCompiled++;
            }
        });
        byName.forEach((name, sums) -> {
            if (sums[2] == 0 || sums[0] == 0) return;
            plainBytes += sums[0];
            allBytes += sums[1];
            ratios.add((double) sums[1] / sums[0]);
        });
    }

    private void compare(int plain, @org.jspecify.annotations.Nullable Integer fiber, int[] sums) {
        if (fiber == null) return;
        sums[2]++;
        fiberMethods++;
        if (plain <= INLINED && fiber > INLINED) pastInlined++;
        if (plain <= COMPILED && fiber > COMPILED) pastCompiled++;
    }

    private void print(String name, double jarRatio) {
        Collections.sort(ratios);
        System.out.printf("%s\tfiber methods\t%d%n", name, fiberMethods);
        System.out.printf("%s\tbytecode of fiber methods\tx %.2f%n", name, (double) allBytes / plainBytes);
        System.out.printf("%s\tby name: median, 90 %%, 99 %%\tx %.2f, %.2f, %.2f%n", name, at(0.5), at(0.9), at(0.99));
        System.out.printf("%s\tclass files\tx %.2f%n", name, (double) classesAfter / classesBefore);
        System.out.printf("%s\tjar\tx %.2f%n", name, jarRatio);
        System.out.printf(
                "%s\tfiber entries past %d bytes\t%d (%.2f %%)%n", name, INLINED, pastInlined, share(pastInlined));
        System.out.printf(
                "%s\tfiber entries past %d bytes\t%d (%.2f %%)%n", name, COMPILED, pastCompiled, share(pastCompiled));
        System.out.printf("%s\tresume entries past %d bytes\t%d%n", name, COMPILED, resumePastCompiled);
    }

    private double at(double quantile) {
        return ratios.isEmpty() ? 1 : ratios.get((int) ((ratios.size() - 1) * quantile));
    }

    private double share(int count) {
        return fiberMethods == 0 ? 0 : 100.0 * count / fiberMethods;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.OnError;
import dev.weft.instrument.classify.Classifier;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Instruments the classes of an input as package mode does, with each of their methods a fiber method, and has both forms
 * checked: by ASM class by class, by the JVM when they are linked.
 */
final class Sweep {
    private final ClassPool plain;
    private final ClassPool dependencies;
    private final ClassPool instrumented = new ClassPool();
    private final ClassLoader resources;
    private final Instrumenter instrumenter;
    private final CodeChecker checker;
    private final Findings findings;
    private final UnaryOperator<byte[]> lastStep;

    /** For classes and what they need. */
    Sweep(String name, ClassPool plain, ClassPool dependencies) {
        this(name, plain, dependencies, UnaryOperator.identity());
    }

    /** Changes each instrumented class by the last step; for planted faults. */
    Sweep(String name, ClassPool plain, ClassPool dependencies, UnaryOperator<byte[]> lastStep) {
        this.plain = plain;
        this.dependencies = dependencies;
        this.lastStep = lastStep;
        findings = new Findings(name);
        resources = plain.asResources(dependencies);
        checker = new CodeChecker(resources);
        Configuration configuration =
                Configuration.builder().include("**").onError(OnError.PIN).build();
        Classifier[] shared = new Classifier[1];
        instrumenter = new Instrumenter(configuration, findings, locator -> {
            if (shared[0] == null) shared[0] = new Classifier(configuration, locator);
            return shared[0];
        });
    }

    /** A library of the build. */
    static Findings of(Library library, java.nio.file.Path folder) {
        ClassPool classes = library.classes(folder);
        return new Sweep(library.artifact(), classes, library.dependencies(folder))
                .run(classes.all().keySet());
    }

    /** Some classes of the running JDK's image, or all. */
    static Findings of(JdkImage image, Set<String> inputs) {
        String name = "jdk-" + Runtime.version().feature();
        return new Sweep(name, image, new ClassPool()).run(inputs);
    }

    /** Instruments and checks these classes. */
    Findings run(Set<String> inputs) {
        for (String input : inputs) instrument(input, Objects.requireNonNull(plain.find(input), input));
        link(inputs);
        return findings;
    }

    private void instrument(String name, byte[] classFile) {
        byte[] changed = instrumenter.instrument(classFile, resources);
        if (changed != null) changed = lastStep.apply(changed);
        findings.count(classFile, changed);
        instrumented.put(name, changed == null ? classFile : changed);
        if (changed == null) return;
        List<String> problems = checker.problems(changed);
        if (problems.isEmpty()) return;
        List<String> before = checker.problems(classFile);
        if (before.isEmpty()) findings.problems.addAll(problems);
        else findings.invalidBefore.put(name, before.get(0));
    }

    /** What isn't instrumented here, of the same input, is linked to as it is. */
    private void link(Set<String> inputs) {
        Linker before = new Linker(plain, dependencies);
        Linker after = new Linker(instrumented, new ClassPool() {
            @Override
            byte[] find(String name) {
                byte[] own = plain.find(name);
                return own != null ? own : dependencies.find(name);
            }
        });
        for (String input : inputs) {
            String expected = before.problemOf(input);
            String actual = after.problemOf(input);
            if (!isSame(expected, actual)) {
                findings.problems.add(
                        input + ": plain " + (expected == null ? "links" : expected) + ", instrumented " + actual);
            } else if (expected != null) {
                findings.unlinkable.put(input, expected);
            }
        }
    }

    /** Of several classes that aren't there, each form may miss another one first. */
    private static boolean isSame(@Nullable String expected, @Nullable String actual) {
        if (expected == null || actual == null) return expected == actual;
        String missing = NoClassDefFoundError.class.getSimpleName();
        return expected.equals(actual) || expected.startsWith(missing) && actual.startsWith(missing);
    }
}

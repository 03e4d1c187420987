// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import dev.weft.instrumenttests.fuzz.program.ForeignFun;
import dev.weft.instrumenttests.fuzz.program.Fun;
import dev.weft.instrumenttests.fuzz.program.Probe;
import dev.weft.instrumenttests.fuzz.program.Sites;
import dev.weft.instrumenttests.harness.ClassFiles;
import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.InstrumentedClasses;
import dev.weft.instrumenttests.harness.InstrumentingClassLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Compiles and instruments many programs at once, which is much cheaper than one by one. */
final class Batch {
    private final UnaryOperator<byte[]> lastStep;
    private final Map<Variant, ClassLoader> parents = new EnumMap<>(Variant.class);

    /** The last step changes each instrumented class; for planted faults. */
    Batch(UnaryOperator<byte[]> lastStep) {
        this.lastStep = lastStep;
    }

    /**
     * A program in both forms.
     *
     * @param program the program
     * @param plain its classes, among others, as compiled
     * @param instrumented its classes, among others, as instrumented
     * @param parent the class loader of what it uses, as instrumented
     */
    record Prepared(Program program, CompiledClasses plain, InstrumentedClasses instrumented, ClassLoader parent) {
        ClassLoader load(ClassFiles classFiles, ClassLoader above) {
            return new InstrumentingClassLoader(classFiles, above);
        }
    }

    /** Fails with an {@link InvalidProgramException} if one of the programs doesn't compile. */
    List<Prepared> prepare(List<Program> programs) {
        Map<Program.Compiler, List<Program>> byCompiler = new LinkedHashMap<>();
        for (Program program : programs) {
            byCompiler
                    .computeIfAbsent(program.compiler(), c -> new ArrayList<>())
                    .add(program);
        }
        Map<String, byte[]> classFiles = new TreeMap<>();
        byCompiler.forEach((compiler, group) -> classFiles.putAll(compiler.compile(group)));
        List<Prepared> prepared = new ArrayList<>();
        for (Variant variant : Variant.values()) {
            List<Program> group =
                    programs.stream().filter(p -> p.variant() == variant).toList();
            if (!group.isEmpty()) {
                prepared.addAll(instrument(group, variant, classFiles));
            }
        }
        return prepared;
    }

    private List<Prepared> instrument(List<Program> programs, Variant variant, Map<String, byte[]> all) {
        Map<String, byte[]> wanted = new TreeMap<>(all);
        wanted.keySet().removeIf(name -> programs.stream().noneMatch(p -> p.owns(name)));
        CompiledClasses plain = new CompiledClasses("random programs", wanted);
        List<String> foreign = programs.stream().map(Program::foreignClass).toList();
        InstrumentedClasses instrumented = InstrumentedClasses.of(plain, variant.configuration(foreign), lastStep);
        ClassLoader parent = parents.computeIfAbsent(variant, this::parent);
        return programs.stream()
                .map(p -> new Prepared(p, plain, instrumented, parent))
                .toList();
    }

    private ClassLoader parent(Variant variant) {
        Map<String, byte[]> classFiles = new TreeMap<>();
        for (Class<?> type : List.of(Sites.class, Probe.class, Fun.class, ForeignFun.class)) {
            classFiles.put(type.getName(), bytes(type));
        }
        CompiledClasses plain = new CompiledClasses("what programs use", classFiles);
        Variant form = variant == Variant.POLLS ? Variant.POLLS : Variant.ANNOTATED;
        return new InstrumentingClassLoader(
                InstrumentedClasses.of(plain, form.configuration(List.of(ForeignFun.class.getName())), lastStep),
                Batch.class.getClassLoader());
    }

    private static byte[] bytes(Class<?> type) {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

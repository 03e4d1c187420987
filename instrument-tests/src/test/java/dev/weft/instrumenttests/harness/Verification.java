// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import dev.weft.instrumenttests.generated.GeneratedTargets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** Checks class files with ASM's verifier; the JVM's own runs whenever a class is defined. */
public final class Verification {
    private Verification() {}

    /**
     * Verifies all classes, with types looked up among the classes as compiled and those that targets only name, and returns one text for each class that
     * is not well formed.
     */
    public static List<String> problems(InstrumentedClasses classes, CompiledClasses compiled) {
        return problems(classes.all(), compiled, name -> true);
    }

    /** As {@link #problems(InstrumentedClasses, CompiledClasses)}, for those of the classes whose names are wanted. */
    public static List<String> problems(
            Map<String, byte[]> classes, CompiledClasses compiled, Predicate<String> wanted) {
        Map<String, byte[]> known = new TreeMap<>(compiled.byName());
        known.putAll(GeneratedTargets.missingClassFiles());
        ClassLoader types = new InstrumentingClassLoader(new CompiledClasses("all", known), compiled.libraries());
        List<String> problems = new ArrayList<>();
        classes.forEach((name, classFile) -> {
            if (!wanted.test(name)) {
                return;
            }
            StringWriter text = new StringWriter();
            CheckClassAdapter.verify(new ClassReader(classFile), types, false, new PrintWriter(text));
            if (!text.toString().isEmpty()) {
                problems.add(name + "\n" + text);
            }
        });
        return problems;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** Checks class files with ASM's verifier; the JVM's own runs whenever a class is defined. */
public final class Verification {
    private Verification() {}

    /**
     * Verifies all classes, with types looked up among the classes as compiled, and returns one text for each class that
     * is not well formed.
     */
    public static List<String> problems(InstrumentedClasses classes, CompiledClasses compiled) {
        ClassLoader types = new InstrumentingClassLoader(compiled, Verification.class.getClassLoader());
        List<String> problems = new ArrayList<>();
        classes.all().forEach((name, classFile) -> {
            StringWriter text = new StringWriter();
            CheckClassAdapter.verify(new ClassReader(classFile), types, false, new PrintWriter(text));
            if (!text.toString().isEmpty()) {
                problems.add(name + "\n" + text);
            }
        });
        return problems;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The source lines of one class file, by method name; lambda bodies count as source, other synthetic methods do not. */
final class SourceLines {
    private SourceLines() {}

    /** Returns {@code method:line} for each line of each method. */
    static Set<String> of(byte[] classFile) {
        Set<String> lines = new HashSet<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public @Nullable MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    @Nullable String signature,
                                    String @Nullable [] exceptions) {
                                boolean synthetic = (access & Opcodes.ACC_SYNTHETIC) != 0;
                                return synthetic && !name.startsWith("lambda$") ? null : collector(name, lines);
                            }
                        },
                        ClassReader.SKIP_FRAMES);
        return lines;
    }

    private static MethodVisitor collector(String method, Set<String> lines) {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLineNumber(int line, Label start) {
                lines.add(method + ":" + line);
            }
        };
    }
}

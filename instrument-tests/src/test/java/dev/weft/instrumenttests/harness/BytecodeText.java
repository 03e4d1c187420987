// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.Printer;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/** The code of methods as text: labels are numbered by method, lines count from the method's first one. */
public final class BytecodeText {
    private BytecodeText() {}

    /** All methods of this name that take a continuation, in the order of the class file. */
    public static String fiberEntries(byte[] classFile, String method) {
        StringBuilder text = new StringBuilder();
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
                                boolean wanted =
                                        name.equals(method) && descriptor.contains("Ldev/weft/abi/Continuation;)");
                                return wanted ? printer(access, name + descriptor, text) : null;
                            }
                        },
                        0);
        return text.toString();
    }

    private static MethodVisitor printer(int access, String heading, StringBuilder text) {
        Printer printer = new Textifier();
        return new MethodVisitor(Opcodes.ASM9, new TraceMethodVisitor(printer)) {
            private int firstLine;

            @Override
            public void visitLineNumber(int line, Label start) {
                if (firstLine == 0) {
                    firstLine = line;
                }
                super.visitLineNumber(line - firstLine, start);
            }

            /** A resumer knows the lines of its method's suspension points, a character each. */
            @Override
            public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
                Object[] shown = arguments.clone();
                int last = shown.length - 1;
                if (descriptor.endsWith("Origin;") && shown[last] instanceof String lines) {
                    shown[last] = lines.chars()
                            .mapToObj(line -> Integer.toString(line - firstLine))
                            .collect(Collectors.joining(" "));
                }
                super.visitInvokeDynamicInsn(name, descriptor, bootstrap, shown);
            }

            @Override
            public void visitEnd() {
                super.visitEnd();
                StringWriter code = new StringWriter();
                PrintWriter writer = new PrintWriter(code);
                printer.print(writer);
                writer.flush();
                text.append(String.format(Locale.ROOT, "// access 0x%x%n%s%n%s%n", access, heading, code));
            }
        };
    }
}

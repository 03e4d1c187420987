// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import dev.weft.instrumenttests.harness.Entry;
import java.util.function.Consumer;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes one class file: a public class whose methods are fiber methods, some of them entries. */
final class ClassMaker {
    private static final String FIBER = "Ldev/weft/Fiber;";

    private final ClassWriter writer;
    final String internalName;

    ClassMaker(int version, String internalName) {
        this(version, internalName, ClassWriter.COMPUTE_FRAMES);
    }

    ClassMaker(int version, String internalName, int flags) {
        this.internalName = internalName;
        writer = new ClassWriter(flags) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return "java/lang/Object";
            }
        };
        writer.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, internalName, null, "java/lang/Object", null);
        writer.visitSource(internalName.substring(internalName.lastIndexOf('/') + 1) + ".java", null);
    }

    /** An entry, whose code starts with an empty stack and ends with ARETURN. */
    ClassMaker entry(String name, Entry.Pinned pinned, Consumer<Code> body) {
        return method(name, "()Ljava/lang/Object;", body, method -> {
            AnnotationVisitor annotation = method.visitAnnotation(Type.getDescriptor(Entry.class), true);
            annotation.visitEnum("pinned", Type.getDescriptor(Entry.Pinned.class), pinned.name());
            annotation.visitEnd();
        });
    }

    ClassMaker entry(String name, Consumer<Code> body) {
        return entry(name, Entry.Pinned.NEVER, body);
    }

    /** A static fiber method. */
    ClassMaker method(String name, String descriptor, Consumer<Code> body) {
        return method(name, descriptor, body, method -> {});
    }

    private ClassMaker method(
            String name, String descriptor, Consumer<Code> body, Consumer<MethodVisitor> annotations) {
        MethodVisitor method =
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
        method.visitAnnotation(FIBER, false).visitEnd();
        annotations.accept(method);
        method.visitCode();
        body.accept(new Code(method));
        method.visitMaxs(300, 300);
        method.visitEnd();
        return this;
    }

    byte[] make() {
        writer.visitEnd();
        return writer.toByteArray();
    }
}

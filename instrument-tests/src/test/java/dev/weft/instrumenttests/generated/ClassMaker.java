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
    private static final int PUBLIC_STATIC = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    private static final String FIBER = "Ldev/weft/Fiber;";

    /** A class of version 45 to 50, which has no stack maps. */
    static final int WITHOUT_STACK_MAPS = ClassWriter.COMPUTE_MAXS;

    private final ClassWriter writer;
    final String internalName;

    ClassMaker(int version, String internalName) {
        this(version, internalName, ClassWriter.COMPUTE_FRAMES);
    }

    ClassMaker(int version, String internalName, int flags) {
        this(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, internalName, "java/lang/Object", flags);
    }

    ClassMaker(int version, int access, String internalName, String superName, int flags, String... interfaces) {
        this.internalName = internalName;
        writer = new ClassWriter(flags) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                boolean areKnown = a.startsWith("java/") && b.startsWith("java/");
                return areKnown ? super.getCommonSuperClass(a, b) : "java/lang/Object";
            }
        };
        writer.visit(version, access, internalName, null, superName, interfaces);
        writer.visitSource(internalName.substring(internalName.lastIndexOf('/') + 1) + ".java", null);
    }

    /** An entry, whose code starts with an empty stack and ends with ARETURN. */
    ClassMaker entry(String name, Entry.Pinned pinned, Consumer<Code> body) {
        return method(PUBLIC_STATIC, name, "()Ljava/lang/Object;", body, method -> {
            addFiber(method);
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
        return method(PUBLIC_STATIC, name, descriptor, body);
    }

    /** A fiber method. */
    ClassMaker method(int access, String name, String descriptor, Consumer<Code> body) {
        return method(access, name, descriptor, body, ClassMaker::addFiber);
    }

    /** A method that isn't a fiber method. */
    ClassMaker plainMethod(int access, String name, String descriptor, Consumer<Code> body) {
        return method(access, name, descriptor, body, method -> {});
    }

    /** A fiber method without code. */
    ClassMaker abstractMethod(int access, String name, String descriptor) {
        MethodVisitor method = writer.visitMethod(access | Opcodes.ACC_ABSTRACT, name, descriptor, null, null);
        addFiber(method);
        method.visitEnd();
        return this;
    }

    /** Calls the constructor without parameters of the superclass. */
    ClassMaker constructor(String superName) {
        return plainMethod(
                Opcodes.ACC_PUBLIC,
                "<init>",
                "()V",
                code -> code.load(0).init(superName, "()V").op(Opcodes.RETURN));
    }

    ClassMaker field(int access, String name, String descriptor) {
        writer.visitField(access, name, descriptor, null, null).visitEnd();
        return this;
    }

    private static void addFiber(MethodVisitor method) {
        method.visitAnnotation(FIBER, false).visitEnd();
    }

    private ClassMaker method(
            int access, String name, String descriptor, Consumer<Code> body, Consumer<MethodVisitor> annotations) {
        MethodVisitor method = writer.visitMethod(access, name, descriptor, null, null);
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.upgrade;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/** Sets the new version, and passes on what the old one meant. */
final class UpgradingVisitor extends ClassVisitor {
    private static final int ASM = Opcodes.ASM9;

    private final Set<String> innerClasses = new HashSet<>();
    private boolean beforeJava5;
    private OldFlags flags = new OldFlags(Opcodes.V1_6, false);

    UpgradingVisitor(ClassVisitor next) {
        super(ASM, next);
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        boolean isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        int major = version & 0xFFFF;
        beforeJava5 = major < Opcodes.V1_5;
        flags = new OldFlags(major, isInterface);
        super.visit(
                isInterface ? Opcodes.V1_8 : Opcodes.V1_7,
                flags.ofClass(access),
                name,
                beforeJava5 ? null : signature,
                superName,
                interfaces);
    }

    @Override
    public void visitOuterClass(String owner, @Nullable String name, @Nullable String descriptor) {
        if (!beforeJava5) super.visitOuterClass(owner, name, descriptor);
    }

    /** An invisible annotation is nothing to the JVM, whatever the version. */
    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return visible && beforeJava5 ? null : super.visitAnnotation(descriptor, visible);
    }

    /** Before Java 5 a class could be listed twice. */
    @Override
    public void visitInnerClass(String name, @Nullable String outerName, @Nullable String innerName, int access) {
        if (innerClasses.add(name)) super.visitInnerClass(name, outerName, innerName, flags.ofInnerClass(access));
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        FieldVisitor field =
                super.visitField(flags.ofField(access), name, descriptor, beforeJava5 ? null : signature, value);
        if (!beforeJava5) return field;
        return new FieldVisitor(ASM, field) {
            @Override
            public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                return visible ? null : super.visitAnnotation(annotation, false);
            }
        };
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        int newAccess = flags.ofMethod(access, name);
        String newSignature = beforeJava5 ? null : signature;
        MethodVisitor next = super.visitMethod(newAccess, name, descriptor, newSignature, exceptions);
        MethodVisitor inliner = new Inliner(next, newAccess, name, descriptor, newSignature, exceptions);
        return beforeJava5 ? new WithoutReflection(inliner) : inliner;
    }

    /** Does nothing to a method without subroutines. */
    private static final class Inliner extends JSRInlinerAdapter {
        Inliner(
                MethodVisitor next,
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            super(ASM, next, access, name, descriptor, signature, exceptions);
        }

        @Override
        public void visitEnd() {
            if (!Subroutines.areInlinable(this)) {
                throw new IllegalStateException(
                        "a subroutine of " + name + " isn't one of the kind that can be inlined");
            }
            super.visitEnd();
        }
    }

    /** Leaves out what a JVM doesn't see in a method of such a class. */
    private static final class WithoutReflection extends MethodVisitor {
        WithoutReflection(MethodVisitor next) {
            super(ASM, next);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return visible ? null : super.visitAnnotation(descriptor, false);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotationDefault() {
            return null;
        }

        @Override
        public @Nullable AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
            return visible ? null : super.visitParameterAnnotation(parameter, descriptor, false);
        }

        @Override
        public void visitLocalVariable(
                String name, String descriptor, @Nullable String signature, Label start, Label end, int index) {
            super.visitLocalVariable(name, descriptor, null, start, end, index);
        }
    }
}

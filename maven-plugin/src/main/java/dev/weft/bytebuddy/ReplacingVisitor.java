// SPDX-License-Identifier: Apache-2.0
package dev.weft.bytebuddy;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Attribute;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.ModuleVisitor;
import net.bytebuddy.jar.asm.RecordComponentVisitor;
import net.bytebuddy.jar.asm.TypePath;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.NullUnmarked;

/** Hears of one class, and tells of another one at its end. */
@NullUnmarked // the descriptor generator of Maven's plugins can't read annotations of arrays
final class ReplacingVisitor extends ClassVisitor {
    private final ClassVisitor next;
    private final byte[] other;

    ReplacingVisitor(ClassVisitor next, byte[] other) {
        super(OpenedClassReader.ASM_API);
        this.next = next;
        this.other = other;
    }

    @Override
    public void visitEnd() {
        new ClassReader(other).accept(next, 0);
    }

    @Override
    public ModuleVisitor visitModule(String name, int access, String version) {
        return null;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return null;
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(int typeReference, TypePath path, String descriptor, boolean visible) {
        return null;
    }

    @Override
    public void visitAttribute(Attribute attribute) {
        // not passed on, like the rest
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(String name, String descriptor, String signature) {
        return null;
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

class OldClassFileTest {
    private static final CommonSuperclass UNKNOWN = (one, other) -> null;

    @Test
    void classesBecomeThoseOfJava7AndInterfacesThoseOfJava8() throws Exception {
        assertThat(upgrade(classOf(Opcodes.V1_1, Opcodes.ACC_PUBLIC, w -> {})).version)
                .isEqualTo(Opcodes.V1_7);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
        assertThat(upgrade(classOf(Opcodes.V1_6, access, w -> {})).version).isEqualTo(Opcodes.V1_8);
    }

    @Test
    void flagsWithoutMeaningGo() throws Exception {
        ClassNode node = upgrade(classOf(
                Opcodes.V1_4, Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_SUPER | Opcodes.ACC_ENUM, w -> {
                    w.visitField(Opcodes.ACC_ENUM | 9 | Opcodes.ACC_FINAL, "f", "I", null, null);
                    w.visitMethod(
                            Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_STRICT, "m", "()V", null, null);
                    w.visitInnerClass("test/Old$I", "test/Old", "I", Opcodes.ACC_INTERFACE);
                    w.visitInnerClass("test/Old$I", "test/Old", "I", Opcodes.ACC_INTERFACE);
                }));
        assertThat(node.access).isEqualTo(Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT);
        assertThat(node.fields.get(0).access & Opcodes.ACC_ENUM).isZero();
        assertThat(node.methods.get(0).access).isEqualTo(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT);
        assertThat(node.innerClasses).hasSize(1);
        assertThat(node.innerClasses.get(0).access).isEqualTo(Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT);
    }

    @Test
    void classInitializersAreStatic() throws Exception {
        MethodNode initializer = method(classOf(Opcodes.V1_6, Opcodes.ACC_PUBLIC, w -> {
            MethodVisitor m = w.visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "<clinit>", "()V", null, null);
            m.visitCode();
            m.visitInsn(Opcodes.RETURN);
            m.visitMaxs(0, 0);
        }));
        assertThat(initializer.access).isEqualTo(Opcodes.ACC_STATIC);
    }

    @Test
    void whatReflectionDidNotSeeItDoesNotSee() throws Exception {
        Consumer<ClassWriter> members = w -> {
            w.visitOuterClass("test/Outer", null, null);
            w.visitAnnotation("LA;", true).visitEnd();
            w.visitAnnotation("Linvisible;", false).visitEnd();
            w.visitField(0, "f", "Ljava/util/List;", "not a signature", null)
                    .visitAnnotation("LA;", true)
                    .visitEnd();
        };
        ClassNode java4 = upgrade(classOf(Opcodes.V1_4, Opcodes.ACC_PUBLIC, members));
        assertThat(java4.visibleAnnotations).isNull();
        assertThat(java4.invisibleAnnotations).hasSize(1);
        assertThat(java4.outerClass).isNull();
        FieldNode field = java4.fields.get(0);
        assertThat(field.signature).isNull();
        assertThat(field.visibleAnnotations).isNull();
        ClassNode java5 = upgrade(classOf(Opcodes.V1_5, Opcodes.ACC_PUBLIC, members));
        assertThat(java5.visibleAnnotations).hasSize(1);
        assertThat(java5.outerClass).isEqualTo("test/Outer");
        assertThat(java5.fields.get(0).signature).isEqualTo("not a signature");
    }

    @Test
    void aMergeOfUnknownClassesThatNobodyReadsIsLeftOut() throws Exception {
        MethodNode method = method(merge(m -> {
            m.visitVarInsn(Opcodes.ASTORE, 2);
            m.visitInsn(Opcodes.RETURN);
        }));
        assertThat(frames(method))
                .isNotEmpty()
                .allSatisfy(frame -> assertThat(frame.local).noneMatch(OldClassFileTest::isUnknown));
    }

    @Test
    void oneThatIsReadIsNamed() {
        byte[] classFile = merge(m -> {
            m.visitVarInsn(Opcodes.ALOAD, 1);
            m.visitInsn(Opcodes.POP);
            m.visitInsn(Opcodes.RETURN);
        });
        assertThatThrownBy(() -> upgrade(classFile))
                .isInstanceOf(UpgradeException.class)
                .hasMessage("in merge, the common superclass isn't known of missing.A and missing.B");
    }

    @Test
    void subroutinesThatOverwriteTheirReturnAddressAreRefused() {
        byte[] classFile = classOf(Opcodes.V1_4, Opcodes.ACC_PUBLIC, w -> {
            MethodVisitor m = w.visitMethod(Opcodes.ACC_STATIC, "twice", "()V", null, null);
            Label outer = new Label();
            Label inner = new Label();
            m.visitCode();
            m.visitJumpInsn(Opcodes.JSR, outer);
            m.visitInsn(Opcodes.RETURN);
            m.visitLabel(outer);
            m.visitVarInsn(Opcodes.ASTORE, 0);
            m.visitJumpInsn(Opcodes.JSR, inner);
            m.visitVarInsn(Opcodes.RET, 0);
            m.visitLabel(inner);
            m.visitVarInsn(Opcodes.ASTORE, 0);
            m.visitVarInsn(Opcodes.RET, 0);
            m.visitMaxs(2, 2);
        });
        assertThatThrownBy(() -> upgrade(classFile))
                .isInstanceOf(UpgradeException.class)
                .hasMessageContaining("a subroutine of twice");
    }

    @Test
    void brokenCodeIsRefused() {
        byte[] classFile = classOf(Opcodes.V1_4, Opcodes.ACC_PUBLIC, w -> {
            MethodVisitor m = w.visitMethod(Opcodes.ACC_STATIC, "recursive", "()V", null, null);
            Label subroutine = new Label();
            m.visitCode();
            m.visitLabel(subroutine);
            m.visitJumpInsn(Opcodes.JSR, subroutine);
            m.visitInsn(Opcodes.RETURN);
            m.visitMaxs(9, 0);
        });
        assertThatThrownBy(() -> upgrade(classFile)).isInstanceOf(UpgradeException.class);
    }

    /** A variable is of one missing class on one way and of another on the other. */
    private static byte[] merge(Consumer<MethodVisitor> rest) {
        return classOf(Opcodes.V1_4, Opcodes.ACC_PUBLIC, w -> {
            MethodVisitor m = w.visitMethod(Opcodes.ACC_STATIC, "merge", "(ILmissing/A;Lmissing/B;)V", null, null);
            Label join = new Label();
            m.visitCode();
            m.visitVarInsn(Opcodes.ILOAD, 0);
            m.visitJumpInsn(Opcodes.IFEQ, join);
            m.visitVarInsn(Opcodes.ALOAD, 2);
            m.visitVarInsn(Opcodes.ASTORE, 1);
            m.visitLabel(join);
            m.visitInsn(Opcodes.ACONST_NULL);
            m.visitVarInsn(Opcodes.ASTORE, 2);
            m.visitInsn(Opcodes.ACONST_NULL);
            rest.accept(m);
            m.visitMaxs(2, 3);
        });
    }

    private static byte[] classOf(int version, int access, Consumer<ClassWriter> members) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(version, access, "test/Old", null, "java/lang/Object", null);
        members.accept(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static ClassNode upgrade(byte[] classFile) throws UpgradeException {
        ClassNode node = new ClassNode();
        byte[] upgraded = OldClassFile.upgrade(new ClassReader(classFile), UNKNOWN);
        new ClassReader(upgraded).accept(node, ClassReader.EXPAND_FRAMES);
        return node;
    }

    private static MethodNode method(byte[] classFile) throws UpgradeException {
        return upgrade(classFile).methods.get(0);
    }

    private static List<FrameNode> frames(MethodNode method) {
        List<FrameNode> frames = new ArrayList<>();
        for (AbstractInsnNode insn : method.instructions) if (insn instanceof FrameNode frame) frames.add(frame);
        return frames;
    }

    private static boolean isUnknown(Object type) {
        return type.equals(UnknownTypes.NAME);
    }
}

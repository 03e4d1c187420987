// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

class TypeFlowTest {
    private final MethodNode method = new MethodNode(Opcodes.ACC_STATIC, "m", "(IJ[Ljava/lang/String;)V", null, null);

    @Test
    void parametersAndTheStackAreKnownSlotBySlot() {
        method.visitVarInsn(Opcodes.ALOAD, 3);
        method.visitInsn(Opcodes.ICONST_0);
        method.visitInsn(Opcodes.AALOAD);
        method.visitLdcInsn(2.5);
        call("c");
        TypeState state = beforeCall("c");
        assertThat(state.locals()).containsExactly(Opcodes.INTEGER, Opcodes.LONG, Opcodes.TOP, "[Ljava/lang/String;");
        assertThat(state.stack()).containsExactly("java/lang/String", Opcodes.DOUBLE, Opcodes.TOP);
    }

    @Test
    void anUninitialisedObjectIsNamedByItsCreationInCodeAndInStackMaps() {
        Label creation = new Label();
        Label join = new Label();
        method.visitLabel(new Label()); // a second label at the same place
        method.visitLabel(creation);
        method.visitTypeInsn(Opcodes.NEW, "Foo");
        method.visitInsn(Opcodes.DUP);
        call("straight");
        method.visitJumpInsn(Opcodes.GOTO, join);
        method.visitLabel(join);
        method.visitFrame(Opcodes.F_NEW, 1, new Object[] {Opcodes.INTEGER}, 2, new Object[] {creation, creation});
        call("joined");
        TypeState straight = beforeCall("straight");
        TypeState joined = beforeCall("joined");
        assertThat(straight.stack()).hasSize(2).hasOnlyElementsOfType(Uninitialized.class);
        assertThat(joined.stack()).isEqualTo(straight.stack());
    }

    @Test
    void whatCanNotBeReachedHasNoTypes() {
        method.visitInsn(Opcodes.RETURN);
        call("dead");
        assertThat(flow().beforeCall(indexOf("dead"))).isNull();
    }

    @Test
    void aStackMapReplacesWhatWasKnown() {
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitVarInsn(Opcodes.ASTORE, 3);
        call("exact");
        method.visitFrame(
                Opcodes.F_NEW, 3, new Object[] {Opcodes.INTEGER, Opcodes.LONG, "java/lang/Object"}, 0, new Object[0]);
        call("merged");
        assertThat(beforeCall("exact").locals()).endsWith(Opcodes.NULL);
        assertThat(beforeCall("merged").locals())
                .isEqualTo(List.of(Opcodes.INTEGER, Opcodes.LONG, Opcodes.TOP, "java/lang/Object"));
    }

    private void call(String name) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "T", name, "()V", false);
    }

    private TypeFlow flow() {
        return new TypeFlow("T", method);
    }

    private TypeState beforeCall(String name) {
        TypeState state = flow().beforeCall(indexOf(name));
        if (state == null) throw new AssertionError(name + " can't be reached");
        return state;
    }

    private int indexOf(String name) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call && call.name.equals(name)) return method.instructions.indexOf(insn);
        }
        throw new AssertionError(name);
    }
}

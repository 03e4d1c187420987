// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

class LivenessTest {
    private final MethodNode method = new MethodNode(Opcodes.ACC_STATIC, "m", "(IJ)I", null, null);

    @Test
    void aLocalThatIsReadLaterIsLiveAcrossACall() {
        call("first");
        method.visitVarInsn(Opcodes.ILOAD, 0);
        method.visitInsn(Opcodes.IRETURN);
        assertThat(liveAfter("first")).isEqualTo(slots(0));
    }

    @Test
    void aLocalThatIsAssignedFirstIsNotLive() {
        call("first");
        method.visitInsn(Opcodes.ICONST_0);
        method.visitVarInsn(Opcodes.ISTORE, 0);
        method.visitVarInsn(Opcodes.ILOAD, 0);
        method.visitInsn(Opcodes.IRETURN);
        assertThat(liveAfter("first")).isEqualTo(slots());
    }

    @Test
    void aWideAssignmentEndsWhatWasInItsSecondSlot() {
        call("first");
        method.visitInsn(Opcodes.LCONST_0);
        method.visitVarInsn(Opcodes.LSTORE, 3);
        method.visitVarInsn(Opcodes.ILOAD, 4);
        method.visitInsn(Opcodes.IRETURN);
        assertThat(liveAfter("first")).isEqualTo(slots());
    }

    @Test
    void anIncrementReadsItsLocal() {
        call("first");
        method.visitIincInsn(0, 1);
        method.visitInsn(Opcodes.ICONST_0);
        method.visitInsn(Opcodes.IRETURN);
        assertThat(liveAfter("first")).isEqualTo(slots(0));
    }

    @Test
    void aLoopKeepsWhatItsHeadReads() {
        Label head = new Label();
        method.visitLabel(head);
        method.visitVarInsn(Opcodes.LLOAD, 1);
        method.visitInsn(Opcodes.POP2);
        call("last");
        method.visitJumpInsn(Opcodes.GOTO, head);
        assertThat(liveAfter("last")).isEqualTo(slots(1));
    }

    /** PITFALLS S08: {@code x = f()} in a try; the handler reads the x from before. */
    @Test
    void whatAHandlerReadsIsLiveThoughTheTryAssignsIt() {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        method.visitTryCatchBlock(start, end, handler, null);
        method.visitLabel(start);
        call("inTry");
        method.visitVarInsn(Opcodes.ISTORE, 0);
        method.visitLabel(end);
        method.visitInsn(Opcodes.ICONST_0);
        method.visitInsn(Opcodes.IRETURN);
        method.visitLabel(handler);
        method.visitInsn(Opcodes.POP);
        method.visitVarInsn(Opcodes.ILOAD, 0);
        method.visitInsn(Opcodes.IRETURN);
        assertThat(liveAfter("inTry")).isEqualTo(slots(0));
    }

    private void call(String name) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "T", name, "()I", false);
    }

    private BitSet liveAfter(String name) {
        ControlFlow flow = new ControlFlow(method);
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call && call.name.equals(name)) {
                return new Liveness(flow).afterCall(flow.indexOf(insn));
            }
        }
        throw new AssertionError(name);
    }

    private static BitSet slots(int... slots) {
        BitSet set = new BitSet();
        for (int slot : slots) set.set(slot);
        return set;
    }
}

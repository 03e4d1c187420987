// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

class MonitorsTest {
    private final MethodNode method = new MethodNode(Opcodes.ACC_STATIC, "m", "(Ljava/lang/Object;)V", null, null);

    @Test
    void aSynchronizedBlockHoldsFromEnterToExit() {
        call("before");
        monitor(Opcodes.MONITORENTER);
        call("inside");
        monitor(Opcodes.MONITOREXIT);
        call("behind");
        method.visitInsn(Opcodes.RETURN);
        assertThat(held("before")).isFalse();
        assertThat(held("inside")).isTrue();
        assertThat(held("behind")).isFalse();
    }

    @Test
    void nestedBlocksHoldUntilTheOuterOneEnds() {
        monitor(Opcodes.MONITORENTER);
        monitor(Opcodes.MONITORENTER);
        monitor(Opcodes.MONITOREXIT);
        call("outer");
        monitor(Opcodes.MONITOREXIT);
        call("behind");
        method.visitInsn(Opcodes.RETURN);
        assertThat(held("outer")).isTrue();
        assertThat(held("behind")).isFalse();
    }

    @Test
    void theHandlerThatReleasesTheMonitorHoldsItAndAnOuterOneDoesNot() {
        Label start = new Label();
        Label end = new Label();
        Label release = new Label();
        Label outer = new Label();
        method.visitTryCatchBlock(start, end, release, null);
        method.visitTryCatchBlock(start, outer, outer, "java/lang/Exception");
        monitor(Opcodes.MONITORENTER);
        method.visitLabel(start);
        call("inside");
        monitor(Opcodes.MONITOREXIT);
        method.visitLabel(end);
        method.visitInsn(Opcodes.RETURN);
        method.visitLabel(release);
        call("releasing");
        monitor(Opcodes.MONITOREXIT);
        call("released");
        method.visitInsn(Opcodes.ATHROW);
        method.visitLabel(outer);
        call("inOuter");
        method.visitInsn(Opcodes.ATHROW);
        assertThat(held("releasing")).isTrue();
        assertThat(held("released")).isFalse();
        // the call in the releasing handler could throw with the monitor held
        assertThat(held("inOuter")).isTrue();
    }

    @Test
    void wherePathsDisagreeTheMonitorIsTakenToBeHeld() {
        Label join = new Label();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitJumpInsn(Opcodes.IFNULL, join);
        monitor(Opcodes.MONITORENTER);
        method.visitLabel(join);
        call("either");
        method.visitInsn(Opcodes.RETURN);
        assertThat(held("either")).isTrue();
    }

    @Test
    void unbalancedLoopsEnd() {
        Label head = new Label();
        method.visitLabel(head);
        monitor(Opcodes.MONITORENTER);
        call("inside");
        method.visitJumpInsn(Opcodes.GOTO, head);
        assertThat(held("inside")).isTrue();
    }

    private void monitor(int opcode) {
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitInsn(opcode);
    }

    private void call(String name) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "T", name, "()V", false);
    }

    private boolean held(String name) {
        ControlFlow flow = new ControlFlow(method);
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call && call.name.equals(name)) {
                return new Monitors(flow).mayBeHeld(flow.indexOf(insn));
            }
        }
        throw new AssertionError(name);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import java.util.BitSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables may still be read.
 *
 * <p>Backward data flow to a fixed point, one bit for each slot. A long or double is live by its first slot. An
 * instruction that assigns may throw before it does, so what a handler reads is live before each instruction of its range
 * (PITFALLS S08).
 */
public final class Liveness {
    private final ControlFlow flow;
    private final BitSet[] liveIn;

    /**
     * Analyses a method.
     *
     * @param flow its edges
     */
    public Liveness(ControlFlow flow) {
        this.flow = flow;
        liveIn = new BitSet[flow.size()];
        for (int i = 0; i < liveIn.length; i++) liveIn[i] = new BitSet();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = liveIn.length - 1; i >= 0; i--) changed |= update(i);
        }
    }

    private boolean update(int index) {
        BitSet live = after(index);
        AbstractInsnNode insn = flow.instruction(index);
        if (insn instanceof VarInsnNode variable) {
            int opcode = insn.getOpcode();
            if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
                live.clear(variable.var);
                if (opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE) live.clear(variable.var + 1);
            } else {
                live.set(variable.var);
            }
        } else if (insn instanceof IincInsnNode increment) {
            live.set(increment.var);
        }
        addHandlers(index, live);
        if (live.equals(liveIn[index])) return false;
        liveIn[index] = live;
        return true;
    }

    private void addHandlers(int index, BitSet live) {
        for (TryCatchBlockNode block : flow.handlers(index)) live.or(liveIn[flow.indexOf(block.handler)]);
    }

    /**
     * The locals that are live before an instruction.
     *
     * @param index the instruction
     * @return slots; not to be changed
     */
    public BitSet before(int index) {
        return liveIn[index];
    }

    /**
     * The locals that are live after a call, or in a handler that gets an exception of it.
     *
     * @param index the call
     * @return slots
     */
    public BitSet afterCall(int index) {
        BitSet live = after(index);
        addHandlers(index, live);
        return live;
    }

    private BitSet after(int index) {
        BitSet live = new BitSet();
        for (int successor : flow.successors(index)) live.or(liveIn[successor]);
        return live;
    }
}

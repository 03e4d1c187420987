// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.upgrade;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Tells whether a method's subroutines are of the form that can be inlined: each keeps its return address in one variable
 * from its first instruction on, and returns by that variable.
 *
 * <p>Compilers wrote no others. A JVM also accepts a subroutine that returns to the caller of its caller, and the inliner
 * would let it return to its own.
 */
final class Subroutines {
    private static final int NO_VARIABLE = -1;

    private final InsnList code;
    private final List<TryCatchBlockNode> tryCatchBlocks;
    private final Map<LabelNode, BitSet> bodies = new HashMap<>();

    private Subroutines(MethodNode method) {
        code = method.instructions;
        tryCatchBlocks = method.tryCatchBlocks;
        for (AbstractInsnNode insn : code) {
            if (insn.getOpcode() == Opcodes.JSR) {
                LabelNode start = ((JumpInsnNode) insn).label;
                if (!bodies.containsKey(start)) bodies.put(start, body(start));
            }
        }
    }

    static boolean areInlinable(MethodNode method) {
        Subroutines subroutines = new Subroutines(method);
        for (LabelNode start : subroutines.bodies.keySet()) {
            if (!subroutines.isInlinable(start)) return false;
        }
        return true;
    }

    private boolean isInlinable(LabelNode start) {
        @Nullable AbstractInsnNode first = start;
        while (first != null && first.getOpcode() < 0) first = first.getNext();
        boolean isKept = first != null && first.getOpcode() == Opcodes.ASTORE;
        int address = isKept ? ((VarInsnNode) first).var : NO_VARIABLE;
        BitSet body = Objects.requireNonNull(bodies.get(start));
        boolean returns = false;
        for (int i = body.nextSetBit(0); i >= 0; i = body.nextSetBit(i + 1)) {
            AbstractInsnNode insn = code.get(i);
            if (insn.getOpcode() != Opcodes.RET) continue;
            if (((VarInsnNode) insn).var != address) return false;
            returns = true;
        }
        return !returns || !isOverwritten(address, first, start, new HashSet<>());
    }

    /** Is the variable assigned in a subroutine or in one that it calls, but by one instruction? */
    private boolean isOverwritten(int variable, @Nullable AbstractInsnNode but, LabelNode start, Set<LabelNode> seen) {
        if (!seen.add(start)) return false;
        BitSet body = Objects.requireNonNull(bodies.get(start));
        for (int i = body.nextSetBit(0); i >= 0; i = body.nextSetBit(i + 1)) {
            AbstractInsnNode insn = code.get(i);
            if (insn != but && assigns(insn, variable)) return true;
            boolean calls = insn.getOpcode() == Opcodes.JSR;
            if (calls && isOverwritten(variable, but, ((JumpInsnNode) insn).label, seen)) return true;
        }
        return false;
    }

    private static boolean assigns(AbstractInsnNode insn, int variable) {
        if (insn instanceof IincInsnNode increment) return increment.var == variable;
        int opcode = insn.getOpcode();
        if (opcode < Opcodes.ISTORE || opcode > Opcodes.ASTORE) return false;
        int assigned = ((VarInsnNode) insn).var;
        boolean isWide = opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE;
        return assigned == variable || isWide && assigned + 1 == variable;
    }

    /** What can run between the subroutine's first instruction and its return, without the subroutines that it calls. */
    private BitSet body(LabelNode start) {
        BitSet body = new BitSet();
        Deque<AbstractInsnNode> open = new ArrayDeque<>();
        open.push(start);
        while (!open.isEmpty()) {
            for (AbstractInsnNode insn = open.pop(); insn != null; insn = follow(insn, open)) {
                int index = code.indexOf(insn);
                if (body.get(index)) break;
                body.set(index);
                for (TryCatchBlockNode block : tryCatchBlocks) {
                    if (code.indexOf(block.start) <= index && index < code.indexOf(block.end)) open.push(block.handler);
                }
            }
        }
        return body;
    }

    /** Remembers where an instruction jumps to; returns what comes next, null if nothing does. */
    private static @Nullable AbstractInsnNode follow(AbstractInsnNode insn, Deque<AbstractInsnNode> open) {
        int opcode = insn.getOpcode();
        if (insn instanceof JumpInsnNode jump && opcode != Opcodes.JSR) open.push(jump.label);
        if (insn instanceof TableSwitchInsnNode table) {
            open.push(table.dflt);
            for (LabelNode label : table.labels) open.push(label);
        }
        if (insn instanceof LookupSwitchInsnNode lookup) {
            open.push(lookup.dflt);
            for (LabelNode label : lookup.labels) open.push(label);
        }
        boolean ends = opcode == Opcodes.GOTO
                || opcode == Opcodes.TABLESWITCH
                || opcode == Opcodes.LOOKUPSWITCH
                || opcode == Opcodes.ATHROW
                || opcode == Opcodes.RET
                || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
        return ends ? null : insn.getNext();
    }
}

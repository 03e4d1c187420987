// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** The edges between a method's instructions, which are named by their index in the instruction list. */
public final class ControlFlow {
    private static final int[] NONE = {};

    private final AbstractInsnNode[] instructions;
    private final InsnList list;
    private final int[][] successors;
    private final List<TryCatchBlockNode>[] handlers;

    /**
     * Reads a method.
     *
     * @param method a method with code, without jsr and ret
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public ControlFlow(MethodNode method) {
        list = method.instructions;
        instructions = list.toArray();
        successors = new int[instructions.length][];
        for (int i = 0; i < instructions.length; i++) successors[i] = successorsOf(i);
        handlers = new List[instructions.length];
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int end = indexOf(block.end);
            for (int i = indexOf(block.start); i < end; i++) {
                if (handlers[i] == null) handlers[i] = new ArrayList<>(2);
                handlers[i].add(block);
            }
        }
    }

    /**
     * How many instructions there are, labels, lines and frames included.
     *
     * @return the count
     */
    public int size() {
        return instructions.length;
    }

    /**
     * An instruction.
     *
     * @param index its index
     * @return the node
     */
    public AbstractInsnNode instruction(int index) {
        return instructions[index];
    }

    /**
     * Where an instruction stands.
     *
     * @param instruction a node of this method
     * @return its index
     */
    public int indexOf(AbstractInsnNode instruction) {
        return list.indexOf(instruction);
    }

    /**
     * Where control may go from an instruction, exceptions aside.
     *
     * @param index the instruction
     * @return indices; not to be changed
     */
    public int[] successors(int index) {
        return successors[index];
    }

    /**
     * The handlers that cover an instruction, in the order in which the JVM tries them. What stands behind a catch-all is
     * among them: it never gets an exception, but the verifier wants its types.
     *
     * @param index the instruction
     * @return the blocks
     */
    public List<TryCatchBlockNode> handlers(int index) {
        List<TryCatchBlockNode> blocks = handlers[index];
        return blocks == null ? List.of() : blocks;
    }

    private int[] successorsOf(int index) {
        AbstractInsnNode insn = instructions[index];
        if (insn instanceof JumpInsnNode jump) {
            int target = indexOf(jump.label);
            return insn.getOpcode() == Opcodes.GOTO ? new int[] {target} : new int[] {target, index + 1};
        }
        if (insn instanceof TableSwitchInsnNode table) return targets(table.dflt, table.labels);
        if (insn instanceof LookupSwitchInsnNode lookup) return targets(lookup.dflt, lookup.labels);
        int opcode = insn.getOpcode();
        boolean ends = opcode == Opcodes.ATHROW || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
        return ends || index + 1 == instructions.length ? NONE : new int[] {index + 1};
    }

    private int[] targets(LabelNode dflt, List<LabelNode> labels) {
        int[] result = new int[labels.size() + 1];
        result[0] = indexOf(dflt);
        for (int i = 0; i < labels.size(); i++) result[i + 1] = indexOf(labels.get(i));
        return result;
    }

    /**
     * Does a jump of this method lead back, or might one? Cheap, since nothing is analysed; loops by exceptions aren't seen.
     *
     * @param method with code
     * @return also true for each switch
     */
    public static boolean mayLoop(MethodNode method) {
        Set<LabelNode> passed = new HashSet<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LabelNode label) passed.add(label);
            else if (insn instanceof JumpInsnNode jump && passed.contains(jump.label)) return true;
            else if (insn.getOpcode() == Opcodes.TABLESWITCH || insn.getOpcode() == Opcodes.LOOKUPSWITCH) return true;
        }
        return false;
    }
}

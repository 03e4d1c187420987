// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The types before each call of a method, from the class's own stack maps: between two of them code is straight, so one
 * pass is enough, nothing is merged and no class is looked up.
 */
public final class TypeFlow {
    private final TypeState[] beforeCalls;
    private final AbstractInsnNode[] instructions;
    private final int[] depths; // of the stack before each instruction, -1 if it can't be reached
    private final boolean keepsThis;
    private final Map<Label, TypeInsnNode> creations = new IdentityHashMap<>();

    /**
     * Analyses a method.
     *
     * @param owner internal name of its class
     * @param method with expanded frames, without jsr and ret
     */
    public TypeFlow(String owner, MethodNode method) {
        instructions = method.instructions.toArray();
        beforeCalls = new TypeState[instructions.length];
        depths = new int[instructions.length];
        keepsThis = (method.access & Opcodes.ACC_STATIC) == 0 && !isStored(0);
        findCreations(instructions);
        AnalyzerAdapter adapter = new Analyzer(owner, method);
        for (int i = 0; i < instructions.length; i++) {
            AbstractInsnNode insn = instructions[i];
            depths[i] = adapter.stack == null ? -1 : adapter.stack.size();
            if (insn instanceof MethodInsnNode && adapter.locals != null) {
                beforeCalls[i] = new TypeState(named(adapter.locals), named(adapter.stack));
            }
            insn.accept(adapter);
            if (insn.getOpcode() == Opcodes.NEW && adapter.stack != null) {
                creations.put((Label) adapter.stack.get(adapter.stack.size() - 1), (TypeInsnNode) insn);
            }
        }
    }

    /**
     * The types before a call.
     *
     * @param index of a method instruction
     * @return null if it can't be reached
     */
    public @Nullable TypeState beforeCall(int index) {
        return beforeCalls[index];
    }

    /**
     * Whether a value below a call's arguments is {@code this} for certain: it was loaded in the straight code before.
     *
     * @param index of a method instruction
     * @param depth of the stack below the value
     */
    public boolean isThis(int index, int depth) {
        if (!keepsThis) return false;
        for (int i = index - 1; i >= 0; i--) {
            AbstractInsnNode insn = instructions[i];
            if (insn instanceof FrameNode || movesValues(insn.getOpcode()) || depths[i] < depth) return false;
            if (depths[i] == depth && insn.getOpcode() >= 0) {
                return insn instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD && load.var == 0;
            }
        }
        return false;
    }

    private static boolean movesValues(int opcode) {
        return opcode == Opcodes.SWAP
                || opcode == Opcodes.DUP_X1
                || opcode == Opcodes.DUP_X2
                || opcode == Opcodes.DUP2_X1
                || opcode == Opcodes.DUP2_X2;
    }

    private boolean isStored(int local) {
        for (AbstractInsnNode insn : instructions) {
            if (insn instanceof VarInsnNode store && store.var == local && store.getOpcode() >= Opcodes.ISTORE)
                return true;
        }
        return false;
    }

    /**
     * A type of a stack map, as {@link TypeState} has it.
     *
     * @param frameType a label node names an uninitialised object
     * @return the type
     */
    public Object typeOf(Object frameType) {
        return frameType instanceof LabelNode label ? named(label.getLabel()) : frameType;
    }

    private void findCreations(AbstractInsnNode[] instructions) {
        List<LabelNode> labels = new ArrayList<>();
        for (AbstractInsnNode insn : instructions) {
            if (insn instanceof LabelNode label) {
                labels.add(label);
            } else if (insn.getOpcode() >= 0) {
                if (insn.getOpcode() == Opcodes.NEW) {
                    for (LabelNode label : labels) creations.put(label.getLabel(), (TypeInsnNode) insn);
                }
                labels.clear();
            }
        }
    }

    private List<Object> named(List<Object> types) {
        List<Object> result = new ArrayList<>(types.size());
        for (Object type : types) result.add(named(type));
        return result;
    }

    private Object named(Object type) {
        if (!(type instanceof Label)) return type;
        TypeInsnNode creation = creations.get(type);
        if (creation == null) throw new IllegalStateException("a stack map names an offset that has no NEW");
        return new Uninitialized(creation);
    }

    private static final class Analyzer extends AnalyzerAdapter {
        Analyzer(String owner, MethodNode method) {
            super(Opcodes.ASM9, owner, method.access, method.name, method.desc, null);
        }
    }

    /**
     * The types of a frame's list, slot by slot.
     *
     * @param frame an expanded frame
     * @return its locals
     */
    public List<Object> localsOf(FrameNode frame) {
        return slots(frame.local);
    }

    /**
     * The types of a frame's stack, slot by slot.
     *
     * @param frame an expanded frame
     * @return its stack
     */
    public List<Object> stackOf(FrameNode frame) {
        return slots(frame.stack);
    }

    private List<Object> slots(List<Object> frameTypes) {
        List<Object> slots = new ArrayList<>();
        for (Object type : frameTypes) {
            slots.add(typeOf(type));
            if (type == Opcodes.LONG || type == Opcodes.DOUBLE) slots.add(Opcodes.TOP);
        }
        return slots;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.FRAME_ARRAY;
import static dev.weft.instrument.abi.RuntimeAbi.FRAME_SHAPE;
import static dev.weft.instrument.abi.RuntimeAbi.ORIGIN_DESCRIPTOR;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The frame class of a method: the narrowest of the runtime's shapes that holds each suspension point's values. */
final class FrameShape {
    private static final int[] REF_COUNTS = {0, 2, 4, 8};
    private static final int[] LONG_COUNTS = {0, 1, 2, 4};

    /** Internal name. */
    final String className;

    private final int refCount;
    private final int longCount;
    private final boolean isArray;

    FrameShape(int refs, int longs) {
        int fixedRefs = atLeast(refs, REF_COUNTS);
        int fixedLongs = atLeast(longs, LONG_COUNTS);
        isArray = fixedRefs < 0 || fixedLongs < 0;
        refCount = isArray ? refs : fixedRefs;
        longCount = isArray ? longs : fixedLongs;
        className = isArray ? FRAME_ARRAY : FRAME_SHAPE + refCount + "$L" + longCount;
    }

    private static int atLeast(int count, int[] counts) {
        for (int c : counts) if (c >= count) return c;
        return -1;
    }

    /**
     * A value that is about to be saved.
     *
     * @param value with a slot in the frame
     * @param local the local variable that has it
     */
    record Placed(SavedValue value, int local) {
        private boolean isRef() {
            return value.kind() == Kind.REF;
        }

        private void addLoad(InsnList code) {
            code.add(new VarInsnNode(value.kind().load(), local));
            value.kind().addToLong(code);
        }
    }

    /**
     * Saves an activation.
     *
     * <pre>{@code
     *     Shape.save(ref…, long…, state, origin, c);       // [] -> []
     *
     *     frame = FrameArray.create(origin, refs, longs, c);
     *     frame.setRef(value, slot); …
     *     frame.save(state, c);
     * }</pre>
     *
     * @param origin what gives the frame: the one that the activation was resumed from, or the method's resumer
     */
    void addSave(AbstractInsnNode origin, InsnList code, List<Placed> values, AbstractInsnNode state, int c) {
        if (isArray) addCreate(origin, code, c);
        String slots = addValues(code, values);
        code.add(state);
        if (!isArray) code.add(origin);
        code.add(new VarInsnNode(Opcodes.ALOAD, c));
        int opcode = isArray ? Opcodes.INVOKEVIRTUAL : Opcodes.INVOKESTATIC;
        String descriptor = "(" + slots + "I" + (isArray ? "" : ORIGIN_DESCRIPTOR) + CONTINUATION_DESCRIPTOR + ")V";
        code.add(new MethodInsnNode(opcode, className, "save", descriptor, false));
    }

    private void addCreate(AbstractInsnNode origin, InsnList code, int c) {
        code.add(origin);
        code.add(Constants.push(refCount));
        code.add(Constants.push(longCount));
        code.add(new VarInsnNode(Opcodes.ALOAD, c));
        String descriptor = "(" + ORIGIN_DESCRIPTOR + "II" + CONTINUATION_DESCRIPTOR + ")L" + className + ";";
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, className, "create", descriptor, false));
    }

    /** Pushes the values, or puts them into the array; returns the descriptors of what it has pushed. */
    private String addValues(InsnList code, List<Placed> values) {
        if (isArray) {
            for (Placed value : values) addSet(code, value);
            return "";
        }
        @Nullable Placed[] refs = new @Nullable Placed[refCount];
        @Nullable Placed[] longs = new @Nullable Placed[longCount];
        for (Placed placed : values) (placed.isRef() ? refs : longs)[placed.value.slot()] = placed;
        addSlots(code, refs, Opcodes.ACONST_NULL);
        addSlots(code, longs, Opcodes.LCONST_0);
        return "Ljava/lang/Object;".repeat(refCount) + "J".repeat(longCount);
    }

    private static void addSlots(InsnList code, @Nullable Placed[] slots, int ifEmpty) {
        for (Placed placed : slots) {
            if (placed == null) code.add(new InsnNode(ifEmpty));
            else placed.addLoad(code);
        }
    }

    private void addSet(InsnList code, Placed placed) {
        code.add(new InsnNode(Opcodes.DUP));
        placed.addLoad(code);
        code.add(Constants.push(placed.value.slot()));
        String setter = placed.isRef() ? "setRef" : "setLong";
        String descriptor = placed.isRef() ? "(Ljava/lang/Object;I)V" : "(JI)V";
        code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, className, setter, descriptor, false));
    }

    /** frame -> value, not yet cast. */
    void addTake(InsnList code, SavedValue value) {
        boolean ref = value.kind() == Kind.REF;
        if (isArray) {
            code.add(Constants.push(value.slot()));
            code.add(new MethodInsnNode(
                    Opcodes.INVOKEVIRTUAL,
                    className,
                    ref ? "takeRef" : "takeLong",
                    ref ? "(I)Ljava/lang/Object;" : "(I)J",
                    false));
        } else if (ref) {
            code.add(new MethodInsnNode(
                    Opcodes.INVOKEVIRTUAL, className, "take" + value.slot(), "()Ljava/lang/Object;", false));
        } else {
            code.add(new FieldInsnNode(Opcodes.GETFIELD, className, "l" + value.slot(), "J"));
        }
        if (!ref) value.kind().addFromLong(code);
    }
}

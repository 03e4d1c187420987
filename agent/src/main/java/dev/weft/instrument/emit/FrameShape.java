// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.FRAME_ARRAY;
import static dev.weft.instrument.abi.RuntimeAbi.FRAME_SHAPE;
import static dev.weft.instrument.abi.RuntimeAbi.RESUMER_DESCRIPTOR;

import java.util.List;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
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

    /** resumer -> frame. */
    void addCreate(InsnList code) {
        String sizes = "";
        if (isArray) {
            code.add(Constants.push(refCount));
            code.add(Constants.push(longCount));
            sizes = "II";
        }
        code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                className,
                "create",
                "(" + RESUMER_DESCRIPTOR + sizes + ")L" + className + ";",
                false));
    }

    /**
     * frame -> (nothing): {@code frame.save(ref…, long…, state, c)}, or for arrays a set for each value and then the save.
     *
     * @param values those with a slot
     * @param load pushes a value
     */
    void addSave(InsnList code, List<SavedValue> values, Consumer<SavedValue> load, int state, int continuation) {
        StringBuilder descriptor = new StringBuilder("(");
        if (isArray) {
            for (SavedValue value : values) addSet(code, value, load);
        } else {
            SavedValue[] refs = new SavedValue[refCount];
            SavedValue[] longs = new SavedValue[longCount];
            for (SavedValue value : values) (value.kind() == Kind.REF ? refs : longs)[value.slot()] = value;
            for (SavedValue ref : refs) {
                if (ref == null) code.add(new InsnNode(Opcodes.ACONST_NULL));
                else load.accept(ref);
                descriptor.append("Ljava/lang/Object;");
            }
            for (SavedValue value : longs) {
                if (value == null) {
                    code.add(new InsnNode(Opcodes.LCONST_0));
                } else {
                    load.accept(value);
                    value.kind().addToLong(code);
                }
                descriptor.append('J');
            }
        }
        code.add(Constants.push(state));
        code.add(new VarInsnNode(Opcodes.ALOAD, continuation));
        descriptor.append('I').append(CONTINUATION_DESCRIPTOR).append(")V");
        code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, className, "save", descriptor.toString(), false));
    }

    private void addSet(InsnList code, SavedValue value, Consumer<SavedValue> load) {
        code.add(new InsnNode(Opcodes.DUP));
        load.accept(value);
        boolean ref = value.kind() == Kind.REF;
        if (!ref) value.kind().addToLong(code);
        code.add(Constants.push(value.slot()));
        code.add(new MethodInsnNode(
                Opcodes.INVOKEVIRTUAL,
                className,
                ref ? "setRef" : "setLong",
                ref ? "(Ljava/lang/Object;I)V" : "(JI)V",
                false));
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;
import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.FRAME;
import static dev.weft.instrument.abi.RuntimeAbi.RETURN;
import static dev.weft.instrument.abi.RuntimeAbi.STATE;
import static dev.weft.instrument.abi.RuntimeAbi.TAKE;

import dev.weft.instrument.flow.Reachability;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The entry by which the trampoline continues a saved activation. What can't run after a suspension isn't in it.
 *
 * <pre>{@code
 * private static void foo(Frame f, Continuation c) {
 *     Shape frame = (Shape) f;
 *     switch (frame.state) { case k: goto RESTORE_k; … }
 *   RESTORE_k:
 *     locals… = frame.take…();
 *     push under…                 // [under…]
 *     push c.takeX();             // [under…, result], or throws what the call has thrown, in the call's own try ranges
 *     goto RESUME_k;
 *     …body…                      // see EntryEmitter; return x becomes Continuation.returnX(x, c); return
 *   SAVE_k:
 *     frame.save(…, k, c);        // the same frame again
 *     return;
 * }
 * }</pre>
 */
public final class ResumeEntry extends EntryEmitter {
    private static final int OWN_LOCALS = 2;

    private final Reachability reachability;
    private final String resultDescriptor;
    private final List<LabelNode[]> takeRanges = new ArrayList<>(); // start and end, by state

    private ResumeEntry(ClassSite site, MethodPlan plan, Handle handle) {
        super(site, plan, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, handle.getDesc());
        reachability = new Reachability(plan.flow);
        for (SuspensionPoint point : plan.points) reachability.addAfter(point.index());
        resultDescriptor = Type.getReturnType(handle.getDesc()).getDescriptor();
    }

    /**
     * Writes the resume entry of a method that was analysed.
     *
     * @param site its class
     * @param plan the method, with at least one suspension point
     * @param handle the entry's name and descriptor; it returns void or a reference, which is null
     * @return the entry
     */
    public static MethodNode of(ClassSite site, MethodPlan plan, Handle handle) {
        return new ResumeEntry(site, plan, handle).emit();
    }

    @Override
    int slot(int plainSlot) {
        return plainSlot + OWN_LOCALS;
    }

    @Override
    int continuationSlot() {
        return 1;
    }

    @Override
    boolean isWanted(int index) {
        return reachability.isReached(index);
    }

    @Override
    void addPrologue() {
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new TypeInsnNode(Opcodes.CHECKCAST, plan.shape.className));
        code.add(new VarInsnNode(Opcodes.ASTORE, 0));
        List<LabelNode> restores = new ArrayList<>();
        for (int i = 0; i < plan.points.size(); i++) restores.add(new LabelNode());
        boolean switches = restores.size() > 1;
        if (switches) {
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(new FieldInsnNode(Opcodes.GETFIELD, FRAME, STATE, "I"));
            LabelNode last = restores.get(restores.size() - 1);
            code.add(new TableSwitchInsnNode(0, restores.size() - 1, last, restores.toArray(LabelNode[]::new)));
        }
        for (SuspensionPoint point : plan.points) {
            if (switches) {
                code.add(restores.get(point.state()));
                code.add(frameNode(List.of(), new BitSet(), List.of()));
            }
            addRestore(point);
        }
    }

    private void addRestore(SuspensionPoint point) {
        for (SavedValue local : point.locals()) {
            addTake(local);
            code.add(new VarInsnNode(local.kind().store(), slot(local.index())));
        }
        for (SavedValue value : point.stack()) addTake(value);
        Type result = point.result();
        boolean isVoid = result.getSort() == Type.VOID;
        Kind kind = isVoid ? Kind.INT : Kind.of(result);
        LabelNode start = new LabelNode();
        LabelNode end = new LabelNode();
        takeRanges.add(new LabelNode[] {start, end});
        code.add(start);
        code.add(new VarInsnNode(Opcodes.ALOAD, continuationSlot()));
        code.add(new MethodInsnNode(
                Opcodes.INVOKEVIRTUAL,
                CONTINUATION,
                TAKE + (isVoid ? "Void" : kind.suffix),
                "()" + (isVoid ? "V" : kind.descriptor),
                false));
        code.add(end);
        if (point.resultType() instanceof String type) addCast(type);
        code.add(new JumpInsnNode(Opcodes.GOTO, resumeLabels.get(point)));
    }

    private void addTake(SavedValue value) {
        if (value.kind() == Kind.NULL) {
            code.add(new InsnNode(Opcodes.ACONST_NULL));
            return;
        }
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        plan.shape.addTake(code, value);
        if (value.type() instanceof String type) addCast(type);
    }

    private void addCast(String type) {
        if (!type.equals("java/lang/Object")) code.add(new TypeInsnNode(Opcodes.CHECKCAST, type));
    }

    @Override
    void addResumeLabel(SuspensionPoint point) {
        addJumpTarget(point);
    }

    @Override
    void addFrame() {
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
    }

    @Override
    void addReturn(int opcode) {
        if (opcode != Opcodes.RETURN) {
            Kind kind = Kind.of(Type.getReturnType(source.desc));
            addNarrowing(Type.getReturnType(source.desc));
            code.add(new VarInsnNode(Opcodes.ALOAD, continuationSlot()));
            code.add(new MethodInsnNode(
                    Opcodes.INVOKESTATIC,
                    CONTINUATION,
                    RETURN + kind.suffix,
                    "(" + kind.descriptor + CONTINUATION_DESCRIPTOR + ")V",
                    false));
        }
        addUnwindingReturn();
    }

    /** [int] -> [int], as IRETURN does, for code that relies on it; javac's doesn't. */
    private void addNarrowing(Type result) {
        switch (result.getSort()) {
            case Type.BOOLEAN -> {
                code.add(new InsnNode(Opcodes.ICONST_1));
                code.add(new InsnNode(Opcodes.IAND));
            }
            case Type.BYTE -> code.add(new InsnNode(Opcodes.I2B));
            case Type.CHAR -> code.add(new InsnNode(Opcodes.I2C));
            case Type.SHORT -> code.add(new InsnNode(Opcodes.I2S));
            default -> {
                // the JVM leaves it as it is
            }
        }
    }

    @Override
    void addUnwindingReturn() {
        if (resultDescriptor.equals("V")) {
            code.add(new InsnNode(Opcodes.RETURN));
        } else {
            code.add(new InsnNode(Opcodes.ACONST_NULL));
            code.add(new InsnNode(Opcodes.ARETURN));
        }
    }

    @Override
    void addOwnLocals(Object[] slots) {
        slots[0] = plan.shape.className;
    }

    /** The call's own ranges once more, around what throws for it. */
    @Override
    void addTryCatchBlocks() {
        super.addTryCatchBlocks();
        for (SuspensionPoint point : plan.points) {
            LabelNode[] range = takeRanges.get(point.state());
            for (TryCatchBlockNode block : plan.flow.handlers(point.index())) addTryCatch(range[0], range[1], block);
        }
    }
}

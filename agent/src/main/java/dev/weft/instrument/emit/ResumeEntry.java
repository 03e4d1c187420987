// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.flow.Reachability;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The entry by which the trampoline continues a saved activation. What can't run after a suspension isn't in it.
 *
 * <pre>{@code
 * private static void foo(Frame f, Continuation c) {
 *     Shape frame = (Shape) f;
 *     goto RESUME_k;              // by frame.state, with what was saved: see RestoreBlocks
 *     …body…                      // see EntryEmitter; return x becomes Continuation.keepX(x, c); return
 *   SAVE:                         // see SaveBlocks
 *     Shape.save(…, k, frame, c); // in the same frame again
 *     return;
 * }
 * }</pre>
 */
public final class ResumeEntry extends EntryEmitter {
    private static final int OWN_LOCALS = 2;

    private final Reachability reachability;
    private final String resultDescriptor;
    private final RestoreBlocks restores;

    private ResumeEntry(ClassSite site, MethodPlan plan, Handle handle) {
        super(site, plan, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, handle.getDesc());
        reachability = new Reachability(plan.flow);
        for (SuspensionPoint point : plan.points) reachability.addAfter(point.index());
        resultDescriptor = Type.getReturnType(handle.getDesc()).getDescriptor();
        restores = new RestoreBlocks(this);
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
        restores.add();
    }

    @Override
    boolean isResumed(SuspensionPoint point) {
        return true;
    }

    @Override
    boolean keepsDeadLocals() {
        return false; // they aren't restored
    }

    @Override
    void addSave(List<FrameShape.Placed> values, AbstractInsnNode state) {
        plan.shape.addSave(new VarInsnNode(Opcodes.ALOAD, 0), code, values, state, continuationSlot());
    }

    @Override
    void addReturn(int opcode) {
        if (opcode != Opcodes.RETURN) {
            Type result = Type.getReturnType(source.desc);
            addNarrowing(result);
            addKeep(Kind.of(result));
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
            RestoreBlocks.Range range = restores.takeRange(point);
            for (TryCatchBlockNode block : plan.flow.handlers(point.index()))
                addTryCatch(range.start(), range.end(), block);
        }
    }
}

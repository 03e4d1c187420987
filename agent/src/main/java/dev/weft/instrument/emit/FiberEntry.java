// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.BOOTSTRAP;
import static dev.weft.instrument.abi.RuntimeAbi.BOOTSTRAP_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.HONOURS;
import static dev.weft.instrument.abi.RuntimeAbi.HONOURS_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.ORIGIN_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.OVERRIDE_GUARD;
import static dev.weft.instrument.abi.RuntimeAbi.RESUMER;
import static dev.weft.instrument.abi.RuntimeAbi.fiberDescriptor;

import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The entry that fiber code calls: the plain body with the continuation as one parameter more.
 *
 * <pre>{@code
 * R foo(A a, Continuation c) {
 *     if (!guard.honours(this)) return foo(a);   // where the method can be overridden
 *     …body…                                     // see EntryEmitter
 *   SAVE:                                        // see SaveBlocks
 *     Shape.save(…, k, resumer, c);
 *     return 0;
 * }
 * }</pre>
 */
public final class FiberEntry extends EntryEmitter {
    private static final int KEPT_ACCESS =
            Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;

    /** More than the guard's operands, and than a long result. */
    private static final int GUARD_OPERANDS = 4;

    private final ClassSite site;
    private final Handle resumeEntry;
    private final int parameterSlots;

    private FiberEntry(ClassSite site, MethodPlan plan, Handle resumeEntry) {
        super(site, plan, access(plan.method), fiberDescriptor(plan.method.desc));
        this.site = site;
        this.resumeEntry = resumeEntry;
        parameterSlots = parameterSlots(source);
    }

    /**
     * Writes the fiber entry of a method that was analysed.
     *
     * @param site its class
     * @param plan the method
     * @param resumeEntry what continues it
     * @return the entry
     */
    public static MethodNode of(ClassSite site, MethodPlan plan, Handle resumeEntry) {
        return new FiberEntry(site, plan, resumeEntry).emit();
    }

    /**
     * Writes a fiber entry that calls the plain one, for a method whose body can't be suspended: the fiber is pinned while
     * that runs.
     *
     * @param site its class
     * @param method the plain entry
     * @return the entry
     */
    public static MethodNode pinned(ClassSite site, MethodNode method) {
        MethodNode entry =
                new MethodNode(Opcodes.ASM9, access(method), method.name, fiberDescriptor(method.desc), null, null);
        entry.maxLocals = parameterSlots(method) + 1;
        entry.maxStack = parameterSlots(method) + GUARD_OPERANDS;
        InsnList code = entry.instructions;
        boolean isAbstract = (method.access & Opcodes.ACC_ABSTRACT) != 0;
        if (!isAbstract && site.isOverridable(method)) {
            LabelNode honoured = new LabelNode();
            addGuard(code, site, method, honoured);
            code.add(honoured);
            if (site.version() >= Opcodes.V1_6) code.add(site.entryFrame(method));
        }
        // not virtual, or a super call would come back to the override that made it
        addPlainCall(code, site, method, isAbstract ? virtualCall(site) : site.directCall(method));
        return entry;
    }

    private static int virtualCall(ClassSite site) {
        return site.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
    }

    private static void addGuard(InsnList code, ClassSite site, MethodNode method, LabelNode honoured) {
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        if (site.version() >= Opcodes.V1_7) {
            code.add(new InvokeDynamicInsnNode(
                    method.name,
                    "(Ljava/lang/Object;)Z",
                    new Handle(Opcodes.H_INVOKESTATIC, OVERRIDE_GUARD, BOOTSTRAP, BOOTSTRAP_DESCRIPTOR, false),
                    method.desc));
        } else {
            code.add(new LdcInsnNode(site.className().replace('/', '.')));
            code.add(new LdcInsnNode(method.name));
            code.add(new LdcInsnNode(method.desc));
            code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, OVERRIDE_GUARD, HONOURS, HONOURS_DESCRIPTOR, false));
        }
        code.add(new JumpInsnNode(Opcodes.IFNE, honoured));
        addPlainCall(code, site, method, virtualCall(site));
    }

    private static void addPlainCall(InsnList code, ClassSite site, MethodNode method, int opcode) {
        int slot = 0;
        if ((method.access & Opcodes.ACC_STATIC) == 0) code.add(new VarInsnNode(Opcodes.ALOAD, slot++));
        for (Type type : Type.getArgumentTypes(method.desc)) {
            code.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), slot));
            slot += type.getSize();
        }
        code.add(new MethodInsnNode(opcode, site.className(), method.name, method.desc, site.isInterface()));
        code.add(new InsnNode(Type.getReturnType(method.desc).getOpcode(Opcodes.IRETURN)));
    }

    private static int access(MethodNode method) {
        return method.access & KEPT_ACCESS | Opcodes.ACC_SYNTHETIC;
    }

    private static int parameterSlots(MethodNode method) {
        int withReceiver = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
        return (method.access & Opcodes.ACC_STATIC) == 0 ? withReceiver : withReceiver - 1;
    }

    @Override
    int slot(int plainSlot) {
        return plainSlot < parameterSlots ? plainSlot : plainSlot + 1;
    }

    @Override
    int continuationSlot() {
        return parameterSlots;
    }

    @Override
    boolean isWanted(int index) {
        return true;
    }

    @Override
    void addPrologue() {
        if (!site.isOverridable(source) || (source.access & Opcodes.ACC_ABSTRACT) != 0) return;
        LabelNode honoured = new LabelNode();
        addGuard(code, site, source, honoured);
        code.add(honoured);
        if (frameAt(source.instructions.getFirst()) == null) code.add(site.entryFrame(source));
    }

    @Override
    boolean isResumed(SuspensionPoint point) {
        return false;
    }

    @Override
    boolean keepsDeadLocals() {
        return true;
    }

    @Override
    void addSave(List<FrameShape.Placed> values, AbstractInsnNode state) {
        StringBuilder lines = new StringBuilder();
        for (SuspensionPoint point : plan.points) lines.append((char) point.line());
        InvokeDynamicInsnNode resumer = new InvokeDynamicInsnNode(
                source.name,
                "()" + ORIGIN_DESCRIPTOR,
                new Handle(Opcodes.H_INVOKESTATIC, RESUMER, BOOTSTRAP, BOOTSTRAP_DESCRIPTOR, false),
                resumeEntry,
                site.sourceFile(),
                lines.toString());
        plan.shape.addSave(resumer, code, values, state, continuationSlot());
    }

    @Override
    void addReturn(int opcode) {
        code.add(new InsnNode(opcode));
    }

    @Override
    void addUnwindingReturn() {
        Type result = Type.getReturnType(source.desc);
        if (result.getSort() != Type.VOID) code.add(new InsnNode(Kind.of(result).zero));
        code.add(new InsnNode(result.getOpcode(Opcodes.IRETURN)));
    }

    @Override
    void addOwnLocals(Object[] slots) {
        // none
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT_DESCRIPTOR;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.CallCatalogue.Treatment;
import dev.weft.instrument.classify.SpecialCall;
import dev.weft.instrument.classify.SpecialCall.Substitute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Writes what stands in the fiber methods of one class for the calls that the catalogue names.
 *
 * <p>{@code lock.lock()} becomes the call of a fiber method, and {@code lock.unlock()}, which never suspends, of a static one that takes the
 * continuation:
 * <pre>
 *   Locks.lock(lock);
 *   Locks.unlock(lock, Continuation.current());
 * </pre>
 *
 * <p>{@code in.read(buffer)} is sent through a method that leaves the carrier for it:
 * <pre>
 *   private static synthetic int blocking$read(InputStream a, byte[] b) {
 *       if (!BlockingCall.mayBlock(a)) return a.read(b);    // where the receiver decides
 *       BlockingCall.enter();                // the fiber goes on on a thread that may block
 *       int result;
 *       try { result = a.read(b); } catch (Throwable t) { BlockingCall.exit(); throw t; }
 *       BlockingCall.exit();                 // and comes back
 *       return result;
 *   }
 * </pre>
 * It is an ordinary fiber method, to be instrumented like any other. Constructors and {@code super} calls stay as they are.
 */
public final class SpecialCallWriter {
    private static final String THROWABLE = "java/lang/Throwable";
    private static final String PREFIX = "blocking$";

    private final Function<MethodInsnNode, @Nullable SpecialCall> calls;
    private final Map<Target, MethodNode> helpers = new HashMap<>();

    /**
     * For one class.
     *
     * @param calls what becomes of a call; null if it is one like any other
     */
    public SpecialCallWriter(Function<MethodInsnNode, @Nullable SpecialCall> calls) {
        this.calls = calls;
    }

    /**
     * Rewrites the special calls of a fiber method.
     *
     * @param owner the class
     * @param fiberBody a copy of one of its methods, which isn't the plain entry; those returned here are left as they are
     * @return methods to be added to the class, all of them fiber methods; each is returned once, by the first call that
     *     needs it
     */
    public List<MethodNode> rewrite(ClassNode owner, MethodNode fiberBody) {
        List<MethodNode> added = new ArrayList<>();
        if (helpers.values().stream().anyMatch(m -> isSame(m, fiberBody))) return added; // there the call itself stands
        for (AbstractInsnNode i : fiberBody.instructions.toArray()) {
            SpecialCall special = i instanceof MethodInsnNode call ? calls.apply(call) : null;
            if (special == null) continue;
            MethodInsnNode call = (MethodInsnNode) i;
            if (special.substitute() != null) {
                substitute(fiberBody.instructions, call, special.substitute());
            } else {
                MethodNode helper = helper(owner, call, special.treatment() == Treatment.STREAM, added);
                boolean isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
                fiberBody.instructions.set(
                        call,
                        new MethodInsnNode(Opcodes.INVOKESTATIC, owner.name, helper.name, helper.desc, isInterface));
            }
        }
        return added;
    }

    /** [receiver, args…] -> [result] */
    private static void substitute(InsnList code, MethodInsnNode call, Substitute substitute) {
        if (substitute.takesContinuation())
            code.insertBefore(
                    call, new MethodInsnNode(Opcodes.INVOKESTATIC, CONTINUATION, CURRENT, CURRENT_DESCRIPTOR, false));
        if (substitute.narrowed() != null)
            code.insert(call, new TypeInsnNode(Opcodes.CHECKCAST, substitute.narrowed()));
        code.set(
                call,
                new MethodInsnNode(
                        Opcodes.INVOKESTATIC, substitute.owner(), substitute.name(), substitute.descriptor(), false));
    }

    /**
     * What the fiber entry of a method that blocks is emitted from: the plain method is called by a thread that may block. The
     * method's own class is called directly, and whatever implements an abstract method.
     *
     * @param owner the class
     * @param method annotated as one that blocks
     * @return with that one call of a method with the same name and descriptor
     */
    public static MethodNode bodyOfBlocking(ClassNode owner, MethodNode method) {
        boolean isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
        boolean isAbstract = (method.access & Opcodes.ACC_ABSTRACT) != 0;
        int virtual = isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        int opcode = isStatic ? Opcodes.INVOKESTATIC : isAbstract ? virtual : Opcodes.INVOKESPECIAL;
        MethodNode body =
                new Target(opcode, owner.name, method.name, method.desc, isInterface, false).helper(method.name);
        body.access = method.access;
        body.desc = method.desc; // its receiver is where the helper has its first parameter
        return body;
    }

    private MethodNode helper(ClassNode owner, MethodInsnNode call, boolean asks, List<MethodNode> added) {
        Target target = new Target(call.getOpcode(), call.owner, call.name, call.desc, call.itf, asks);
        MethodNode known = helpers.get(target);
        if (known != null) return known;
        MethodNode helper = target.helper(PREFIX + call.name);
        while (isTaken(owner, helper)) helper.name += "$";
        helpers.put(target, helper);
        added.add(helper);
        return helper;
    }

    private boolean isTaken(ClassNode owner, MethodNode helper) {
        return owner.methods.stream().anyMatch(m -> isSame(m, helper))
                || helpers.values().stream().anyMatch(m -> isSame(m, helper));
    }

    private static boolean isSame(MethodNode one, MethodNode other) {
        return one.name.equals(other.name) && one.desc.equals(other.desc);
    }

    private record Target(int opcode, String owner, String name, String descriptor, boolean isInterface, boolean asks) {
        MethodNode helper(String helperName) {
            List<Type> parameters = new ArrayList<>(List.of(Type.getArgumentTypes(descriptor)));
            if (opcode != Opcodes.INVOKESTATIC) parameters.add(0, Type.getObjectType(owner));
            Type result = Type.getReturnType(descriptor);
            int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
            String helperDescriptor = Type.getMethodDescriptor(result, parameters.toArray(Type[]::new));
            MethodNode mv = new MethodNode(access, helperName, helperDescriptor, null, null);
            Label start = new Label();
            Label end = new Label();
            Label handler = new Label();
            mv.visitCode();
            mv.visitTryCatchBlock(start, end, handler, THROWABLE);
            if (asks) visitQuestion(mv, parameters, result);
            switchThread(mv, RuntimeAbi.ENTER);
            mv.visitLabel(start);
            int slot = visitCall(mv, parameters);
            mv.visitLabel(end);
            boolean isVoid = result.getSort() == Type.VOID;
            if (!isVoid) mv.visitVarInsn(result.getOpcode(Opcodes.ISTORE), slot);
            switchThread(mv, RuntimeAbi.EXIT);
            if (!isVoid) mv.visitVarInsn(result.getOpcode(Opcodes.ILOAD), slot);
            mv.visitInsn(result.getOpcode(Opcodes.IRETURN));
            mv.visitLabel(handler);
            Object[] locals = parameters.stream().map(Kind::verifierType).toArray();
            mv.visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {THROWABLE});
            mv.visitVarInsn(Opcodes.ASTORE, slot);
            switchThread(mv, RuntimeAbi.EXIT);
            mv.visitVarInsn(Opcodes.ALOAD, slot);
            mv.visitInsn(Opcodes.ATHROW);
            mv.visitMaxs(Math.max(slot, 2), slot + 2);
            mv.visitEnd();
            return mv;
        }

        /** [] -> [], or returns what the call does, made here. */
        private void visitQuestion(MethodNode mv, List<Type> parameters, Type result) {
            Label leave = new Label();
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    RuntimeAbi.BLOCKING_CALL,
                    RuntimeAbi.MAY_BLOCK,
                    RuntimeAbi.MAY_BLOCK_DESCRIPTOR,
                    false);
            mv.visitJumpInsn(Opcodes.IFNE, leave);
            int unused = visitCall(mv, parameters);
            mv.visitInsn(result.getOpcode(Opcodes.IRETURN));
            mv.visitLabel(leave);
            Object[] locals = parameters.stream().map(Kind::verifierType).toArray();
            mv.visitFrame(Opcodes.F_NEW, locals.length, locals, 0, new Object[0]);
        }

        /** [] -> [result]; answers how many slots the parameters take. */
        private int visitCall(MethodNode mv, List<Type> parameters) {
            int slot = 0;
            for (Type parameter : parameters) {
                mv.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), slot);
                slot += parameter.getSize();
            }
            mv.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            return slot;
        }

        private static void switchThread(MethodNode mv, String way) {
            mv.visitMethodInsn(Opcodes.INVOKESTATIC, RuntimeAbi.BLOCKING_CALL, way, "()V", false);
        }
    }
}

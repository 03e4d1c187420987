// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.CallCatalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Sends the calls of one class that are known to block through methods that leave the carrier for them.
 *
 * <p>For {@code in.read(buffer)}:
 * <pre>
 *   private static synthetic int blocking$read(FileInputStream a, byte[] b) {
 *       BlockingCall.enter();                // the fiber goes on on a thread that may block
 *       int result;
 *       try { result = a.read(b); } catch (Throwable t) { BlockingCall.exit(); throw t; }
 *       BlockingCall.exit();                 // and comes back
 *       return result;
 *   }
 * </pre>
 * It is an ordinary fiber method, to be instrumented like any other. Constructors and {@code super} calls stay as they are.
 */
public final class BlockingCalls {
    private static final String THROWABLE = "java/lang/Throwable";
    private static final String PREFIX = "blocking$";

    private final CallCatalogue catalogue;
    private final Map<Target, MethodNode> helpers = new HashMap<>();

    /**
     * For one class.
     *
     * @param catalogue what blocks
     */
    public BlockingCalls(CallCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Rewrites the blocking calls of a fiber method.
     *
     * @param owner the class
     * @param fiberBody a copy of one of its methods, which isn't the plain entry; those returned here are left as they are
     * @return methods to be added to the class, all of them fiber methods; each is returned once, by the first call that
     *     needs it
     */
    public List<MethodNode> rewrite(ClassNode owner, MethodNode fiberBody) {
        List<MethodNode> added = new ArrayList<>();
        if (helpers.values().stream().anyMatch(m -> isSame(m, fiberBody))) return added; // there the call itself stands
        boolean isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
        for (AbstractInsnNode i : fiberBody.instructions.toArray()) {
            if (!(i instanceof MethodInsnNode call) || call.getOpcode() == Opcodes.INVOKESPECIAL) continue;
            if (!catalogue.maySuspend(call.owner, call.name, call.desc)) continue;
            Target target = new Target(call.getOpcode(), call.owner, call.name, call.desc, call.itf);
            MethodNode helper = helpers.get(target);
            if (helper == null) {
                helper = target.helper(PREFIX + call.name);
                while (isTaken(owner, helper)) helper.name += "$";
                helpers.put(target, helper);
                added.add(helper);
            }
            fiberBody.instructions.set(
                    call, new MethodInsnNode(Opcodes.INVOKESTATIC, owner.name, helper.name, helper.desc, isInterface));
        }
        return added;
    }

    private boolean isTaken(ClassNode owner, MethodNode helper) {
        return owner.methods.stream().anyMatch(m -> isSame(m, helper))
                || helpers.values().stream().anyMatch(m -> isSame(m, helper));
    }

    private static boolean isSame(MethodNode one, MethodNode other) {
        return one.name.equals(other.name) && one.desc.equals(other.desc);
    }

    private record Target(int opcode, String owner, String name, String descriptor, boolean isInterface) {
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
            switchThread(mv, RuntimeAbi.ENTER);
            mv.visitLabel(start);
            int slot = 0;
            for (Type parameter : parameters) {
                mv.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), slot);
                slot += parameter.getSize();
            }
            mv.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
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

        private static void switchThread(MethodNode mv, String way) {
            mv.visitMethodInsn(Opcodes.INVOKESTATIC, RuntimeAbi.BLOCKING_CALL, way, "()V", false);
        }
    }
}

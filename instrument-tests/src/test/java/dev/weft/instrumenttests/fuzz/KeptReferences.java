// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import dev.weft.abi.Frame;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** A planted fault: a frame that is saved again keeps the references that its activation is done with. */
public final class KeptReferences {
    private static final String FRAME = "dev/weft/abi/Frame";
    private static final String SELF = "dev/weft/instrumenttests/fuzz/KeptReferences";
    private static final String RESUME_ENTRY = "(Ldev/weft/abi/Frame;Ldev/weft/abi/Continuation;)";

    private KeptReferences() {}

    /** The class file with this fault in all of its resume entries. */
    static byte[] plant(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        for (MethodNode method : node.methods) {
            if (method.desc.startsWith(RESUME_ENTRY)) {
                plant(method);
            }
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    private static void plant(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (!(insn instanceof MethodInsnNode call) || !call.owner.startsWith(FRAME)) {
                continue;
            }
            if (call.name.matches("take\\d")) {
                InsnList instead = peek(call.name.substring("take".length()));
                method.instructions.insert(call, instead);
                method.instructions.remove(call);
            } else if (call.name.equals("save")) {
                plantInSave(method, call);
            }
        }
    }

    /** [frame] -> [what the slot has]. */
    private static InsnList peek(String slot) {
        InsnList code = new InsnList();
        code.add(new LdcInsnNode("r" + slot));
        code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                SELF,
                "peek",
                "(Ldev/weft/abi/Frame;Ljava/lang/String;)Ljava/lang/Object;",
                false));
        return code;
    }

    /** Where null is saved, the slot stays as it is. */
    private static void plantInSave(MethodNode method, MethodInsnNode save) {
        int slot = 0;
        for (Type type : Type.getArgumentTypes(save.desc)) {
            slot += type.getDescriptor().equals("Ljava/lang/Object;") ? 1 : 0;
        }
        AbstractInsnNode insn =
                save.getPrevious().getPrevious().getPrevious(); // the state, below the frame and the continuation
        while (slot > 0) {
            insn = insn.getPrevious();
            boolean isNull = insn.getOpcode() == Opcodes.ACONST_NULL;
            if (isNull || insn.getOpcode() == Opcodes.ALOAD) {
                slot--;
            }
            if (isNull) {
                InsnList instead = peek(Integer.toString(slot));
                instead.insert(new VarInsnNode(Opcodes.ALOAD, 0));
                AbstractInsnNode last = instead.getLast();
                method.instructions.insert(insn, instead);
                method.instructions.set(insn, new InsnNode(Opcodes.NOP));
                insn = last.getPrevious().getPrevious();
            }
        }
    }

    /** What a slot of a frame has, which stays there. Called by classes with the fault. */
    public static @Nullable Object peek(Frame frame, String slot) throws IllegalAccessException {
        for (Class<?> type = frame.getClass(); type != Frame.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(slot)) {
                    field.setAccessible(true);
                    return field.get(frame);
                }
            }
        }
        throw new IllegalStateException(frame.getClass() + " has no " + slot);
    }
}

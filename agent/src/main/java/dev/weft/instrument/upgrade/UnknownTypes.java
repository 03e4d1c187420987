// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.upgrade;

import dev.weft.instrument.flow.ControlFlow;
import dev.weft.instrument.flow.Liveness;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/** Takes types that couldn't be worked out from stack maps, where nothing depends on them. */
final class UnknownTypes {
    /** Stands for the common superclass of two classes of which one isn't known. */
    static final String NAME = "dev/weft/instrument/upgrade/Unknown";

    private UnknownTypes() {}

    /** Fails if such a type is that of an operand, or of a local variable that may still be read. */
    static byte[] remove(byte[] classFile, StackMapWriter writer) throws UpgradeException {
        if (writer.unknown().isEmpty()) return classFile;
        ClassReader reader = new ClassReader(classFile);
        ClassNode node = new ClassNode();
        reader.accept(node, ClassReader.EXPAND_FRAMES);
        for (MethodNode method : node.methods) {
            if (!removeFrom(method)) {
                throw new UpgradeException("in " + method.name + ", the common superclass isn't known of "
                        + String.join("; ", writer.unknown()));
            }
        }
        ClassWriter result = new ClassWriter(reader, 0);
        node.accept(result);
        return result.toByteArray();
    }

    private static boolean removeFrom(MethodNode method) {
        @Nullable Liveness liveness = null;
        for (AbstractInsnNode insn : method.instructions) {
            if (!(insn instanceof FrameNode frame)) continue;
            if (frame.stack.stream().anyMatch(UnknownTypes::isUnknown)) return false;
            if (frame.local.stream().noneMatch(UnknownTypes::isUnknown)) continue;
            if (liveness == null) liveness = new Liveness(new ControlFlow(method));
            if (!removeFrom(frame, method.instructions.indexOf(frame), liveness)) return false;
        }
        return true;
    }

    private static boolean removeFrom(FrameNode frame, int index, Liveness liveness) {
        List<Object> locals = frame.local;
        int slot = 0;
        for (int i = 0; i < locals.size(); i++) {
            Object type = locals.get(i);
            if (isUnknown(type)) {
                if (liveness.before(index).get(slot)) return false;
                locals.set(i, Opcodes.TOP);
            }
            slot += type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1;
        }
        return true;
    }

    /** The type itself, or an array of it. */
    private static boolean isUnknown(Object type) {
        return type instanceof String name && name.endsWith(NAME)
                || type instanceof String array && array.endsWith("L" + NAME + ";");
    }
}

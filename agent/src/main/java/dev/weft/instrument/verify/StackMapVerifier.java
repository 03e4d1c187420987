// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Compares the stack map of a method with the types that the data flow gives: each value must be assignable to what the map
 * says of it. ASM's own verifier does without the map, the JVM's does not.
 *
 * <p>Objects that are not yet initialised count as initialised, as they do for ASM.
 */
final class StackMapVerifier {
    private final MethodNode method;
    private final Frame<BasicValue>[] flow;
    private final HierarchyVerifier types;

    /** For a method whose frames are expanded, and the result of its analysis. */
    StackMapVerifier(MethodNode method, Frame<BasicValue>[] flow, HierarchyVerifier types) {
        this.method = method;
        this.flow = flow;
        this.types = types;
    }

    void verify() throws AnalyzerException {
        for (AbstractInsnNode insn : method.instructions) {
            Frame<BasicValue> inferred = flow[method.instructions.indexOf(insn)];
            if (inferred != null && insn instanceof FrameNode declared) {
                verify(declared, inferred);
            }
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (flow[method.instructions.indexOf(block.handler)] != null && !hasFrame(block.handler)) {
                throw new AnalyzerException(block.handler, "no stack map frame at a handler");
            }
        }
    }

    private static boolean hasFrame(LabelNode label) {
        AbstractInsnNode next = label;
        while (next != null && next.getOpcode() < 0) {
            if (next instanceof FrameNode) {
                return true;
            }
            next = next.getNext();
        }
        return false;
    }

    private void verify(FrameNode declared, Frame<BasicValue> inferred) throws AnalyzerException {
        int slot = 0;
        for (Object type : declared.local) {
            if (slot >= inferred.getLocals()) {
                throw new AnalyzerException(declared, "the stack map has more locals than the method");
            }
            check(declared, "local " + slot, type, inferred.getLocal(slot));
            slot += isWide(type) ? 2 : 1;
        }
        List<Object> stack = declared.stack;
        if (stack.size() != inferred.getStackSize()) {
            throw new AnalyzerException(declared, "the stack map has another stack size", stack.size(), null);
        }
        for (int i = 0; i < stack.size(); i++) {
            check(declared, "stack " + i, stack.get(i), inferred.getStack(i));
        }
    }

    private void check(FrameNode frame, String place, Object declared, BasicValue inferred) throws AnalyzerException {
        if (!isAssignable(declared, inferred)) {
            throw new AnalyzerException(
                    frame, "the stack map says of " + place + ": " + text(declared) + ", but it may be " + inferred);
        }
    }

    private boolean isAssignable(Object declared, BasicValue inferred) {
        if (declared == Opcodes.TOP) {
            return true;
        }
        Type type = inferred.getType();
        if (declared instanceof Integer) {
            return declared == Opcodes.NULL || declared == Opcodes.UNINITIALIZED_THIS
                    ? isReference(type)
                    : type != null && type.equals(primitive(declared));
        }
        if (!isReference(type)) {
            return false;
        }
        return !(declared instanceof String name)
                || type.equals(HierarchyVerifier.NULL)
                || types.isAssignableFrom(Type.getObjectType(name), type);
    }

    private static boolean isReference(@Nullable Type type) {
        return type != null && type.getSort() >= Type.ARRAY;
    }

    private static boolean isWide(Object declared) {
        return declared == Opcodes.LONG || declared == Opcodes.DOUBLE;
    }

    private static @Nullable Type primitive(Object declared) {
        if (declared == Opcodes.INTEGER) {
            return Type.INT_TYPE;
        }
        if (declared == Opcodes.FLOAT) {
            return Type.FLOAT_TYPE;
        }
        return declared == Opcodes.LONG ? Type.LONG_TYPE : Type.DOUBLE_TYPE;
    }

    private static String text(Object declared) {
        if (declared instanceof String name) {
            return name;
        }
        if (declared == Opcodes.NULL) {
            return "null";
        }
        if (declared instanceof Integer && declared != Opcodes.UNINITIALIZED_THIS) {
            return String.valueOf(primitive(declared));
        }
        return "an uninitialised object";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.classify.FiberTarget;
import dev.weft.instrument.flow.TypeState;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * A call after which the activation may have to be saved.
 *
 * @param state its number in the method
 * @param index the call's place among the instructions
 * @param call the instruction
 * @param target where the call finds the fiber entry
 * @param line in the source, 0 if not known
 * @param before the types before the call
 * @param live the locals that are kept
 * @param locals those of them that have a value
 * @param stack what lies on the operand stack below the receiver and the arguments, bottom first
 */
record SuspensionPoint(
        int state,
        int index,
        MethodInsnNode call,
        FiberTarget target,
        int line,
        TypeState before,
        BitSet live,
        List<SavedValue> locals,
        List<SavedValue> stack) {

    Type result() {
        return Type.getReturnType(call.desc);
    }

    /** How many slots of the operand stack lie below the receiver, or the first argument of a static method. */
    int depthBelowReceiver() {
        return before.stack().size() - MethodPlan.argumentSlots(call);
    }

    /**
     * Whether the next instruction takes any object, so that nobody needs the type of the result: methods of a public class
     * may return a type that only their package can name, and calls of them are followed by a cast, or by nothing at all.
     */
    boolean takesAnyResult() {
        AbstractInsnNode next = call.getNext();
        while (next != null && next.getOpcode() < 0 && !(next instanceof FrameNode)) next = next.getNext();
        return next != null && (next.getOpcode() == Opcodes.CHECKCAST || next.getOpcode() == Opcodes.POP);
    }

    /** The verifier's type of the result; of void, that of an int. */
    Object resultType() {
        boolean isReference = result().getSort() >= Type.ARRAY && result().getSort() <= Type.OBJECT;
        return isReference && takesAnyResult() ? "java/lang/Object" : Kind.verifierType(result());
    }
}

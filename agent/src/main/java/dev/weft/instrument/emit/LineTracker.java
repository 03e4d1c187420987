// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Tells the line of each instruction of a body that is walked through.
 *
 * <p>Where several lines begin at one place, the JVM takes the first for the instruction there, and the last for those that
 * follow.
 */
public final class LineTracker {
    private int line;
    private int lineAfter;
    private boolean hasLineHere;
    private boolean passedInstruction;

    /** Goes on to the next node, whatever it is. */
    void visit(AbstractInsnNode insn) {
        if (passedInstruction) {
            line = lineAfter;
            hasLineHere = false;
            passedInstruction = false;
        }
        if (insn instanceof LineNumberNode l) {
            if (!hasLineHere) line = l.line;
            hasLineHere = true;
            lineAfter = l.line;
        }
        passedInstruction = insn.getOpcode() >= 0;
    }

    /** The line of the instruction that was visited last, 0 if not known. */
    int line() {
        return line;
    }

    /**
     * Where a method begins.
     *
     * @param method with or without code
     * @return the line of the first instruction that has one, 0 if there is none
     */
    public static int firstLine(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LineNumberNode line) return line.line;
        }
        return 0;
    }
}

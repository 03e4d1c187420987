// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * How many monitors may be held at each instruction.
 *
 * <p>Where paths disagree the greater number counts, so that a call is taken to be inside a monitor in doubt: it then
 * pins, which is always right.
 */
public final class Monitors {
    private static final int MOST = 16; // unbalanced code would count for ever

    private final ControlFlow flow;
    private final int[] depth;
    private final Deque<Integer> open = new ArrayDeque<>();

    /**
     * Analyses a method.
     *
     * @param flow its edges
     */
    public Monitors(ControlFlow flow) {
        this.flow = flow;
        depth = new int[flow.size()];
        Arrays.fill(depth, -1);
        if (!hasMonitors()) return;
        reach(0, 0);
        while (!open.isEmpty()) visit(open.pop());
    }

    /**
     * Whether a monitor may be held before an instruction.
     *
     * @param index the instruction
     * @return true in doubt
     */
    public boolean mayBeHeld(int index) {
        return depth[index] > 0;
    }

    private boolean hasMonitors() {
        for (int i = 0; i < depth.length; i++) {
            if (flow.instruction(i).getOpcode() == Opcodes.MONITORENTER) return true;
        }
        return false;
    }

    private void visit(int index) {
        int before = depth[index];
        int opcode = flow.instruction(index).getOpcode();
        int after = before;
        if (opcode == Opcodes.MONITORENTER) after = Math.min(before + 1, MOST);
        else if (opcode == Opcodes.MONITOREXIT) after = Math.max(before - 1, 0);
        for (int successor : flow.successors(index)) reach(successor, after);
        if (opcode >= 0) {
            for (TryCatchBlockNode block : flow.handlers(index)) {
                reach(flow.indexOf(block.handler), before);
                if (block.type == null) break; // what stands behind a catch-all never gets an exception
            }
        }
    }

    private void reach(int index, int monitors) {
        if (depth[index] >= monitors) return;
        depth[index] = monitors;
        open.push(index);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Which instructions can run if execution starts at given ones. */
public final class Reachability {
    private final ControlFlow flow;
    private final BitSet reached = new BitSet();
    private final Deque<Integer> open = new ArrayDeque<>();

    /**
     * Nothing is reached yet.
     *
     * @param flow the method's edges
     */
    public Reachability(ControlFlow flow) {
        this.flow = flow;
    }

    /**
     * Adds what can run if a call is left, normally or by an exception.
     *
     * @param call its index
     */
    public void addAfter(int call) {
        follow(call);
        while (!open.isEmpty()) follow(open.pop());
    }

    /**
     * Whether an instruction can run.
     *
     * @param index the instruction
     * @return false if it can't
     */
    public boolean isReached(int index) {
        return reached.get(index);
    }

    private void follow(int index) {
        for (int successor : flow.successors(index)) reach(successor);
        for (TryCatchBlockNode block : flow.handlers(index)) reach(flow.indexOf(block.handler));
    }

    private void reach(int index) {
        if (reached.get(index)) return;
        reached.set(index);
        open.push(index);
    }
}

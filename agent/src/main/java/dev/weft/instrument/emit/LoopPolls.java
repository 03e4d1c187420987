// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.READ_ATTENTION;
import static dev.weft.instrument.abi.RuntimeAbi.READ_ATTENTION_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.YIELD_IF_DUE;

import dev.weft.instrument.flow.ControlFlow;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Sees to it that a fiber that loops for ever notices the end of its time slice. Where a loop could go on without a suspension
 * point, it gets one, which is a poll. Else a poll isn't needed, but that the flag be read each time: the JIT could read it
 * once before a loop into which all calls are inlined.
 *
 * <pre>
 *   HEAD:
 *     Continuation.yieldIfDue();                           // or
 *     Continuation.readAttention(Continuation.current());
 *     …
 *     goto HEAD;
 * </pre>
 * A loop that counts an int up or down to a bound, without calls, ends soon enough, and is left to the JIT as it is.
 */
public final class LoopPolls {
    /** Back-edges times instructions; beyond it each loop gets a poll. */
    private static final int MAX_WORK = 2_000_000;

    private final MethodNode body;
    private final Predicate<MethodInsnNode> suspends;
    private final ControlFlow flow;
    private final Set<LabelNode> handlers = new HashSet<>();

    private LoopPolls(MethodNode body, Predicate<MethodInsnNode> suspends) {
        this.body = body;
        this.suspends = suspends;
        flow = new ControlFlow(body);
        for (TryCatchBlockNode block : body.tryCatchBlocks) handlers.add(block.handler);
    }

    /**
     * Inserts polls.
     *
     * @param body a copy of a fiber method's code
     * @param suspends the calls that are suspension points whatever their receivers are
     */
    public static void insert(MethodNode body, Predicate<MethodInsnNode> suspends) {
        if (ControlFlow.mayLoop(body)) new LoopPolls(body, suspends).insert();
    }

    private void insert() {
        BitSet jumps = new BitSet();
        for (int i = 0; i < flow.size(); i++) {
            for (int next : flow.successors(i)) if (next <= i) jumps.set(i);
        }
        boolean analysed = (long) jumps.cardinality() * flow.size() <= MAX_WORK;
        Set<AbstractInsnNode> polls = new LinkedHashSet<>();
        Set<AbstractInsnNode> reads = new LinkedHashSet<>();
        for (int i = jumps.nextSetBit(0); i >= 0; i = jumps.nextSetBit(i + 1)) {
            for (int head : flow.successors(i)) {
                if (head > i || isCounted(head, i)) continue;
                boolean needsPoll = !analysed || canReturn(head, i);
                (needsPoll ? polls : reads).add(place(head, i));
            }
        }
        reads.removeAll(polls);
        for (AbstractInsnNode place : polls) body.instructions.insertBefore(place, call(YIELD_IF_DUE, "()V"));
        for (AbstractInsnNode place : reads) {
            body.instructions.insertBefore(place, call(CURRENT, CURRENT_DESCRIPTOR));
            body.instructions.insertBefore(place, call(READ_ATTENTION, READ_ATTENTION_DESCRIPTOR));
        }
    }

    private static MethodInsnNode call(String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, CONTINUATION, name, descriptor, false);
    }

    /** Behind the loop's label and stack map; where that is a handler, which a poll would cut from its exception, before the jump. */
    private AbstractInsnNode place(int head, int jump) {
        if (handlers.contains(flow.instruction(head))) return flow.instruction(jump);
        int i = head;
        while (isMark(flow.instruction(i))) {
            if (handlers.contains(flow.instruction(i))) return flow.instruction(jump);
            i++;
        }
        return flow.instruction(i);
    }

    private static boolean isMark(AbstractInsnNode insn) {
        return insn instanceof LabelNode || insn instanceof LineNumberNode || insn instanceof FrameNode;
    }

    /** Is there a way from the head of a loop to the jump back that passes no suspension point? */
    private boolean canReturn(int head, int jump) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.add(head);
        seen.set(head);
        while (!open.isEmpty()) {
            int i = open.pop();
            if (i == jump) return true;
            for (TryCatchBlockNode block : flow.handlers(i)) reach(flow.indexOf(block.handler), seen, open);
            if (flow.instruction(i) instanceof MethodInsnNode call && suspends.test(call)) continue;
            for (int next : flow.successors(i)) reach(next, seen, open);
        }
        return false;
    }

    private static void reach(int index, BitSet seen, Deque<Integer> open) {
        if (seen.get(index)) return;
        seen.set(index);
        open.push(index);
    }

    /**
     * {@code for (…; i < bound; i++)} as compilers write it: HEAD: iload i; bound; if_icmp.. END; …; iinc i; goto HEAD. With no call and no other loop
     * inside, and nothing else that writes i.
     */
    private boolean isCounted(int head, int jump) {
        if (flow.instruction(jump).getOpcode() != Opcodes.GOTO) return false;
        int first = head;
        while (isMark(flow.instruction(first))) first++;
        int last = jump - 1;
        while (isMark(flow.instruction(last))) last--;
        if (!(flow.instruction(last) instanceof IincInsnNode step) || step.incr == 0) return false;
        if (!isLoadOf(first, step.var)) return false;
        boolean compared = false;
        for (int i = first; i < last; i++) {
            AbstractInsnNode insn = flow.instruction(i);
            int opcode = insn.getOpcode();
            if (opcode >= Opcodes.INVOKEVIRTUAL && opcode <= Opcodes.INVOKEDYNAMIC) return false;
            if (opcode == Opcodes.ISTORE && ((VarInsnNode) insn).var == step.var) return false;
            if (insn instanceof IincInsnNode other && other.var == step.var) return false;
            for (int next : flow.successors(i)) if (next <= i) return false;
            if (!compared && insn instanceof JumpInsnNode exit) {
                compared =
                        opcode >= Opcodes.IF_ICMPLT && opcode <= Opcodes.IF_ICMPLE && flow.indexOf(exit.label) > jump;
                if (!compared) return false;
            }
        }
        return compared;
    }

    private boolean isLoadOf(int index, int variable) {
        return flow.instruction(index) instanceof VarInsnNode load
                && load.getOpcode() == Opcodes.ILOAD
                && load.var == variable;
    }
}

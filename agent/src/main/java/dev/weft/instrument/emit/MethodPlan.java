// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.FiberTarget;
import dev.weft.instrument.flow.ControlFlow;
import dev.weft.instrument.flow.Liveness;
import dev.weft.instrument.flow.Monitors;
import dev.weft.instrument.flow.TypeFlow;
import dev.weft.instrument.flow.TypeState;
import dev.weft.instrument.flow.Uninitialized;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What both entries of a fiber method are emitted from: its suspension points, what lives across each, the frame shape,
 * and the objects whose creation has to wait for their constructor's call.
 */
public final class MethodPlan {
    final MethodNode method;
    final ControlFlow flow;
    final TypeFlow types;
    final Liveness liveness;
    final List<SuspensionPoint> points = new ArrayList<>();
    final FrameShape shape;

    /** For the emitters: which points ask about their receivers. */
    final Map<SuspensionPoint, Boolean> forwarded = new IdentityHashMap<>();

    /** The objects that no suspension may find uninitialised: null stands for each until its constructor is called. */
    final Set<Uninitialized> deferred = new HashSet<>();

    /** Calls of constructors that leave a new throwable on top of the stack. */
    final Set<MethodInsnNode> throwables = new HashSet<>();

    private final List<MethodInsnNode> insideMonitor = new ArrayList<>();
    private final Set<String> castTypes = new TreeSet<>();
    private int mostRefs;
    private int mostLongs;

    /**
     * Analyses a method's body.
     *
     * @param owner internal name of its class
     * @param method with code, expanded frames, without jsr and ret; not a constructor
     * @param targets what a call that may suspend reaches; null for all others
     * @param isThrowable whether a class, by its internal name, is one of throwables
     */
    public MethodPlan(
            String owner,
            MethodNode method,
            Function<MethodInsnNode, @Nullable FiberTarget> targets,
            Predicate<String> isThrowable) {
        this.method = method;
        flow = new ControlFlow(method);
        types = new TypeFlow(owner, method);
        liveness = new Liveness(flow);
        Monitors monitors = new Monitors(flow);
        LineTracker lines = new LineTracker();
        for (int i = 0; i < flow.size(); i++) {
            AbstractInsnNode insn = flow.instruction(i);
            lines.visit(insn);
            FiberTarget target = insn instanceof MethodInsnNode call ? targets.apply(call) : null;
            if (target == null) continue;
            TypeState before = types.beforeCall(i);
            if (before == null) continue; // can't be reached
            MethodInsnNode call = (MethodInsnNode) insn;
            boolean pinned = monitors.mayBeHeld(i);
            boolean isPoll = call.name.equals(RuntimeAbi.YIELD_IF_DUE) && call.owner.equals(RuntimeAbi.CONTINUATION);
            if (pinned && target.shadow() == null && !isPoll) insideMonitor.add(call);
            if (!pinned)
                addPoint(i, call, target, lines.line() == 0 ? LineTracker.firstLine(method) : lines.line(), before);
        }
        shape = new FrameShape(mostRefs, mostLongs);
        findThrowables(isThrowable);
    }

    /**
     * How many calls of the method may suspend it.
     *
     * @return the number of suspension points
     */
    public int pointCount() {
        return points.size();
    }

    /**
     * The calls of fiber methods that could suspend, were they not made while a monitor is held.
     *
     * @return in order
     */
    public List<MethodInsnNode> callsInsideMonitor() {
        return insideMonitor;
    }

    /**
     * The types to which restored references and results are cast.
     *
     * @return internal names, or descriptors of arrays
     */
    public Set<String> castTypes() {
        return castTypes;
    }

    private void addPoint(int index, MethodInsnNode call, FiberTarget target, int line, TypeState before) {
        BitSet live = liveness.afterCall(index);
        SlotCounter counter = new SlotCounter();
        List<SavedValue> locals = new ArrayList<>();
        for (int i = 0; i < before.locals().size(); i++) {
            Object type = before.locals().get(i);
            if (live.get(i) && type != Opcodes.TOP) locals.add(counter.next(type, i));
        }
        List<SavedValue> stack = new ArrayList<>();
        int depth = before.stack().size() - argumentSlots(call);
        for (int i = 0; i < depth; i += stack.get(stack.size() - 1).kind().size) {
            stack.add(counter.next(before.stack().get(i), i));
        }
        mostRefs = Math.max(mostRefs, counter.refs);
        mostLongs = Math.max(mostLongs, counter.longs);
        SuspensionPoint point =
                new SuspensionPoint(points.size(), index, call, target, line, before, live, locals, stack);
        if (point.resultType() instanceof String type) castTypes.add(type);
        points.add(point);
    }

    /** Receiver included. */
    static int argumentSlots(MethodInsnNode call) {
        int slots = Type.getArgumentsAndReturnSizes(call.desc) >> 2;
        return call.getOpcode() == Opcodes.INVOKESTATIC ? slots - 1 : slots;
    }

    /** Right after its constructor a throwable's trace is still that of the running activation. */
    private void findThrowables(Predicate<String> isThrowable) {
        for (int i = 0; i < flow.size(); i++) {
            if (!(flow.instruction(i) instanceof MethodInsnNode call) || !call.name.equals("<init>")) continue;
            TypeState before = types.beforeCall(i);
            if (before == null) continue;
            List<Object> stack = before.stack();
            int receiver = stack.size() - argumentSlots(call);
            if (receiver == 0 || !(stack.get(receiver) instanceof Uninitialized type)) continue;
            if (stack.get(receiver - 1).equals(type) && isThrowable.test(call.owner)) throwables.add(call);
        }
    }

    private final class SlotCounter {
        private int refs;
        private int longs;

        SavedValue next(Object type, int index) {
            if (type instanceof Uninitialized u) deferred.add(u);
            if (type instanceof String name) castTypes.add(name);
            Kind kind = Kind.of(type);
            int slot = -1;
            if (kind == Kind.REF) slot = refs++;
            else if (kind.isPrimitive()) slot = longs++;
            return new SavedValue(kind, type, index, slot);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.COMPLETE_STACK_TRACE;
import static dev.weft.instrument.abi.RuntimeAbi.COMPLETE_STACK_TRACE_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.RECEIVER_GUARD;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES_CLASS_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES_SUPER;
import static dev.weft.instrument.abi.RuntimeAbi.UNWINDING;
import static dev.weft.instrument.abi.RuntimeAbi.fiberDescriptor;

import dev.weft.instrument.flow.TypeState;
import dev.weft.instrument.flow.Uninitialized;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes an entry of a fiber method from the plain body: what the fiber entry and the resume entry have in common.
 *
 * <pre>{@code
 *     …                                   // [under…, receiver, args…]
 *     result = receiver.callee(args, c);  // [under…, result]
 *     if (c.unwinding) goto SAVE_k;
 *   RESUME_k:                             // [under…, result]
 *     …
 *     new X(…);                           // [x]: and where a throwable was created
 *     Continuation.completeStackTrace(x, c);
 *     …
 *   catch (X x) {                         // [x]
 *     Continuation.completeStackTrace(x, c);
 *     …
 *   }
 *   SAVE_k:                               // [under…, 0]
 *     frame.save(refs…, longs…, k, c);    // []
 *     return 0;
 * }</pre>
 *
 * <p>Where the call names an interface of the JDK, only receivers that implement its shadow have a fiber entry. And a
 * generated forwarder overrides the fiber entry too, by handing it to its handler like any other method, and whatever that
 * does is a foreign frame. Where no agent amends forwarders, virtual calls keep away from it. So does a call by super,
 * always, if an override that isn't instrumented lies below: the callee's guard would go back there. The first argument
 * stays on the stack if it is of one word.
 *
 * <pre>{@code
 *     args… -> temporaries                // [under…, receiver]
 *     if (!(receiver instanceof Shadow)) goto FORWARD_k;
 *     if (ReceiverGuard.refuses(receiver, Callee.class)) goto FORWARD_k;
 *     temporaries -> args…
 *     …as above…
 *   FORWARD_k:                            // [under…, receiver]
 *     result = receiver.callee(args);     // [under…, result], in the call's own try ranges
 *     goto RESUME_k;
 * }</pre>
 */
abstract class EntryEmitter {
    final MethodPlan plan;
    final MethodNode source;
    final InsnList code = new InsnList();
    final Map<SuspensionPoint, LabelNode> resumeLabels = new IdentityHashMap<>();

    private final MethodNode target;
    private final Map<LabelNode, LabelNode> labels = new IdentityHashMap<>();
    private final Map<Uninitialized, LabelNode> creationLabels = new HashMap<>();
    private final Map<Integer, SuspensionPoint> pointsByIndex = new HashMap<>();
    private final Map<SuspensionPoint, LabelNode> saveLabels = new IdentityHashMap<>();
    private final Deque<SuspensionPoint> pendingSaves = new ArrayDeque<>();
    private final Deque<Forward> pendingForwards = new ArrayDeque<>();
    private final List<TryCatchBlockNode> forwardRanges = new ArrayList<>();
    private final Set<FrameNode> handlerFrames = new HashSet<>();
    private final LineTracker lines = new LineTracker(); // of the plain body
    private int emittedLine;

    private final ClassSite site;

    EntryEmitter(ClassSite site, MethodPlan plan, int access, String descriptor) {
        this.plan = plan;
        this.site = site;
        source = plan.method;
        target = new MethodNode(Opcodes.ASM9, access, source.name, descriptor, null, null);
        for (AbstractInsnNode insn : source.instructions) {
            if (insn instanceof LabelNode label) labels.put(label, new LabelNode());
        }
        for (SuspensionPoint point : plan.points) {
            pointsByIndex.put(point.index(), point);
            resumeLabels.put(point, new LabelNode());
        }
        for (TryCatchBlockNode block : source.tryCatchBlocks) {
            FrameNode frame = frameAt(block.handler);
            if (frame != null) handlerFrames.add(frame);
        }
    }

    /** Where a local variable of the plain body is in this entry. */
    abstract int slot(int plainSlot);

    /** The slot of the continuation. */
    abstract int continuationSlot();

    /** Whether an instruction of the plain body belongs into this entry. */
    abstract boolean isWanted(int index);

    /** What stands before the body. */
    abstract void addPrologue();

    /** [frame] -> [], for the frame that the activation is to be saved in: pushes it. */
    abstract void addFrame();

    /** [value] -> returns it. */
    abstract void addReturn(int opcode);

    /** [] -> returns, while unwinding. */
    abstract void addUnwindingReturn();

    final MethodNode emit() {
        addPrologue();
        for (int i = 0; i < plan.flow.size(); i++) addInstruction(i);
        while (!pendingSaves.isEmpty()) addSaveBlock(pendingSaves.poll());
        while (!pendingForwards.isEmpty()) addForward(pendingForwards.poll());
        addTryCatchBlocks();
        addLocalVariables();
        target.instructions = code;
        target.maxStack = source.maxStack;
        target.maxLocals = slot(source.maxLocals);
        return target;
    }

    // ---------------------------------------------------------------- body

    private void addInstruction(int index) {
        AbstractInsnNode insn = plan.flow.instruction(index);
        SuspensionPoint point = pointsByIndex.get(index);
        lines.visit(insn);
        if (insn instanceof LabelNode label) {
            code.add(labelOf(label));
            return;
        }
        if (!isWanted(index)) {
            if (point != null) addResumeLabel(point);
            return;
        }
        if (insn.getOpcode() >= 0) addLine();
        if (point != null) {
            addCall(point);
            addResumeLabel(point);
        } else if (insn instanceof FrameNode frame) {
            addFrameNode(index, frame);
        } else if (insn instanceof VarInsnNode variable) {
            code.add(new VarInsnNode(variable.getOpcode(), slot(variable.var)));
        } else if (insn instanceof IincInsnNode increment) {
            code.add(new IincInsnNode(slot(increment.var), increment.incr));
        } else if (insn instanceof TypeInsnNode creation && insn.getOpcode() == Opcodes.NEW) {
            addCreation(creation);
        } else if (insn instanceof MethodInsnNode call) {
            addPlainCall(index, call);
        } else if (insn.getOpcode() >= Opcodes.IRETURN && insn.getOpcode() <= Opcodes.RETURN) {
            addReturn(insn.getOpcode());
        } else if (!(insn instanceof LineNumberNode)) {
            code.add(insn.clone(labels));
        }
    }

    /** Before each instruction, not sooner: of two lines at one place the JVM takes the first. */
    private void addLine() {
        int line = lines.line();
        if (line == emittedLine) return;
        emittedLine = line;
        LabelNode label = new LabelNode();
        code.add(label);
        code.add(new LineNumberNode(line, label));
    }

    private void addCall(SuspensionPoint point) {
        MethodInsnNode call = point.call();
        if (hasPlainForm(point)) addReceiverChecks(point);
        code.add(new VarInsnNode(Opcodes.ALOAD, continuationSlot()));
        String descriptor = fiberDescriptor(call.desc);
        String shadow = point.target().shadow();
        code.add(
                shadow == null
                        ? new MethodInsnNode(call.getOpcode(), call.owner, call.name, descriptor, call.itf)
                        : new MethodInsnNode(Opcodes.INVOKEINTERFACE, shadow, call.name, descriptor, true));
        LabelNode save = new LabelNode();
        saveLabels.put(point, save);
        pendingSaves.add(point);
        code.add(new VarInsnNode(Opcodes.ALOAD, continuationSlot()));
        code.add(new FieldInsnNode(Opcodes.GETFIELD, CONTINUATION, UNWINDING, "Z"));
        code.add(new JumpInsnNode(Opcodes.IFNE, save));
    }

    /** Whether the receiver decides if the fiber entry is called. */
    final boolean hasPlainForm(SuspensionPoint point) {
        return point.target().shadow() != null || mayBeForwarded(point);
    }

    private boolean mayBeForwarded(SuspensionPoint point) {
        return plan.forwarded.computeIfAbsent(point, this::asksReceiver);
    }

    private boolean asksReceiver(SuspensionPoint point) {
        MethodInsnNode call = point.call();
        boolean isDirect = call.getOpcode() == Opcodes.INVOKESPECIAL;
        if (isDirect ? call.owner.equals(site.className()) : !site.checksForwarders()) return false;
        return site.mayBeOverridden().test(call) && (isDirect || !isTrustedThis(point));
    }

    /** The guard of a method that can be overridden has looked at the receiver already. */
    private boolean isTrustedThis(SuspensionPoint point) {
        return site.isOverridable(source) && plan.types.isThis(point.index(), depthBelowReceiver(point));
    }

    private static int depthBelowReceiver(SuspensionPoint point) {
        return point.before().stack().size() - MethodPlan.argumentSlots(point.call());
    }

    private void addReceiverChecks(SuspensionPoint point) {
        Temporaries temporaries = new Temporaries();
        Type[] arguments = Type.getArgumentTypes(point.call().desc);
        int[] places = new int[arguments.length];
        int kept = arguments.length > 0 && arguments[0].getSize() == 1 ? 1 : 0;
        for (int i = arguments.length - 1; i >= kept; i--) places[i] = temporaries.store(Kind.of(arguments[i]));
        Forward forward =
                new Forward(point, new LabelNode(), arguments, kept, places, new LabelNode(), new LabelNode());
        pendingForwards.add(forward);
        String shadow = point.target().shadow();
        if (shadow != null) {
            addCopyOfReceiver(kept);
            code.add(new TypeInsnNode(Opcodes.INSTANCEOF, shadow));
            code.add(new JumpInsnNode(Opcodes.IFEQ, forward.target));
        }
        if (mayBeForwarded(point)) {
            addCopyOfReceiver(kept);
            addGuardCall(point);
            code.add(new JumpInsnNode(Opcodes.IFNE, forward.target));
        }
        addArguments(forward);
    }

    private void addCopyOfReceiver(int above) {
        code.add(new InsnNode(above == 0 ? Opcodes.DUP : Opcodes.DUP2));
        if (above == 1) code.add(new InsnNode(Opcodes.POP));
    }

    /** [receiver] -> [is the plain method to be called?] */
    private void addGuardCall(SuspensionPoint point) {
        MethodInsnNode call = point.call();
        boolean isDirect = call.getOpcode() == Opcodes.INVOKESPECIAL;
        boolean isInterface =
                call.getOpcode() == Opcodes.INVOKEINTERFACE || point.target().shadow() != null;
        if (!isInterface) code.add(new LdcInsnNode(Type.getObjectType(isDirect ? site.className() : call.owner)));
        code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                RECEIVER_GUARD,
                isDirect ? REFUSES_SUPER : REFUSES,
                isInterface ? REFUSES_DESCRIPTOR : REFUSES_CLASS_DESCRIPTOR,
                false));
    }

    private void addArguments(Forward forward) {
        for (int i = forward.kept; i < forward.arguments.length; i++) {
            code.add(new VarInsnNode(Kind.of(forward.arguments[i]).load(), forward.places[i]));
        }
    }

    private void addForward(Forward forward) {
        MethodInsnNode call = forward.point.call();
        List<Object> before = forward.point.before().stack();
        int receiver = depthBelowReceiver(forward.point);
        FrameNode frame = frameNode(
                forward.point.before().locals(), forward.point.live(), before.subList(0, receiver + 1 + forward.kept));
        List<Object> locals = new ArrayList<>(frame.local);
        int slots = locals.stream()
                .mapToInt(t -> t == Opcodes.LONG || t == Opcodes.DOUBLE ? 2 : 1)
                .sum();
        if (forward.kept < forward.arguments.length) { // else a frame could have more locals than the code
            for (; slots < slot(source.maxLocals); slots++) locals.add(Opcodes.TOP);
        }
        for (int i = forward.arguments.length - 1; i >= forward.kept; i--)
            locals.add(Kind.verifierType(forward.arguments[i]));
        frame.local = locals;
        code.add(forward.target);
        code.add(frame);
        addArguments(forward);
        code.add(forward.start);
        if (forward.point.line() != 0) code.add(new LineNumberNode(forward.point.line(), forward.start));
        code.add(call.clone(labels));
        code.add(forward.end);
        code.add(new JumpInsnNode(Opcodes.GOTO, resumeLabels.get(forward.point)));
        for (TryCatchBlockNode block : plan.flow.handlers(forward.point.index())) {
            forwardRanges.add(new TryCatchBlockNode(forward.start, forward.end, labelOf(block.handler), block.type));
        }
    }

    /** A call that the receiver decides on: where its plain form stands, and where its arguments wait. */
    private static final class Forward {
        final SuspensionPoint point;
        final LabelNode target;
        final Type[] arguments;
        final int kept; // that many of them stay on the stack
        final int[] places;
        final LabelNode start;
        final LabelNode end;

        Forward(
                SuspensionPoint point,
                LabelNode target,
                Type[] arguments,
                int kept,
                int[] places,
                LabelNode start,
                LabelNode end) {
            this.point = point;
            this.target = target;
            this.arguments = arguments;
            this.kept = kept;
            this.places = places;
            this.start = start;
            this.end = end;
        }
    }

    /** Marks where execution goes on behind a call, for whatever jumps there. */
    abstract void addResumeLabel(SuspensionPoint point);

    /** The label, and its stack map unless the body has one there. */
    final void addJumpTarget(SuspensionPoint point) {
        code.add(resumeLabels.get(point));
        if (frameAt(point.call().getNext()) == null) code.add(frameAfterCall(point));
    }

    private void addPlainCall(int index, MethodInsnNode call) {
        boolean isCurrent =
                call.owner.equals(CONTINUATION) && call.name.equals(CURRENT) && call.desc.equals(CURRENT_DESCRIPTOR);
        if (isCurrent) {
            code.add(new VarInsnNode(Opcodes.ALOAD, continuationSlot()));
            return;
        }
        boolean isConstructor = call.name.equals("<init>");
        if (isConstructor) addDeferredCreation(index, call);
        code.add(call.clone(labels));
        if (isConstructor && plan.throwables.contains(call)) addCompletion();
    }

    /** [throwable] -> [throwable], with the logical callers in its trace. */
    private void addCompletion() {
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new VarInsnNode(Opcodes.ALOAD, continuationSlot()));
        code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC, CONTINUATION, COMPLETE_STACK_TRACE, COMPLETE_STACK_TRACE_DESCRIPTOR, false));
    }

    /**
     * At a handler, the exception is on the stack; a completed trace is worth having from here on. A handler that the code
     * also jumps to, with any object, is left alone.
     */
    private void addFrameNode(int index, FrameNode frame) {
        code.add(frameNode(plan.types.localsOf(frame), plan.liveness.before(index), plan.types.stackOf(frame)));
        if (!handlerFrames.contains(frame) || plan.types.stackOf(frame).contains("java/lang/Object")) return;
        addCompletion();
    }

    // ---------------------------------------------------------------- objects created around a suspension

    /**
     * {@code NEW T}: as it is, or, if a suspension would find it uninitialised, {@code NEW T; POP; ACONST_NULL}: T is
     * initialised (or fails) here as ever, and null stands for the object.
     */
    private void addCreation(TypeInsnNode creation) {
        Uninitialized type = new Uninitialized(creation);
        if (!plan.deferred.contains(type)) code.add(creationLabel(type));
        code.add(new TypeInsnNode(Opcodes.NEW, creation.desc));
        if (plan.deferred.contains(type)) {
            code.add(new InsnNode(Opcodes.POP));
            code.add(new InsnNode(Opcodes.ACONST_NULL));
        }
    }

    /**
     * Before {@code <init>} of an object that null stands for: [.. null, x, null, args] -> [.. object, x, object, args],
     * and the locals likewise. What lies above the lowest null waits in temporaries.
     */
    private void addDeferredCreation(int index, MethodInsnNode call) {
        TypeState before = plan.types.beforeCall(index);
        if (before == null) return;
        List<Object> stack = before.stack();
        Object receiver = stack.get(stack.size() - MethodPlan.argumentSlots(call));
        if (!(receiver instanceof Uninitialized type) || !plan.deferred.contains(type)) return;
        int lowest = stack.indexOf(type);
        Temporaries temporaries = new Temporaries();
        int[] places = new int[stack.size()];
        for (int i = stack.size() - 1; i >= lowest; i--) {
            if (stack.get(i) == Opcodes.TOP) continue;
            if (stack.get(i).equals(type)) code.add(new InsnNode(Opcodes.POP));
            else places[i] = temporaries.store(kindOf(stack.get(i)));
        }
        code.add(new TypeInsnNode(Opcodes.NEW, type.creation().desc));
        int object = temporaries.store(Kind.REF);
        for (int i = lowest; i < stack.size(); i++) {
            if (stack.get(i) == Opcodes.TOP) continue;
            boolean isObject = stack.get(i).equals(type);
            code.add(new VarInsnNode(
                    isObject ? Opcodes.ALOAD : kindOf(stack.get(i)).load(), isObject ? object : places[i]));
        }
        for (int i = 0; i < before.locals().size(); i++) {
            if (!before.locals().get(i).equals(type)) continue;
            code.add(new VarInsnNode(Opcodes.ALOAD, object));
            code.add(new VarInsnNode(Opcodes.ASTORE, slot(i)));
        }
    }

    /** An uninitialised object that isn't deferred is moved like any reference. */
    private Kind kindOf(Object type) {
        return type instanceof Uninitialized ? Kind.REF : Kind.of(type);
    }

    /** Local variables behind all others, each used once. */
    private final class Temporaries {
        private int next = slot(source.maxLocals);

        int store(Kind kind) {
            int place = next;
            next += kind.size;
            code.add(new VarInsnNode(kind.store(), place));
            return place;
        }
    }

    // ---------------------------------------------------------------- saving

    private void addSaveBlock(SuspensionPoint point) {
        code.add(saveLabels.get(point));
        code.add(frameAfterCall(point));
        Type result = point.result();
        if (result.getSort() != Type.VOID) code.add(Kind.of(result).pop());
        Temporaries temporaries = new Temporaries();
        List<FrameShape.Placed> values = new ArrayList<>();
        for (int i = point.stack().size() - 1; i >= 0; i--) {
            SavedValue value = point.stack().get(i);
            if (value.kind() == Kind.NULL) code.add(new InsnNode(Opcodes.POP));
            else values.add(new FrameShape.Placed(value, temporaries.store(value.kind())));
        }
        for (SavedValue local : point.locals()) {
            if (local.kind() != Kind.NULL) values.add(new FrameShape.Placed(local, slot(local.index())));
        }
        addFrame();
        plan.shape.addSave(code, values, point.state(), continuationSlot());
        addUnwindingReturn();
    }

    // ---------------------------------------------------------------- stack maps

    /** The stack map behind a suspendable call: live locals, what lay under its arguments, and its result. */
    final FrameNode frameAfterCall(SuspensionPoint point) {
        List<Object> before = point.before().stack();
        List<Object> stack = new ArrayList<>(before.subList(0, before.size() - MethodPlan.argumentSlots(point.call())));
        Type result = point.result();
        if (result.getSort() != Type.VOID) stack.add(point.resultType());
        if (result.getSize() == 2) stack.add(Opcodes.TOP);
        return frameNode(point.before().locals(), point.live(), stack);
    }

    /** A stack map of this entry for types of the plain body; locals that aren't live are left out. */
    final FrameNode frameNode(List<Object> locals, BitSet live, List<Object> stack) {
        Object[] slots = new Object[Math.max(slot(locals.size()), continuationSlot() + 1)];
        Arrays.fill(slots, Opcodes.TOP);
        for (int i = 0; i < locals.size(); i++) if (live.get(i)) slots[slot(i)] = emitted(locals.get(i));
        addOwnLocals(slots);
        slots[continuationSlot()] = CONTINUATION;
        Object[] packedLocals = packed(slots, true);
        Object[] packedStack = packed(stack.stream().map(this::emitted).toArray(), false);
        return new FrameNode(Opcodes.F_NEW, packedLocals.length, packedLocals, packedStack.length, packedStack);
    }

    /** Types of the locals that this entry has and the plain body hasn't, the continuation aside. */
    abstract void addOwnLocals(Object[] slots);

    private Object emitted(Object type) {
        if (!(type instanceof Uninitialized u)) return type;
        return plan.deferred.contains(u) ? Opcodes.NULL : creationLabel(u);
    }

    private LabelNode creationLabel(Uninitialized type) {
        return creationLabels.computeIfAbsent(type, t -> new LabelNode());
    }

    /** One entry for a long or double, and none behind the last local that has a type. */
    private static Object[] packed(Object[] slots, boolean trim) {
        List<Object> result = new ArrayList<>();
        for (int i = 0; i < slots.length; i++) {
            result.add(slots[i]);
            if (slots[i] == Opcodes.LONG || slots[i] == Opcodes.DOUBLE) i++;
        }
        int size = result.size();
        while (trim && size > 0 && result.get(size - 1) == Opcodes.TOP) size--;
        return result.subList(0, size).toArray();
    }

    /** The stack map that stands at the offset of an instruction, label or the like, if there is one. */
    static @Nullable FrameNode frameAt(@Nullable AbstractInsnNode insn) {
        AbstractInsnNode next = insn;
        while (next != null && next.getOpcode() < 0 && !(next instanceof FrameNode)) next = next.getNext();
        return next instanceof FrameNode frame ? frame : null;
    }

    // ---------------------------------------------------------------- tables

    final LabelNode labelOf(LabelNode plainLabel) {
        return Objects.requireNonNull(labels.get(plainLabel), "a label of another method");
    }

    /** Adds an exception range to this entry. */
    final void addTryCatch(LabelNode start, LabelNode end, TryCatchBlockNode block) {
        target.tryCatchBlocks.add(new TryCatchBlockNode(start, end, labelOf(block.handler), block.type));
    }

    /** In the original order, which says what is tried first; those that have lost their code are left out. */
    void addTryCatchBlocks() {
        for (TryCatchBlockNode block : source.tryCatchBlocks) {
            LabelNode start = labelOf(block.start);
            LabelNode end = labelOf(block.end);
            if (hasCode(start, end)) addTryCatch(start, end, block);
        }
        target.tryCatchBlocks.addAll(forwardRanges);
    }

    private void addLocalVariables() {
        if (source.localVariables == null) return;
        for (LocalVariableNode variable : source.localVariables) {
            LabelNode start = labelOf(variable.start);
            LabelNode end = labelOf(variable.end);
            if (!hasCode(start, end)) continue;
            target.localVariables.add(new LocalVariableNode(
                    variable.name, variable.desc, variable.signature, start, end, slot(variable.index)));
        }
    }

    private static boolean hasCode(LabelNode start, LabelNode end) {
        for (AbstractInsnNode insn = start; insn != null && insn != end; insn = insn.getNext()) {
            if (insn.getOpcode() >= 0) return true;
        }
        return false;
    }
}

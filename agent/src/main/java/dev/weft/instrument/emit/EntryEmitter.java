// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.COMPLETE_STACK_TRACE;
import static dev.weft.instrument.abi.RuntimeAbi.COMPLETE_STACK_TRACE_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;
import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.KEEP;
import static dev.weft.instrument.abi.RuntimeAbi.fiberDescriptor;

import dev.weft.instrument.flow.TypeState;
import dev.weft.instrument.flow.Uninitialized;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
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
 *     …                                   // [under…, receiver, args…]; see ReceiverChecks
 *     result = receiver.callee(args, c);  // [under…, result]
 *     if (c.attention) goto SAVE;         // see SaveBlocks
 *   RESUME_k:                             // [under…, result]
 *     …
 *     new X(…);                           // [x]: and where a throwable was created
 *     Continuation.completeStackTrace(x, c);
 *     …
 *   catch (X x) {                         // [x]
 *     Continuation.completeStackTrace(x, c);
 *     …
 *   }
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
    private final SaveBlocks saves = new SaveBlocks(this);
    private final ReceiverChecks receiverChecks;
    private final Set<FrameNode> handlerFrames = new HashSet<>();
    private final LineTracker lines = new LineTracker(); // of the plain body
    private int emittedLine;

    EntryEmitter(ClassSite site, MethodPlan plan, int access, String descriptor) {
        this.plan = plan;
        receiverChecks = new ReceiverChecks(this, site);
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

    /** [] -> [], with the values in locals: saves the activation. */
    abstract void addSave(List<FrameShape.Placed> values, AbstractInsnNode state);

    /** [result] -> []: for the frame of whoever gets it. */
    final void addKeep(Kind result) {
        code.add(new VarInsnNode(Opcodes.ALOAD, continuationSlot()));
        String descriptor = "(" + result.descriptor + CONTINUATION_DESCRIPTOR + ")V";
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, CONTINUATION, KEEP + result.suffix, descriptor, false));
    }

    /** [value] -> returns it. */
    abstract void addReturn(int opcode);

    /** [] -> returns, while unwinding. */
    abstract void addUnwindingReturn();

    final MethodNode emit() {
        for (SuspensionPoint point : plan.points) if (isWanted(point.index())) saves.expect(point);
        addPrologue();
        for (int i = 0; i < plan.flow.size(); i++) addInstruction(i);
        saves.addOutOfLine();
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
        if (receiverChecks.decideOn(point)) receiverChecks.add(point);
        code.add(new VarInsnNode(Opcodes.ALOAD, continuationSlot()));
        String descriptor = fiberDescriptor(call.desc);
        String shadow = point.target().shadow();
        code.add(
                shadow == null
                        ? new MethodInsnNode(call.getOpcode(), call.owner, call.name, descriptor, call.itf)
                        : new MethodInsnNode(Opcodes.INVOKEINTERFACE, shadow, call.name, descriptor, true));
        saves.addCheck(point);
    }

    /** Whether the trampoline's entry goes on behind a call. */
    abstract boolean isResumed(SuspensionPoint point);

    /** Where execution goes on behind a call: the label, if something jumps there, and its stack map unless the body has one. */
    private void addResumeLabel(SuspensionPoint point) {
        if (!isResumed(point) && !receiverChecks.decideOn(point) && !saves.areInline(point)) return;
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
    final class Temporaries {
        private int next = slot(source.maxLocals);

        int store(Kind kind) {
            int place = next;
            next += kind.size;
            code.add(new VarInsnNode(kind.store(), place));
            return place;
        }
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

    /** Whether dead locals have their types in stack maps, which makes these much shorter; else nothing need be in them. */
    abstract boolean keepsDeadLocals();

    /** A stack map of this entry for types of the plain body. */
    final FrameNode frameNode(List<Object> locals, BitSet live, List<Object> stack) {
        Object[] slots = new Object[Math.max(slot(locals.size()), continuationSlot() + 1)];
        Arrays.fill(slots, Opcodes.TOP);
        for (int i = 0; i < locals.size(); i++) {
            if (live.get(i) || keepsDeadLocals()) slots[slot(i)] = emitted(locals.get(i));
        }
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

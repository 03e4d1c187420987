// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.ATTENTION;
import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes what follows each suspension point of an entry: the check whether something wants attention, and the code that saves
 * the activation then: the fiber unwinds, or it has to, since its time slice is over. It is kept small, since the JIT decides by a method's size whether to inline it, and a stack map that
 * differs little from the one before takes a tenth of the bytes of another.
 *
 * <p>Points with one {@link SaveForm} share their code:
 *
 * <pre>{@code
 *     if (!c.attention) goto RESUME_k;    // [under…, result]
 *     goto SAVE with k;                   // [under…, result, k]
 *   RESUME_k:                             // [under…, result]
 *     …
 *   SAVE:                                 // [under…, result, k]
 *     Continuation.keepX(result, c);      // unless the fiber unwinds already, which it does from now on
 *     Shape.save(refs…, longs…, k, origin, c);    // []
 *     return 0;
 * }</pre>
 *
 * <p>A point with a form of its own has the code right there. In the range of an exception handler it has it behind the body
 * instead, since what is thrown while saving is none of the handler's business:
 *
 * <pre>{@code
 *     if (c.attention) goto SAVE_k;       // [under…, result]
 *   RESUME_k:                             // [under…, result]
 * }</pre>
 */
final class SaveBlocks {
    private final EntryEmitter entry;
    private final Map<SuspensionPoint, SaveForm> forms = new IdentityHashMap<>();
    private final Map<SaveForm, List<SuspensionPoint>> sharers = new LinkedHashMap<>(); // in the order of the points
    private final Map<SaveForm, LabelNode> shared = new LinkedHashMap<>();
    private final Deque<Single> pending = new ArrayDeque<>();

    private record Single(SuspensionPoint point, LabelNode label) {}

    SaveBlocks(EntryEmitter entry) {
        this.entry = entry;
    }

    /** Announces a point of this entry; all of them, before the first check is written. */
    void expect(SuspensionPoint point) {
        SaveForm form = SaveForm.of(point);
        forms.put(point, form);
        sharers.computeIfAbsent(form, f -> new ArrayList<>()).add(point);
    }

    private SaveForm formOf(SuspensionPoint point) {
        return Objects.requireNonNull(forms.get(point), "a point that wasn't announced");
    }

    private List<SuspensionPoint> sharersOf(SaveForm form) {
        return Objects.requireNonNull(sharers.get(form));
    }

    private boolean isShared(SuspensionPoint point) {
        return sharersOf(formOf(point)).size() > 1;
    }

    /** Whether the point's check jumps to its resume label. */
    boolean areInline(SuspensionPoint point) {
        return isShared(point) || entry.plan.flow.handlers(point.index()).isEmpty();
    }

    /** [under…, result] -> [under…, result], behind the call. */
    void addCheck(SuspensionPoint point) {
        entry.code.add(loadContinuation());
        entry.code.add(new FieldInsnNode(Opcodes.GETFIELD, CONTINUATION, ATTENTION, "Z"));
        if (!areInline(point)) {
            Single single = new Single(point, new LabelNode());
            entry.code.add(new JumpInsnNode(Opcodes.IFNE, single.label));
            pending.add(single);
            return;
        }
        entry.code.add(new JumpInsnNode(Opcodes.IFEQ, entry.resumeLabels.get(point)));
        if (isShared(point)) {
            LabelNode block = shared.computeIfAbsent(formOf(point), f -> new LabelNode());
            entry.code.add(Constants.push(point.state()));
            entry.code.add(new JumpInsnNode(Opcodes.GOTO, block));
        } else {
            addSave(point, Constants.push(point.state()), entry.new Temporaries());
        }
    }

    /** What the checks jump to, behind the body. */
    void addOutOfLine() {
        for (Single single : pending) {
            entry.code.add(single.label);
            entry.code.add(entry.frameAfterCall(single.point));
            addSave(single.point, Constants.push(single.point.state()), entry.new Temporaries());
        }
        shared.forEach((form, label) -> {
            entry.code.add(label);
            entry.code.add(frame(form));
            EntryEmitter.Temporaries temporaries = entry.new Temporaries();
            VarInsnNode state = new VarInsnNode(Opcodes.ILOAD, temporaries.store(Kind.INT));
            addSave(sharersOf(form).get(0), state, temporaries);
        });
    }

    /** [under…, 0] -> returns. */
    private void addSave(SuspensionPoint point, AbstractInsnNode state, EntryEmitter.Temporaries temporaries) {
        Kind result = formOf(point).result();
        if (result != null) entry.addKeep(result);
        List<FrameShape.Placed> values = new ArrayList<>();
        for (int i = point.stack().size() - 1; i >= 0; i--) {
            SavedValue value = point.stack().get(i);
            if (value.kind() == Kind.NULL) entry.code.add(new InsnNode(Opcodes.POP));
            else values.add(new FrameShape.Placed(value, temporaries.store(value.kind())));
        }
        for (SavedValue local : point.locals()) {
            if (local.kind() != Kind.NULL) values.add(new FrameShape.Placed(local, entry.slot(local.index())));
        }
        entry.addSave(values, state);
        entry.addUnwindingReturn();
    }

    private VarInsnNode loadContinuation() {
        return new VarInsnNode(Opcodes.ALOAD, entry.continuationSlot());
    }

    /** The stack map of shared code, in which any object will do. */
    private FrameNode frame(SaveForm form) {
        List<Object> locals = new ArrayList<>();
        BitSet live = new BitSet();
        for (int i = 0; i < form.locals().size(); i++) {
            int index = form.locals().get(i);
            while (locals.size() < index) locals.add(Opcodes.TOP);
            addType(form.kinds().get(i), locals);
            live.set(index);
        }
        List<Object> stack = new ArrayList<>();
        for (Kind kind : form.stack()) addType(kind, stack);
        if (form.result() != null) addType(form.result(), stack);
        stack.add(Opcodes.INTEGER);
        return entry.frameNode(locals, live, stack);
    }

    private static void addType(Kind kind, List<Object> types) {
        types.add(kind.verifierType());
        if (kind.size == 2) types.add(Opcodes.TOP);
    }
}

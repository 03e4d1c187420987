// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;
import static dev.weft.instrument.abi.RuntimeAbi.FRAME;
import static dev.weft.instrument.abi.RuntimeAbi.STATE;
import static dev.weft.instrument.abi.RuntimeAbi.TAKE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes the beginning of a resume entry: from the state of the frame to the place behind the call. Points at which the same
 * local variables are kept, with the same types, share the code that restores these.
 *
 * <pre>{@code
 *     switch (frame.state) { case k: goto LOCALS; … }
 *   LOCALS:
 *     locals… = frame.take…();
 *     switch (frame.state) { case k: goto REST_k; … }    // where several points share it
 *   REST_k:
 *     push under…                 // [under…]
 *     push c.takeX();             // [under…, result], or throws what the call has thrown, in the call's own try ranges
 *     goto RESUME_k;
 * }</pre>
 */
final class RestoreBlocks {
    /** For more points than these a switch is smaller than comparisons. */
    private static final int MOST_COMPARED = 6;

    private static final int FRAME_SLOT = 0;

    private final ResumeEntry entry;
    private final InsnList code;
    private final Map<List<SavedValue>, List<SuspensionPoint>> groups = new LinkedHashMap<>();
    private final Map<SuspensionPoint, Range> takeRanges = new IdentityHashMap<>();

    /** Where a result is taken, which is in the try ranges of its call. */
    record Range(LabelNode start, LabelNode end) {}

    RestoreBlocks(ResumeEntry entry) {
        this.entry = entry;
        code = entry.code;
        for (SuspensionPoint point : entry.plan.points) {
            groups.computeIfAbsent(point.locals(), l -> new ArrayList<>()).add(point);
        }
    }

    Range takeRange(SuspensionPoint point) {
        return Objects.requireNonNull(takeRanges.get(point), "a point that wasn't restored");
    }

    /** [] -> at one of the resume labels. */
    void add() {
        LabelNode[] targets = new LabelNode[entry.plan.points.size()];
        for (List<SuspensionPoint> group : groups.values()) {
            LabelNode label = new LabelNode();
            for (SuspensionPoint point : group) targets[point.state()] = label;
        }
        boolean switches = groups.size() > 1;
        if (switches) {
            addState();
            code.add(new TableSwitchInsnNode(0, targets.length - 1, targets[targets.length - 1], targets));
        }
        groups.forEach((locals, group) -> {
            if (switches) {
                code.add(targets[group.get(0).state()]);
                code.add(entry.frameNode(List.of(), new BitSet(), List.of()));
            }
            for (SavedValue local : locals) {
                addTake(local);
                code.add(new VarInsnNode(local.kind().store(), entry.slot(local.index())));
            }
            addRests(group);
        });
    }

    private void addRests(List<SuspensionPoint> group) {
        LabelNode[] targets = new LabelNode[group.size()];
        int[] states = new int[group.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = new LabelNode();
            states[i] = group.get(i).state();
        }
        int last = targets.length - 1;
        if (targets.length > MOST_COMPARED) {
            addState();
            code.add(new LookupSwitchInsnNode(targets[last], states, targets));
        } else {
            for (int i = 0; i < last; i++) {
                addState();
                code.add(Constants.push(states[i]));
                code.add(new JumpInsnNode(Opcodes.IF_ICMPEQ, targets[i]));
            }
        }
        for (int i = last; i >= 0; i--) {
            SuspensionPoint point = group.get(i);
            boolean isJumpedTo = i < last || targets.length > MOST_COMPARED;
            if (isJumpedTo) {
                code.add(targets[i]);
                code.add(entry.frameNode(point.before().locals(), point.live(), List.of()));
            }
            addRest(point);
        }
    }

    private void addRest(SuspensionPoint point) {
        for (SavedValue value : point.stack()) addTake(value);
        Type result = point.result();
        boolean isVoid = result.getSort() == Type.VOID;
        Kind kind = isVoid ? Kind.INT : Kind.of(result);
        Range range = new Range(new LabelNode(), new LabelNode());
        takeRanges.put(point, range);
        code.add(range.start);
        code.add(new VarInsnNode(Opcodes.ALOAD, entry.continuationSlot()));
        code.add(new MethodInsnNode(
                Opcodes.INVOKEVIRTUAL,
                CONTINUATION,
                TAKE + (isVoid ? "Void" : kind.suffix),
                "()" + (isVoid ? "V" : kind.descriptor),
                false));
        code.add(range.end);
        if (point.resultType() instanceof String type) addCast(type);
        code.add(new JumpInsnNode(Opcodes.GOTO, entry.resumeLabels.get(point)));
    }

    private void addState() {
        code.add(new VarInsnNode(Opcodes.ALOAD, FRAME_SLOT));
        code.add(new FieldInsnNode(Opcodes.GETFIELD, FRAME, STATE, "I"));
    }

    private void addTake(SavedValue value) {
        if (value.kind() == Kind.NULL) {
            code.add(new InsnNode(Opcodes.ACONST_NULL));
            return;
        }
        code.add(new VarInsnNode(Opcodes.ALOAD, FRAME_SLOT));
        entry.plan.shape.addTake(code, value);
        if (value.type() instanceof String type) addCast(type);
    }

    private void addCast(String type) {
        if (!type.equals("java/lang/Object")) code.add(new TypeInsnNode(Opcodes.CHECKCAST, type));
    }
}

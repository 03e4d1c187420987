// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.RECEIVER_GUARD;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES_CLASS_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.REFUSES_SUPER;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes what stands before a call whose receiver decides whether it goes to the fiber entry.
 *
 * <p>Where the call names an interface of the JDK, only receivers that implement its shadow have a fiber entry. And a
 * generated forwarder overrides the fiber entry too, by handing it to its handler like any other method, and whatever that
 * does is a foreign frame. Where no agent amends forwarders, virtual calls keep away from it. So does a call by super,
 * always, if an override that isn't instrumented lies below: the callee's guard would go back there. The first argument
 * stays on the stack if it is of one word.
 *
 * <pre>{@code
 *     args… -> temporaries                // [under…, receiver]
 *     if (receiver instanceof Shadow && !ReceiverGuard.refuses(receiver, Callee.class)) goto FIBER_k;
 *     temporaries -> args…
 *     result = receiver.callee(args);     // [under…, result], in the call's own try ranges
 *     goto RESUME_k;
 *   FIBER_k:                              // [under…, receiver]
 *     temporaries -> args…                // [under…, receiver, args…]
 * }</pre>
 */
final class ReceiverChecks {
    private final EntryEmitter entry;
    private final ClassSite site;

    ReceiverChecks(EntryEmitter entry, ClassSite site) {
        this.entry = entry;
        this.site = site;
    }

    /** Whether the receiver decides if the fiber entry is called. */
    boolean decideOn(SuspensionPoint point) {
        return point.target().shadow() != null || mayBeForwarded(point);
    }

    private boolean mayBeForwarded(SuspensionPoint point) {
        return entry.plan.forwarded.computeIfAbsent(point, this::asksReceiver);
    }

    private boolean asksReceiver(SuspensionPoint point) {
        MethodInsnNode call = point.call();
        boolean isDirect = call.getOpcode() == Opcodes.INVOKESPECIAL;
        if (isDirect ? call.owner.equals(site.className()) : !site.checksForwarders()) return false;
        return site.mayBeOverridden().test(call) && (isDirect || !isTrustedThis(point));
    }

    /** The guard of a method that can be overridden has looked at the receiver already. */
    private boolean isTrustedThis(SuspensionPoint point) {
        return site.isOverridable(entry.source) && entry.plan.types.isThis(point.index(), point.depthBelowReceiver());
    }

    /** [under…, receiver, args…] -> the same, if the fiber entry is to be called; else the call is done. */
    void add(SuspensionPoint point) {
        InsnList code = entry.code;
        Arguments arguments = new Arguments(point);
        arguments.store();
        LabelNode fiber = new LabelNode();
        String shadow = point.target().shadow();
        boolean mayBeForwarded = mayBeForwarded(point);
        LabelNode plain = shadow != null && mayBeForwarded ? new LabelNode() : null;
        if (shadow != null) {
            addCopyOfReceiver(arguments.kept);
            code.add(new TypeInsnNode(Opcodes.INSTANCEOF, shadow));
            code.add(plain == null ? new JumpInsnNode(Opcodes.IFNE, fiber) : new JumpInsnNode(Opcodes.IFEQ, plain));
        }
        if (mayBeForwarded) {
            addCopyOfReceiver(arguments.kept);
            addGuardCall(point);
            code.add(new JumpInsnNode(Opcodes.IFEQ, fiber));
        }
        if (plain != null) addJumpTarget(plain, arguments);
        arguments.load();
        code.add(point.call().clone(null));
        code.add(new JumpInsnNode(Opcodes.GOTO, entry.resumeLabels.get(point)));
        addJumpTarget(fiber, arguments);
        arguments.load();
    }

    private void addJumpTarget(LabelNode label, Arguments arguments) {
        entry.code.add(label);
        entry.code.add(arguments.frame());
    }

    private void addCopyOfReceiver(int above) {
        entry.code.add(new InsnNode(above == 0 ? Opcodes.DUP : Opcodes.DUP2));
        if (above == 1) entry.code.add(new InsnNode(Opcodes.POP));
    }

    /** [receiver] -> [is the plain method to be called?] */
    private void addGuardCall(SuspensionPoint point) {
        MethodInsnNode call = point.call();
        boolean isDirect = call.getOpcode() == Opcodes.INVOKESPECIAL;
        boolean isInterface =
                call.getOpcode() == Opcodes.INVOKEINTERFACE || point.target().shadow() != null;
        if (!isInterface) entry.code.add(new LdcInsnNode(Type.getObjectType(isDirect ? site.className() : call.owner)));
        entry.code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                RECEIVER_GUARD,
                isDirect ? REFUSES_SUPER : REFUSES,
                isInterface ? REFUSES_DESCRIPTOR : REFUSES_CLASS_DESCRIPTOR,
                false));
    }

    /** A call's arguments, which lie above the receiver and have to make way. */
    private final class Arguments {
        private final SuspensionPoint point;
        private final Type[] types;
        private final int[] places;
        final int kept; // that many of them stay on the stack

        Arguments(SuspensionPoint point) {
            this.point = point;
            types = Type.getArgumentTypes(point.call().desc);
            places = new int[types.length];
            kept = types.length > 0 && types[0].getSize() == 1 ? 1 : 0;
        }

        void store() {
            EntryEmitter.Temporaries temporaries = entry.new Temporaries();
            for (int i = types.length - 1; i >= kept; i--) places[i] = temporaries.store(Kind.of(types[i]));
        }

        void load() {
            for (int i = kept; i < types.length; i++) {
                entry.code.add(new VarInsnNode(Kind.of(types[i]).load(), places[i]));
            }
        }

        /** The stack map while they are stored. */
        FrameNode frame() {
            List<Object> before = point.before().stack();
            int above = point.depthBelowReceiver() + 1 + kept;
            FrameNode frame = entry.frameNode(point.before().locals(), point.live(), before.subList(0, above));
            if (kept == types.length) return frame; // else it could have more locals than the code
            List<@Nullable Object> locals = new ArrayList<>(frame.local);
            int slots = locals.stream()
                    .mapToInt(t -> t == Opcodes.LONG || t == Opcodes.DOUBLE ? 2 : 1)
                    .sum();
            for (; slots < entry.slot(entry.source.maxLocals); slots++) locals.add(Opcodes.TOP);
            for (int i = types.length - 1; i >= kept; i--) locals.add(Kind.verifierType(types[i]));
            frame.local = locals;
            return frame;
        }
    }
}

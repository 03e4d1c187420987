// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.flow.TypeFlow;
import dev.weft.instrument.flow.TypeState;
import dev.weft.instrument.flow.Uninitialized;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Has a class create objects of subclasses of its own for those of the JDK's that threads wait for: in all of its code, since who
 * creates a lock and who waits for it are seldom the same.
 *
 * <pre>
 *   NEW ReentrantLock                        NEW FiberReentrantLock
 *   DUP                                      DUP
 *   …                                        …
 *   INVOKESPECIAL ReentrantLock.&lt;init&gt;       INVOKESPECIAL FiberReentrantLock.&lt;init&gt;
 * </pre>
 *
 * <p>and {@code ReentrantLock::new} likewise. A static factory that the catalogue names is called in the class that it names for it. A call of {@code super(…)} isn't a creation; which {@code NEW} a constructor's call belongs
 * to is known from the types. A {@code NEW} one of whose constructors the subclass lacks stays as it is.
 */
public final class Creations {
    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
    private static final int SERIALIZABLE = 1; // LambdaMetafactory.FLAG_SERIALIZABLE
    private static final int FLAGS = 3; // their place among the arguments of altMetafactory

    /** What is created in place of what. */
    @FunctionalInterface
    public interface Substitutes {
        /**
         * The class that is to be created.
         *
         * @param type internal name of the class that the code creates
         * @param constructor descriptor
         * @return internal name, null if it is the class itself
         */
        @Nullable
        String of(String type, String constructor);
    }

    /** Which static factory is called in place of which. */
    @FunctionalInterface
    public interface Factories {
        /**
         * The class whose factory of the same name and descriptor is to be called.
         *
         * @param owner internal name of the class that the code names
         * @param name the factory's name
         * @param descriptor its descriptor
         * @return internal name, null if it is the class itself
         */
        @Nullable
        String of(String owner, String name, String descriptor);
    }

    private Creations() {}

    /**
     * Rewrites a class.
     *
     * @param node with expanded frames, without jsr and ret
     * @param mayBeSubstituted cheap: whether there may be a substitute for a type
     * @param substitutes what is created instead
     * @param factories what is called instead
     * @return whether anything was changed
     */
    public static boolean substitute(
            ClassNode node, Predicate<String> mayBeSubstituted, Substitutes substitutes, Factories factories) {
        boolean changed = false;
        for (MethodNode method : node.methods) {
            boolean creates = false;
            for (AbstractInsnNode insn : method.instructions) {
                if (insn.getOpcode() == Opcodes.NEW) creates |= mayBeSubstituted.test(((TypeInsnNode) insn).desc);
                else if (insn instanceof InvokeDynamicInsnNode indy) changed |= substitute(indy, substitutes);
                else if (insn.getOpcode() == Opcodes.INVOKESTATIC)
                    changed |= substitute((MethodInsnNode) insn, factories);
            }
            if (creates) changed |= substitute(node, method, substitutes);
        }
        return changed;
    }

    private static boolean substitute(MethodInsnNode call, Factories factories) {
        String owner = factories.of(call.owner, call.name, call.desc);
        if (owner == null) return false;
        call.owner = owner;
        call.itf = false;
        return true;
    }

    private static boolean substitute(ClassNode node, MethodNode method, Substitutes substitutes) {
        AbstractInsnNode[] code = method.instructions.toArray();
        TypeFlow types = new TypeFlow(node.name, method);
        Map<TypeInsnNode, List<MethodInsnNode>> constructors = new HashMap<>();
        Set<TypeInsnNode> kept = new HashSet<>();
        for (int i = 0; i < code.length; i++) {
            if (!(code[i] instanceof MethodInsnNode call) || !call.name.equals("<init>")) continue;
            TypeState before = types.beforeCall(i);
            if (before == null) continue;
            Object receiver = before.stack().get(before.stack().size() - MethodPlan.argumentSlots(call));
            if (!(receiver instanceof Uninitialized object)) continue;
            if (substitutes.of(call.owner, call.desc) == null) kept.add(object.creation());
            else
                constructors
                        .computeIfAbsent(object.creation(), c -> new ArrayList<>())
                        .add(call);
        }
        constructors.keySet().removeAll(kept);
        constructors.forEach((creation, calls) -> {
            for (MethodInsnNode call : calls) {
                String substitute = substitutes.of(call.owner, call.desc);
                if (substitute == null) throw new IllegalStateException("no substitute any more: " + call.owner);
                creation.desc = substitute;
                call.owner = substitute;
            }
        });
        return !constructors.isEmpty();
    }

    /** A serializable lambda keeps the constructor by which it will be found again. */
    private static boolean substitute(InvokeDynamicInsnNode indy, Substitutes substitutes) {
        if (!indy.bsm.getOwner().equals(FACTORY)) return false;
        Object[] arguments = indy.bsmArgs;
        boolean isSerializable =
                arguments.length > FLAGS && arguments[FLAGS] instanceof Integer f && (f & SERIALIZABLE) != 0;
        boolean isConstructor =
                arguments[1] instanceof Handle h && h.getTag() == Opcodes.H_NEWINVOKESPECIAL && !isSerializable;
        if (!isConstructor) return false;
        Handle constructor = (Handle) arguments[1];
        String substitute = substitutes.of(constructor.getOwner(), constructor.getDesc());
        if (substitute == null) return false;
        arguments[1] =
                new Handle(constructor.getTag(), substitute, constructor.getName(), constructor.getDesc(), false);
        return true;
    }
}

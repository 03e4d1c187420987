// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.Classifier;
import dev.weft.instrument.classify.FiberLambda;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Rewrites the instructions of one class that make fiber lambdas, so that these have both entries.
 *
 * <pre>
 *   invokedynamic run(Host)Task  LambdaMetafactory.metafactory(()Object, Host.load()String, ()String)
 *   -->
 *   invokedynamic run(Host)Task  FiberLambdas.bootstrap("the class file of Host$$FiberLambda")
 * </pre>
 * The stack is the same before and after.
 */
public final class FiberLambdaRewriter {
    /*
     * The lambda's fiber entry has no frame (LambdaClass). That is right as long as it has nothing to do after its call.
     * Where it has, because the results differ in kind (int for Integer, any for void), or where the call isn't a simple
     * one (a virtual call may meet a forwarder), a static method of the host is put between: an ordinary fiber method,
     * which javac might have made for a lambda expression instead of the method reference.
     *
     *   private static synthetic Object reference$count$0(Host a) { return Integer.valueOf(a.count()); }
     */

    private static final Handle BOOTSTRAP = new Handle(
            Opcodes.H_INVOKESTATIC,
            RuntimeAbi.FIBER_LAMBDAS,
            RuntimeAbi.BOOTSTRAP,
            RuntimeAbi.BOOTSTRAP_DESCRIPTOR,
            false);

    private final ClassNode owner;
    private final Classifier classifier;
    private final boolean checksForwarders;
    private final Map<FiberLambda, String> classFiles = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    /**
     * A rewriter for one class.
     *
     * @param owner the class
     * @param classifier that has begun with it
     * @param checksForwarders whether virtual calls look out for generated forwarders
     */
    public FiberLambdaRewriter(ClassNode owner, Classifier classifier, boolean checksForwarders) {
        this.owner = owner;
        this.classifier = classifier;
        this.checksForwarders = checksForwarders;
        for (MethodNode method : owner.methods) names.add(method.name);
    }

    /**
     * Rewrites what is to be rewritten in a method's code. Nothing is left for a second call with the same method.
     *
     * @param method of the class, or a copy of one
     * @return methods to be added to the class, all of them fiber methods; each is returned once, by the first call that
     *     needs it
     */
    public List<MethodNode> rewrite(MethodNode method) {
        List<MethodNode> added = new ArrayList<>();
        for (AbstractInsnNode i : method.instructions) {
            if (!(i instanceof InvokeDynamicInsnNode indy)) continue;
            FiberLambda lambda = classifier.fiberLambda(indy);
            if (lambda == null) continue;
            String classFile = classFiles.get(lambda);
            if (classFile == null) {
                MethodNode helper = needsHelper(lambda) ? helper(lambda) : null;
                classFile = ClassFileText.encode(LambdaClass.write(lambda, fiberImplementation(lambda, helper)));
                if (!ClassFileText.fits(classFile)) continue;
                classFiles.put(lambda, classFile);
                if (helper != null) added.add(helper);
            }
            indy.bsm = BOOTSTRAP;
            indy.bsmArgs = new Object[] {classFile};
        }
        return added;
    }

    /** Whether any instruction was rewritten. */
    public boolean hasRewritten() {
        return !classFiles.isEmpty();
    }

    private Handle fiberImplementation(FiberLambda lambda, @Nullable MethodNode helper) {
        if (!lambda.implementationIsFiber()) return lambda.implementation();
        if (helper != null) {
            boolean isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
            String descriptor = RuntimeAbi.fiberDescriptor(helper.desc);
            return new Handle(Opcodes.H_INVOKESTATIC, owner.name, helper.name, descriptor, isInterface);
        }
        Handle plain = lambda.implementation();
        String descriptor = RuntimeAbi.fiberDescriptor(plain.getDesc());
        return new Handle(plain.getTag(), plain.getOwner(), plain.getName(), descriptor, plain.isInterface());
    }

    private boolean needsHelper(FiberLambda lambda) {
        if (!lambda.implementationIsFiber()) return false;
        if (lambda.needsHelper()) return true;
        boolean interfaceCall = lambda.implementation().getTag() == Opcodes.H_INVOKEINTERFACE;
        if (interfaceCall && !lambda.implementationIsPrivate()) return true;
        if (checksForwarders && mayMeetForwarder(lambda)) return true;
        Type from = lambda.implementationResult();
        Type to = Type.getReturnType(lambda.erasedDescriptor());
        boolean references = from.getSort() >= Type.ARRAY && to.getSort() >= Type.ARRAY;
        return !references && !from.equals(to);
    }

    private boolean mayMeetForwarder(FiberLambda lambda) {
        Handle target = lambda.implementation();
        return target.getTag() == Opcodes.H_INVOKEVIRTUAL
                && !lambda.implementationIsPrivate()
                && classifier.mayBeOverridden(new MethodInsnNode(
                        Opcodes.INVOKEVIRTUAL, target.getOwner(), target.getName(), target.getDesc()));
    }

    private MethodNode helper(FiberLambda lambda) {
        Handle target = lambda.implementation();
        Type[] parameters = lambda.implementationParameters();
        Type to = Type.getReturnType(lambda.erasedDescriptor());
        String descriptor = Type.getMethodDescriptor(to, parameters);
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        MethodNode helper = new MethodNode(access, newName(target.getName()), descriptor, null, null);
        int slot = 0;
        for (Type parameter : parameters) {
            helper.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), slot);
            slot += parameter.getSize();
        }
        helper.visitMethodInsn(
                opcode(target), target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
        Type from = Type.getReturnType(target.getDesc());
        int left = from.getSize();
        if (to.getSort() == Type.VOID) {
            if (left > 0) helper.visitInsn(left == 2 ? Opcodes.POP2 : Opcodes.POP);
        } else {
            Conversion.emit(helper, from, to, to);
        }
        helper.visitInsn(to.getOpcode(Opcodes.IRETURN));
        helper.visitMaxs(Math.max(slot, 2), slot);
        return helper;
    }

    private String newName(String target) {
        int n = 0;
        while (!names.add("reference$" + target + "$" + n)) n++;
        return "reference$" + target + "$" + n;
    }

    private static int opcode(Handle target) {
        return switch (target.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
            case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
            case Opcodes.H_INVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            default -> throw new IllegalArgumentException(target.toString());
        };
    }
}

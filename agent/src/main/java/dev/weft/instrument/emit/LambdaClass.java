// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.FiberLambda;
import java.util.LinkedHashSet;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the hidden class of a fiber lambda, as small as it can be.
 *
 * <p>For {@code Task<String> t = this::load}, where {@code load} is a fiber method:
 * <pre>
 *   final class Host$$FiberLambda implements Task {   // a nestmate of Host
 *       private final Host a;
 *       Host$$FiberLambda(Host a) { this.a = a; }
 *       public Object run() { return a.load(); }
 *       public Object run(Continuation c) { return a.load(c); }
 *   }
 * </pre>
 * There is a pair of such methods for each further descriptor of the interface method. The fiber entry has no frame of its own:
 * what the implementation returns, when it is resumed, goes to the lambda's caller as it is. So the implementation that
 * the fiber entry calls must return what the interface method does; see {@link FiberLambdaRewriter}.
 */
final class LambdaClass {
    private static final String SUFFIX = "$$FiberLambda";
    private static final int FIRST_FIELD = 'a';

    private final FiberLambda lambda;
    private final Handle fiberImplementation;
    private final String name;
    private final Type[] captured;
    private final ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    private LambdaClass(FiberLambda lambda, Handle fiberImplementation) {
        this.lambda = lambda;
        this.fiberImplementation = fiberImplementation;
        name = lambda.host() + SUFFIX;
        captured = lambda.capturedTypes();
    }

    /**
     * Writes the class.
     *
     * @param lambda what to implement
     * @param fiberImplementation what the fiber entry calls: a fiber entry that takes the implementation's parameters, or
     *     the implementation itself if that has none
     * @return a class file
     */
    static byte[] write(FiberLambda lambda, Handle fiberImplementation) {
        return new LambdaClass(lambda, fiberImplementation).write();
    }

    private byte[] write() {
        Set<String> interfaces = new LinkedHashSet<>();
        interfaces.add(lambda.interfaceName());
        interfaces.addAll(lambda.markers());
        interfaces.addAll(lambda.shadows());
        int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        out.visit(Opcodes.V17, access, name, null, "java/lang/Object", interfaces.toArray(String[]::new));
        for (int i = 0; i < captured.length; i++) {
            out.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, field(i), captured[i].getDescriptor(), null, null);
        }
        writeConstructor();
        Set<String> descriptors = new LinkedHashSet<>();
        descriptors.add(lambda.erasedDescriptor());
        descriptors.addAll(lambda.bridges());
        for (String descriptor : descriptors) {
            writeEntry(descriptor, descriptor, lambda.implementation(), false);
            writeEntry(
                    RuntimeAbi.fiberDescriptor(descriptor),
                    descriptor,
                    fiberImplementation,
                    lambda.implementationIsFiber());
        }
        out.visitEnd();
        return out.toByteArray();
    }

    private static String field(int index) {
        return index < 26 ? String.valueOf((char) (FIRST_FIELD + index)) : "a" + index;
    }

    private void writeConstructor() {
        String descriptor = Type.getMethodDescriptor(Type.VOID_TYPE, captured);
        MethodVisitor mv = out.visitMethod(0, "<init>", descriptor, null, null);
        mv.visitCode();
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        int slot = 1;
        for (int i = 0; i < captured.length; i++) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitVarInsn(captured[i].getOpcode(Opcodes.ILOAD), slot);
            mv.visitFieldInsn(Opcodes.PUTFIELD, name, field(i), captured[i].getDescriptor());
            slot += captured[i].getSize();
        }
        mv.visitInsn(Opcodes.RETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    /** The plain entry, or the fiber entry, whose descriptor then is longer than the plain one. */
    private void writeEntry(
            String descriptor, String plainDescriptor, Handle implementation, boolean passContinuation) {
        MethodVisitor mv = out.visitMethod(Opcodes.ACC_PUBLIC, lambda.name(), descriptor, null, null);
        mv.visitCode();
        if (lambda.isConstructor()) {
            mv.visitTypeInsn(Opcodes.NEW, implementation.getOwner());
            mv.visitInsn(Opcodes.DUP);
        }
        for (int i = 0; i < captured.length; i++) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitFieldInsn(Opcodes.GETFIELD, name, field(i), captured[i].getDescriptor());
        }
        int slot = loadArguments(mv, plainDescriptor);
        if (passContinuation) mv.visitVarInsn(Opcodes.ALOAD, slot);
        mv.visitMethodInsn(
                opcode(implementation),
                implementation.getOwner(),
                implementation.getName(),
                implementation.getDesc(),
                implementation.isInterface());
        writeReturn(mv, implementation, Type.getReturnType(plainDescriptor));
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    /** Loads the interface method's arguments as the implementation wants them; gives the slot behind them. */
    private int loadArguments(MethodVisitor mv, String descriptor) {
        Type[] from = Type.getArgumentTypes(descriptor);
        Type[] instantiated = Type.getArgumentTypes(lambda.instantiatedDescriptor());
        Type[] to = lambda.implementationParameters();
        int slot = 1;
        for (int i = 0; i < from.length; i++) {
            mv.visitVarInsn(from[i].getOpcode(Opcodes.ILOAD), slot);
            Conversion.emit(mv, from[i], instantiated[i], to[captured.length + i]);
            slot += from[i].getSize();
        }
        return slot;
    }

    private void writeReturn(MethodVisitor mv, Handle implementation, Type to) {
        Type from =
                lambda.isConstructor() ? lambda.implementationResult() : Type.getReturnType(implementation.getDesc());
        if (to.getSort() != Type.VOID) Conversion.emit(mv, from, to, to);
        mv.visitInsn(to.getOpcode(Opcodes.IRETURN)); // what isn't wanted stays on the stack
    }

    /** Private methods of the nest are called virtually, since the class isn't their owner. */
    private static int opcode(Handle implementation) {
        return switch (implementation.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            default -> implementation.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        };
    }
}

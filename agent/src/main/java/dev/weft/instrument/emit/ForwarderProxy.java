// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.MethodKey;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Has the fiber entries of a class that isn't instrumented call the plain methods.
 *
 * <p>A JDK proxy, a CGLIB subclass or a mock overrides every method it sees, and so forwards a fiber entry like any other:
 * the continuation ends up among the arguments of a handler, whose frames know nothing of suspension. A call through the
 * plain method pins instead, which is correct. A class that inherits two entries gets one, or the JVM wouldn't choose:
 *
 * <pre>
 * R foo(A a, Continuation c) {   // stack: [] -> []
 *     return foo(a);
 * }
 * </pre>
 *
 * The class is marked like an instrumented one, since its fiber entries can be trusted now.
 */
public final class ForwarderProxy {
    private ForwarderProxy() {}

    /**
     * Amends a class that isn't instrumented.
     *
     * @param classFile the class
     * @param entries fiber entries to write, in place of those that are there
     * @return the amended class file
     */
    public static byte[] amend(byte[] classFile, Set<MethodKey> entries) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Amender(writer, entries), 0);
        return writer.toByteArray();
    }

    /** Replaces bodies, and adds what is missing. */
    private static final class Amender extends ClassVisitor {
        private final Set<MethodKey> entries;
        private final Set<MethodKey> missing;
        private String owner = "";
        private boolean isInterface;
        private boolean isMarked;

        Amender(ClassVisitor next, Set<MethodKey> entries) {
            super(Opcodes.ASM9, next);
            this.entries = entries;
            missing = new LinkedHashSet<>(entries);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            owner = name;
            isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            isMarked |= name.equals(RuntimeAbi.MARK);
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            MethodKey key = new MethodKey(name, descriptor);
            if (!entries.contains(key)) {
                return method;
            }
            missing.remove(key);
            callPlainMethod(method, name, descriptor);
            return null;
        }

        @Override
        public void visitEnd() {
            for (MethodKey entry : missing) {
                int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC;
                MethodVisitor method = super.visitMethod(access, entry.name(), entry.descriptor(), null, null);
                callPlainMethod(method, entry.name(), entry.descriptor());
            }
            if (!isMarked && !isInterface) {
                InstrumentedMark.addTo(cv);
            }
            super.visitEnd();
        }

        private void callPlainMethod(MethodVisitor method, String name, String descriptor) {
            Type[] arguments = Type.getArgumentTypes(descriptor);
            StringBuilder plain = new StringBuilder("(");
            method.visitCode();
            method.visitVarInsn(Opcodes.ALOAD, 0);
            int slot = 1;
            for (int i = 0; i < arguments.length - 1; i++) {
                plain.append(arguments[i].getDescriptor());
                method.visitVarInsn(arguments[i].getOpcode(Opcodes.ILOAD), slot);
                slot += arguments[i].getSize();
            }
            Type result = Type.getReturnType(descriptor);
            plain.append(')').append(result.getDescriptor());
            int opcode = isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
            method.visitMethodInsn(opcode, owner, name, plain.toString(), isInterface);
            method.visitInsn(result.getOpcode(Opcodes.IRETURN));
            method.visitMaxs(0, 0);
            method.visitEnd();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.ConstantPoolScan;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Turns the fiber entries of generated forwarders into calls of their plain entries.
 *
 * <p>A JDK proxy, a CGLIB subclass or a mock overrides every method it sees, and so forwards a fiber entry like any other:
 * the continuation ends up among the arguments of a handler, whose frames know nothing of suspension. A call through the
 * plain entry pins instead, which is correct.
 *
 * <p>Such a class is told by having fiber entries without being instrumented:
 *
 * <pre>
 * R foo(A a, Continuation c) {   // stack: [] -> []
 *     return foo(a);
 * }
 * </pre>
 */
public final class ForwarderProxy {
    private ForwarderProxy() {}

    /**
     * Amends a class that was not instrumented.
     *
     * @param scanned the class
     * @return the amended class file, null if it is no forwarder of fiber entries
     */
    public static byte @Nullable [] amend(ConstantPoolScan scanned) {
        if (!scanned.namesFiberEntry() || scanned.className().startsWith(RuntimeAbi.PACKAGE)) {
            return null;
        }
        ClassReader reader = new ClassReader(scanned.classFile());
        Scan scan = new Scan();
        reader.accept(
                scan,
                new Attribute[] {new Marker()},
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        if (scan.instrumented || scan.forwarded().isEmpty()) {
            return null;
        }
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Amender(writer, scan.forwarded()), 0);
        return writer.toByteArray();
    }

    private static boolean hasBody(int access) {
        return (access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
    }

    /** The marker of an instrumented class, without its content. */
    private static final class Marker extends Attribute {
        Marker() {
            super(RuntimeAbi.ATTRIBUTE);
        }

        @Override
        protected Attribute read(
                ClassReader reader,
                int offset,
                int length,
                char @Nullable [] buffer,
                int codeOffset,
                org.objectweb.asm.Label @Nullable [] labels) {
            return new Marker();
        }
    }

    /** Finds the plain methods that have a fiber entry next to them. */
    private static final class Scan extends ClassVisitor {
        private final Set<String> methods = new HashSet<>();
        private final Set<String> fiberTwins = new HashSet<>();
        private boolean instrumented;

        Scan() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitAttribute(Attribute attribute) {
            instrumented |= attribute.type.equals(RuntimeAbi.ATTRIBUTE);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (hasBody(access)) {
                methods.add(name + descriptor);
                fiberTwins.add(name + RuntimeAbi.fiberDescriptor(descriptor));
            }
            return null;
        }

        /** Fiber entries, as name and descriptor. */
        Set<String> forwarded() {
            Set<String> forwarded = new HashSet<>(fiberTwins);
            forwarded.retainAll(methods);
            return forwarded;
        }
    }

    /** Replaces bodies. */
    private static final class Amender extends ClassVisitor {
        private final Set<String> forwarded;
        private String owner = "";
        private boolean isInterface;

        Amender(ClassVisitor next, Set<String> forwarded) {
            super(Opcodes.ASM9, next);
            this.forwarded = forwarded;
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
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!hasBody(access) || !forwarded.contains(name + descriptor)) {
                return method;
            }
            callPlainEntry(method, name, descriptor);
            return null;
        }

        private void callPlainEntry(MethodVisitor method, String name, String descriptor) {
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

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.abi.RuntimeAbi;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has Mockito's inline mock maker take the call of a fiber entry for one of its plain method.
 *
 * <p>That mock maker writes its code into the mocked class itself, after the agent, and so into the fiber entries too. All
 * of it ends in one class, before what was stubbed is looked up and before a real method is called by reflection:
 *
 * <pre>
 * Callable handle(Object mock, Method method, Object[] arguments) {       // handleStatic likewise
 *     arguments = FiberEntries.plainArguments(method, arguments);          // stack: [] -> []
 *     method = FiberEntries.plainMethod(method);                           // stack: [] -> []
 *     …
 * </pre>
 */
public final class MockHandler {
    /** Internal name of the class, in all versions that have such mocks. */
    public static final String CLASS = "org/mockito/internal/creation/bytebuddy/MockMethodAdvice";

    private static final String ARGUMENTS =
            "Ljava/lang/reflect/Method;[Ljava/lang/Object;)Ljava/util/concurrent/Callable;";

    private MockHandler() {}

    /**
     * Amends the class.
     *
     * @param classFile of {@link #CLASS}
     * @return the amended class file, null if it isn't as expected
     */
    public static byte @Nullable [] amend(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        int[] amended = {0};
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                        if (!isHandler(access, name, descriptor)) return method;
                        amended[0]++;
                        return new Prologue(method);
                    }
                },
                0);
        return amended[0] > 0 ? writer.toByteArray() : null;
    }

    private static boolean isHandler(int access, String name, String descriptor) {
        return (access & Opcodes.ACC_STATIC) == 0
                && (descriptor.equals("(Ljava/lang/Object;" + ARGUMENTS) && name.equals("handle")
                        || descriptor.equals("(Ljava/lang/Class;" + ARGUMENTS) && name.equals("handleStatic"));
    }

    private static final class Prologue extends MethodVisitor {
        Prologue(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitVarInsn(Opcodes.ALOAD, 2);
            super.visitVarInsn(Opcodes.ALOAD, 3);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    RuntimeAbi.FIBER_ENTRIES,
                    RuntimeAbi.PLAIN_ARGUMENTS,
                    RuntimeAbi.PLAIN_ARGUMENTS_DESCRIPTOR,
                    false);
            super.visitVarInsn(Opcodes.ASTORE, 3);
            super.visitVarInsn(Opcodes.ALOAD, 2);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    RuntimeAbi.FIBER_ENTRIES,
                    RuntimeAbi.PLAIN_METHOD,
                    RuntimeAbi.PLAIN_METHOD_DESCRIPTOR,
                    false);
            super.visitVarInsn(Opcodes.ASTORE, 2);
        }
    }
}

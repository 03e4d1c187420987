// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.abi.RuntimeAbi;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Teaches Mockito's inline mock maker what fibers and fiber entries are.
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
 *
 * Synthetic methods that can't be overridden get no such code, so that static fiber entries would be left out:
 *
 * <pre>
 * ignore(isSynthetic().and(not(hasParameters(whereAny(hasType(named("…Continuation")))))) …)   // stack: [matcher] -> [matcher]
 * </pre>
 *
 * What belongs to a thread, mocks of static methods for instance, belongs to the fiber where there is one:
 *
 * <pre>
 * MockThread.current()                                                     // in place of Thread.currentThread()
 * </pre>
 */
public final class MockHandler {
    private static final String MAKERS = "org/mockito/internal/creation/bytebuddy/";

    /** The amended classes, in all versions that have such mocks. */
    private static final Map<String, Amendment> AMENDMENTS = Map.of(
            MAKERS + "MockMethodAdvice",
            HandlerVisitor::new,
            MAKERS + "InlineBytecodeGenerator",
            MatcherVisitor::new,
            "org/mockito/internal/util/concurrent/DetachedThreadLocal",
            ThreadVisitor::new);

    private static final String ARGUMENTS =
            "Ljava/lang/reflect/Method;[Ljava/lang/Object;)Ljava/util/concurrent/Callable;";

    /** Mockito's, not the one in the agent's jar; written so that nobody renames it there. */
    private static final String BYTE_BUDDY = "net/".concat("bytebuddy/matcher/");

    private static final String MATCHERS = BYTE_BUDDY + "ElementMatchers";
    private static final String MATCHER = "L" + BYTE_BUDDY + "ElementMatcher;";
    private static final String JUNCTION = BYTE_BUDDY + "ElementMatcher$Junction";

    private interface Amendment {
        Amender of(ClassVisitor next);
    }

    private MockHandler() {}

    /**
     * Is this class one of those that have to be amended?
     *
     * @param internalName of any class
     */
    public static boolean amends(String internalName) {
        return internalName.startsWith("org/mockito/") && AMENDMENTS.containsKey(internalName);
    }

    /**
     * Amends the class.
     *
     * @param internalName one that {@link #amends} knows
     * @param classFile the class
     * @return the amended class file, null if it isn't as expected
     */
    public static byte @Nullable [] amend(String internalName, byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Amendment amendment = AMENDMENTS.get(internalName);
        if (amendment == null) return null;
        Amender amender = amendment.of(writer);
        reader.accept(amender, 0);
        return amender.amended > 0 ? writer.toByteArray() : null;
    }

    /** Counts what it has found. */
    private abstract static class Amender extends ClassVisitor {
        int amended;

        Amender(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        abstract MethodVisitor amend(int access, String name, String descriptor, MethodVisitor method);

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return amend(access, name, descriptor, super.visitMethod(access, name, descriptor, signature, exceptions));
        }
    }

    private static final class HandlerVisitor extends Amender {
        HandlerVisitor(ClassVisitor next) {
            super(next);
        }

        @Override
        MethodVisitor amend(int access, String name, String descriptor, MethodVisitor method) {
            boolean isHandler = (access & Opcodes.ACC_STATIC) == 0
                    && (descriptor.equals("(Ljava/lang/Object;" + ARGUMENTS) && name.equals("handle")
                            || descriptor.equals("(Ljava/lang/Class;" + ARGUMENTS) && name.equals("handleStatic"));
            if (!isHandler) return method;
            amended++;
            return new Prologue(method);
        }

        /** By which the runtime sees that the agent was here. */
        @Override
        public void visitEnd() {
            InstrumentedMark.addTo(cv);
            super.visitEnd();
        }
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

    private static final class MatcherVisitor extends Amender {
        MatcherVisitor(ClassVisitor next) {
            super(next);
        }

        @Override
        MethodVisitor amend(int access, String name, String descriptor, MethodVisitor method) {
            if (!name.equals("<init>")) return method;
            return new MethodVisitor(Opcodes.ASM9, method) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                    super.visitMethodInsn(opcode, owner, called, type, isInterface);
                    if (!owner.equals(MATCHERS) || !called.equals("isSynthetic")) return;
                    amended++;
                    super.visitLdcInsn(RuntimeAbi.CONTINUATION.replace('/', '.'));
                    match("named", "Ljava/lang/String;");
                    match("hasType", MATCHER);
                    match("whereAny", MATCHER);
                    match("hasParameters", MATCHER);
                    match("not", MATCHER);
                    super.visitMethodInsn(
                            Opcodes.INVOKEINTERFACE, JUNCTION, "and", "(" + MATCHER + ")L" + JUNCTION + ";", true);
                }

                private void match(String matcher, String argument) {
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, MATCHERS, matcher, "(" + argument + ")L" + JUNCTION + ";", false);
                }
            };
        }
    }

    private static final class ThreadVisitor extends Amender {
        ThreadVisitor(ClassVisitor next) {
            super(next);
        }

        @Override
        MethodVisitor amend(int access, String name, String descriptor, MethodVisitor method) {
            return new MethodVisitor(Opcodes.ASM9, method) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                    if (owner.equals("java/lang/Thread") && called.equals("currentThread")) {
                        amended++;
                        super.visitMethodInsn(
                                opcode,
                                RuntimeAbi.MOCK_THREAD,
                                RuntimeAbi.CURRENT_MOCK_THREAD,
                                RuntimeAbi.CURRENT_MOCK_THREAD_DESCRIPTOR,
                                false);
                    } else {
                        super.visitMethodInsn(opcode, owner, called, type, isInterface);
                    }
                }
            };
        }
    }
}

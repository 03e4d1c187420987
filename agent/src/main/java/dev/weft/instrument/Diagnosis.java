// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import dev.weft.instrument.classify.UnreadableClassException;
import dev.weft.instrument.verify.ClassVerifier;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Tells what is the matter when something was thrown while a class was instrumented: first whether the class was sound to begin
 * with, and only then is it a fault of the instrumenter.
 */
final class Diagnosis {
    private static final int NEWEST = Opcodes.V28;
    private static final int MAJOR_VERSION = 6;

    private final byte[] classFile;
    private final ClassFileLocator classes;

    /**
     * Of one class.
     *
     * @param classFile as it came
     * @param classes finds the classes that it refers to
     */
    Diagnosis(byte[] classFile, ClassFileLocator classes) {
        this.classFile = classFile;
        this.classes = classes;
    }

    /**
     * A failure with a name.
     *
     * @param where the class in its source form, with the method where that is known
     * @param problem what was thrown
     */
    InstrumentationException of(String where, Throwable problem) {
        if (problem instanceof InstrumentationException named) return named;
        if (problem instanceof UnreadableClassException) {
            return new InstrumentationException(FailureKind.UNREADABLE_TYPE, where, text(problem), problem);
        }
        int version = (classFile[MAJOR_VERSION] & 0xff) << 8 | (classFile[MAJOR_VERSION + 1] & 0xff);
        if (version > NEWEST) {
            String found = "version " + version + ", and " + NEWEST + " is the newest known";
            return new InstrumentationException(FailureKind.TOO_NEW, where, found, problem);
        }
        Throwable unreadable = read();
        if (unreadable != null) {
            return new InstrumentationException(FailureKind.MALFORMED, where, text(unreadable), unreadable);
        }
        String invalid = verify();
        return invalid != null
                ? new InstrumentationException(FailureKind.INVALID_CODE, where, invalid, problem)
                : new InstrumentationException(FailureKind.INTERNAL, where, problem.toString(), problem);
    }

    /** A class file that can't even be scanned. */
    static InstrumentationException malformed(String where, IllegalArgumentException problem) {
        return new InstrumentationException(FailureKind.MALFORMED, where, text(problem), problem);
    }

    private @Nullable Throwable read() {
        try {
            ClassReader reader = new ClassReader(classFile);
            ClassNode node = new ClassNode();
            reader.accept(node, 0);
            for (MethodNode method : node.methods) {
                for (AbstractInsnNode insn : method.instructions) checkHandles(insn);
            }
            reader.accept(new ClassWriter(reader, 0), 0); // it takes the constant pool over, whatever is used of it
            return null;
        } catch (RuntimeException
                | LinkageError
                | StackOverflowError
                | AssertionError e) { // ASM has no exception of its own for it
            return e;
        }
    }

    /** ASM's checks leave out what a bootstrap method is given. */
    private static void checkHandles(AbstractInsnNode insn) {
        if (!(insn instanceof InvokeDynamicInsnNode indy)) return;
        for (Object argument : indy.bsmArgs) {
            if (argument instanceof Handle handle && handle.getTag() > Opcodes.H_PUTSTATIC) {
                Type[] parameters = Type.getArgumentTypes(handle.getDesc());
                if (parameters.length > 255) throw new IllegalArgumentException("malformed handle " + handle);
            }
        }
    }

    private @Nullable String verify() {
        try {
            ClassVerifier.verify(classFile, classes);
            return null;
        } catch (InstrumentationException e) {
            return e.getMessage();
        }
    }

    /** An index that is out of bounds says nothing to a user, but it is all that ASM tells of most damages. */
    private static String text(Throwable problem) {
        String message = problem.getMessage();
        boolean isExplained =
                problem instanceof IllegalArgumentException || problem instanceof UnreadableClassException;
        return isExplained && message != null ? message : "it ends, or refers to, where nothing is (" + problem + ")";
    }
}

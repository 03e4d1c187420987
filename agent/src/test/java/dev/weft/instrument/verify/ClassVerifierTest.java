// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.classify.CompiledSources;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ClassVerifierTest {
    private static final ClassFileLocator JDK = ClassFileLocator.ForClassLoader.ofPlatformLoader();

    private static byte[] withBody(String descriptor, int stack, int... instructions) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "app/Made", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "run", descriptor, null, null);
        method.visitCode();
        for (int opcode : instructions) {
            if (opcode == Opcodes.ALOAD || opcode == Opcodes.ILOAD) {
                method.visitVarInsn(opcode, 0);
            } else {
                method.visitInsn(opcode);
            }
        }
        method.visitMaxs(stack, 1);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void rejects(byte[] classFile) {
        assertThatThrownBy(() -> ClassVerifier.verify(classFile, JDK))
                .isInstanceOf(InstrumentationException.class)
                .hasMessageContaining("app.Made");
    }

    @Test
    void acceptsWhatJavacMakes() {
        CompiledSources sources = CompiledSources.compile("""
                package app;
                import java.util.*;
                class Shapes {
                    static class A { A self() { return this; } }
                    static class B extends A { int b; }
                    A pick(boolean x) { return x ? new B() : new A(); }
                    Comparable<?> merge(int n) { return n > 0 ? (Comparable<?>) "a" : Integer.valueOf(n); }
                    Object[] arrays(boolean x) { return x ? new String[0] : new Integer[2][3]; }
                    int[][] clone(int[][] a) { return a.clone(); }
                    List<A> list(A... all) { List<A> l = new ArrayList<>(); for (A a : all) l.add(a.self()); return l; }
                    int handle(String s) { try { return Integer.parseInt(s); } catch (RuntimeException e) { return -1; } }
                }
                """);
        ClassFileLocator all = new ClassFileLocator.Compound(sources.locator(), JDK);
        sources.classes()
                .values()
                .forEach(classFile -> assertThatCode(() -> ClassVerifier.verify(classFile, all))
                        .doesNotThrowAnyException());
    }

    @Test
    void acceptsTypesThatAreNotFound() {
        CompiledSources sources = CompiledSources.compile(
                "package app; class User { Base get(boolean x, Derived d, Base b) { return x ? d : b; } }",
                "package app; class Base {}",
                "package app; class Derived extends Base {}");
        assertThatCode(() -> ClassVerifier.verify(sources.bytes("app.User"), JDK))
                .doesNotThrowAnyException();
    }

    @Test
    void rejectsAnIntReturnedAsAReference() {
        rejects(withBody("()Ljava/lang/String;", 1, Opcodes.ICONST_0, Opcodes.ARETURN));
    }

    @Test
    void rejectsAWrongReferenceType() {
        rejects(withBody("(Ljava/lang/Integer;)Ljava/lang/String;", 1, Opcodes.ALOAD, Opcodes.ARETURN));
    }

    @Test
    void rejectsAnEmptyStack() {
        rejects(withBody("()V", 1, Opcodes.POP, Opcodes.RETURN));
    }

    @Test
    void rejectsAStackThatIsTooSmall() {
        rejects(withBody("()V", 1, Opcodes.ICONST_0, Opcodes.ICONST_0, Opcodes.POP2, Opcodes.RETURN));
    }

    @Test
    void rejectsAStackMapThatPromisesTooMuch() {
        rejects(withFrame(new Object[] {"java/lang/Integer"}));
        rejects(withFrame(new Object[] {Opcodes.INTEGER}));
        rejects(withFrame(new Object[] {"java/lang/Object", "java/lang/Object"}));
    }

    @Test
    void acceptsAStackMapThatPromisesLess() {
        for (Object type : new Object[] {"java/lang/Number", "java/lang/Object", "java/lang/Runnable", Opcodes.TOP}) {
            assertThatCode(() -> ClassVerifier.verify(withFrame(new Object[] {type}), JDK))
                    .doesNotThrowAnyException();
        }
    }

    /** A loop over a local that is a Number, with a frame at its head. */
    private static byte[] withFrame(Object[] locals) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "app/Made", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "run", "(Ljava/lang/Number;)V", null, null);
        method.visitCode();
        Label head = new Label();
        method.visitLabel(head);
        method.visitFrame(Opcodes.F_NEW, locals.length, locals, 0, new Object[0]);
        method.visitInsn(Opcodes.NOP);
        method.visitJumpInsn(Opcodes.GOTO, head);
        method.visitMaxs(0, 2);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void rejectsTheEndOfTheCode() {
        rejects(withBody("()V", 1, Opcodes.ICONST_0, Opcodes.POP));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.abi.RuntimeAbi;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

class ClassifierTest {
    private static final Configuration DEFAULT = Configuration.builder().build();

    @Test
    void annotatedMethodsAreFiberMethods() {
        CompiledSources c = CompiledSources.compile(
                "package p; class A { @dev.weft.Fiber int f(long l) { return 0; } @dev.weft.Fiber private static void s() {} void plain() {} }");
        assertThat(fiberMethods(c, "p.A")).containsExactlyInAnyOrder("f(J)I", "s()V");
    }

    @Test
    void allMethodsOfAnAnnotatedTypeAreFiberMethodsButConstructorsInitializersAndHelpers() {
        CompiledSources c = CompiledSources.compile("""
                package p;
                @dev.weft.Fiber class A {
                    static Object o = new Object();
                    A() {}
                    void f() { Runnable r = () -> o.hashCode(); r.run(); }
                    private static native int g();
                }
                """);
        assertThat(fiberMethods(c, "p.A")).containsExactlyInAnyOrder("f()V", "g()I");
    }

    @Test
    void methodsOfAnAnnotationTypeAreNot() {
        CompiledSources c = CompiledSources.compile("package p; @interface A { String value(); }");
        assertThat(fiberMethods(c, "p.A", including("**"))).isEmpty();
    }

    @Test
    void methodsOfAFiberPackageAreFiberMethods() {
        CompiledSources c = CompiledSources.compile(
                "package p.q; class A { void f() { g(() -> {}); } static void g(Runnable r) {} }");
        assertThat(fiberMethods(c, "p.q.A", including("p.**")))
                .containsExactlyInAnyOrder("f()V", "g(Ljava/lang/Runnable;)V");
        assertThat(fiberMethods(c, "p.q.A")).isEmpty();
    }

    @Test
    void overridingAndImplementingMakesFiberMethods() {
        CompiledSources c = CompiledSources.compile(
                "package p; public interface I { @dev.weft.Fiber void i(); }",
                "package p; interface J extends I {}",
                "package p; abstract class A implements J { @dev.weft.Fiber protected abstract int a(); void b() {} }",
                "package p; class B extends A { public void i() {} protected int a() { return 1; } void b() {} int a(int x) { return x; } }",
                "package p; class C extends B { public void i() {} protected int a() { return 2; } }");
        assertThat(fiberMethods(c, "p.B")).containsExactlyInAnyOrder("i()V", "a()I");
        assertThat(fiberMethods(c, "p.C")).containsExactlyInAnyOrder("i()V", "a()I");
    }

    @Test
    void privateStaticAndForeignPackagePrivateMethodsOverrideNothing() {
        CompiledSources c = CompiledSources.compile(
                "package p; public class A { @dev.weft.Fiber private void a() {} @dev.weft.Fiber static void s() {} @dev.weft.Fiber void d() {} }",
                "package p; class B extends A { void a() {} static void s() {} void d() {} }",
                "package q; class C extends p.A { void a() {} static void s() {} void d() {} }");
        assertThat(fiberMethods(c, "p.B")).containsExactly("d()V");
        assertThat(fiberMethods(c, "q.C")).isEmpty();
    }

    @Test
    void fiberMethodsSpreadFromBridgeToDelegateAndBack() {
        CompiledSources c = CompiledSources.compile(
                "package p; interface Source<T> { @dev.weft.Fiber T get(); }",
                "package p; class A implements Source<String> { public String get() { return null; } }",
                "package p; class B extends A { public String get() { return null; } }",
                "package p; class C implements Comparable<C> { @dev.weft.Fiber public int compareTo(C o) { return 0; } }");
        assertThat(fiberMethods(c, "p.A"))
                .containsExactlyInAnyOrder("get()Ljava/lang/String;", "get()Ljava/lang/Object;");
        assertThat(fiberMethods(c, "p.B")).contains("get()Ljava/lang/String;");
        assertThat(fiberMethods(c, "p.C"))
                .containsExactlyInAnyOrder("compareTo(Lp/C;)I", "compareTo(Ljava/lang/Object;)I");
    }

    @Test
    void bridgeToAnInheritedMethodIsAFiberMethodAndTheInheritedOneIsNot() {
        CompiledSources c = CompiledSources.compile(
                "package p; interface Sink<T> { @dev.weft.Fiber void put(T t); }",
                "package p; class A { public void put(String s) {} }",
                "package p; class B extends A implements Sink<String> {}");
        assertThat(fiberMethods(c, "p.A")).isEmpty();
        assertThat(fiberMethods(c, "p.B")).containsExactly("put(Ljava/lang/Object;)V");
    }

    @Test
    void visibilityBridgeOfAFiberMethodIsOne() {
        CompiledSources c = CompiledSources.compile(
                "package p; class A { @dev.weft.Fiber public void f() {} }", "package p; public class B extends A {}");
        assertThat(fiberMethods(c, "p.B")).containsExactly("f()V");
    }

    @Test
    void accessMethodsOfFiberMethodsAreFiberMethodsInOldClassFiles() {
        String source = """
                package p;
                class A {
                    @dev.weft.Fiber private int f(int i) { return i; }
                    private int g() { return 1; }
                    class N { int h() { return f(1) + g(); } }
                }
                """;
        assertThat(fiberMethods(CompiledSources.compile(8, source), "p.A"))
                .hasSize(2)
                .contains("f(I)I")
                .anyMatch(m -> m.startsWith("access$") && m.endsWith("(Lp/A;I)I"));
        assertThat(fiberMethods(CompiledSources.compile(17, source), "p.A")).containsExactly("f(I)I");
    }

    @Test
    void callsAreResolvedAsTheJvmDoes() {
        CompiledSources c = CompiledSources.compile(
                "package p; public interface I { @dev.weft.Fiber void i(); @dev.weft.Fiber default void d() {} @dev.weft.Fiber static void s() {} }",
                "package p; public abstract class A extends java.util.ArrayList<String> implements I { @dev.weft.Fiber public static void t() {} }",
                "package p; public abstract class B extends A { }");
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        assertThat(classifier.isFiberMethod("p/B", "i", "()V")).isTrue();
        assertThat(classifier.isFiberMethod("p/B", "d", "()V")).isTrue();
        assertThat(classifier.isFiberMethod("p/B", "t", "()V")).isTrue();
        assertThat(classifier.isFiberMethod("p/B", "s", "()V")).isFalse();
        assertThat(classifier.isFiberMethod("p/I", "s", "()V")).isTrue();
        assertThat(classifier.isFiberMethod("p/B", "i", "(I)V")).isFalse();
        assertThat(classifier.isFiberMethod("p/B", "size", "()I")).isFalse();
        assertThat(classifier.isFiberMethod("p/Missing", "i", "()V")).isFalse();
        assertThat(classifier.isFiberMethod("[Lp/A;", "clone", "()Ljava/lang/Object;"))
                .isFalse();
        assertThat(classifier.isFiberMethod("java/lang/Runnable", "run", "()V")).isFalse();
        assertThat(classifier.isFiberMethod("java/lang/invoke/MethodHandle", "invoke", "()V"))
                .isFalse();
    }

    @Test
    void methodOfTheJdkHidesOneOfAFiberInterface() {
        CompiledSources c = CompiledSources.compile(
                "package p; public interface I { @dev.weft.Fiber int size(); }",
                "package p; public class A extends java.util.ArrayList<String> implements I { }");
        assertThat(new Classifier(DEFAULT, c.locator()).isFiberMethod("p/A", "size", "()I"))
                .isFalse();
    }

    @Test
    void callOfAClassThatIsNotInstrumentedIsPlain() {
        CompiledSources c = CompiledSources.compile(
                "package p; public class A { @dev.weft.Fiber public void f() {} @dev.weft.Fiber public void g() {} }",
                "package q; public class B extends p.A { public void f() {} }",
                "package r; public class C extends q.B { public void g() {} }");
        Classifier classifier =
                new Classifier(Configuration.builder().exclude("q.**").build(), c.locator());
        assertThat(classifier.isFiberMethod("q/B", "f", "()V")).isFalse();
        assertThat(classifier.isFiberMethod("q/B", "g", "()V")).isTrue();
        assertThat(classifier.isFiberMethod("r/C", "f", "()V")).isFalse();
        assertThat(classifier.isFiberMethod("r/C", "g", "()V")).isTrue();
    }

    @Test
    void callIsPlainWhenASuperclassCannotBeFound() {
        CompiledSources c = CompiledSources.compile(
                "package p; public interface I { @dev.weft.Fiber void i(); }",
                "package p; public abstract class A { }",
                "package p; public abstract class B extends A implements I { }");
        assertThat(new Classifier(DEFAULT, c.locator()).isFiberMethod("p/B", "i", "()V"))
                .isTrue();
        assertThat(new Classifier(DEFAULT, c.without("p.A").locator()).isFiberMethod("p/B", "i", "()V"))
                .isFalse();
    }

    @Test
    void twoUnrelatedInterfacesWithTheSameFiberMethodClash() {
        CompiledSources c = CompiledSources.compile(
                "package p; public interface I { @dev.weft.Fiber void f(); }",
                "package p; public interface J { @dev.weft.Fiber void f(); }",
                "package p; public interface K extends I { @dev.weft.Fiber void f(); }",
                "package p; public abstract class A implements I, J { }",
                "package p; public abstract class B implements I, K { }");
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        assertThat(classifier.isFiberMethod("p/A", "f", "()V")).isFalse();
        assertThat(classifier.isFiberMethod("p/B", "f", "()V")).isTrue();
    }

    @Test
    void instrumentedClassCountsByItsFiberEntries() {
        CompiledSources c =
                CompiledSources.compile("package p; public class A { public void f() {} public void g() {} }");
        ClassNode node = c.node("p.A");
        node.attrs = new java.util.ArrayList<>(java.util.List.of(new AbiAttribute()));
        node.methods.add(new MethodNode(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC,
                "f",
                RuntimeAbi.fiberDescriptor("()V"),
                null,
                null));
        node.methods.add(
                new MethodNode( // somebody's own
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "g", RuntimeAbi.fiberDescriptor("()V"), null, null));
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        Classifier classifier = new Classifier(
                DEFAULT, new ClassInfoCache(c.with("p.A", writer.toByteArray()).locator()), name -> false);
        assertThat(classifier.isFiberMethod("p/A", "f", "()V")).isTrue();
        assertThat(classifier.isFiberMethod("p/A", "g", "()V")).isFalse();
    }

    @Test
    void methodWithoutRoomForTheContinuationHasNoFiberEntry() {
        StringBuilder parameters = new StringBuilder("long a0");
        for (int i = 1; i < 127; i++) parameters.append(", long a").append(i);
        CompiledSources c = CompiledSources.compile("package p; public class A { @dev.weft.Fiber void full("
                + parameters + ") {} @dev.weft.Fiber static void fits(" + parameters + ") {} }");
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        String descriptor = "(" + "J".repeat(127) + ")V";
        assertThat(classifier.isFiberMethod("p/A", "full", descriptor)).isFalse();
        assertThat(classifier.isFiberMethod("p/A", "fits", descriptor)).isTrue();
        assertThat(fiberMethods(c, "p.A")).hasSize(2);
    }

    @Test
    void intrinsicsAreKnownByName() {
        Classifier classifier =
                new Classifier(DEFAULT, CompiledSources.compile().locator());
        assertThat(classifier.isFiberMethod(RuntimeAbi.CONTINUATION, "suspend", "()V"))
                .isTrue();
        assertThat(classifier.isFiberMethod(RuntimeAbi.CONTINUATION, "body", "()Ljava/lang/Object;"))
                .isTrue();
        assertThat(classifier.isFiberMethod(RuntimeAbi.CONTINUATION, "resume", "()Z"))
                .isFalse();
    }

    @Test
    void superCallIsResolvedFromTheDirectSuperclass() {
        CompiledSources c = CompiledSources.compile(
                "package p; public class A { @dev.weft.Fiber public void f() {} }",
                "package q; public class B extends p.A { public void f() {} }",
                "package r; public class C extends q.B { @Override public void f() { super.f(); } }");
        ClassNode node = c.node("r.C");
        MethodInsnNode call = call(CompiledSources.method(node, "f"), "f");
        Classifier classifier =
                new Classifier(Configuration.builder().exclude("q.**").build(), c.locator());
        classifier.begin(node);
        assertThat(classifier.isFiberCall(call)).isFalse();
        call.owner = "p/A"; // as if compiled before B had a method of its own
        assertThat(classifier.isFiberCall(call)).isFalse();
        assertThat(classifier.isFiberMethod(call.owner, call.name, call.desc)).isTrue();
    }

    @Test
    void classesInACircleAreSurvived() {
        CompiledSources c = CompiledSources.compile("package p; interface I { @dev.weft.Fiber void f(); } class A {}");
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "p/A", null, "p/A", new String[] {"p/I"});
        Classifier classifier =
                new Classifier(DEFAULT, c.with("p.A", writer.toByteArray()).locator());
        assertThat(classifier.isFiberMethod("p/A", "f", "()V")).isFalse();
    }

    @Test
    void typesOfOtherPackagesThatAreNotPublicAreInaccessible() {
        CompiledSources c = CompiledSources.compile(
                "package p; public class A { protected static class P {} static class D {} private static class X {} }",
                "package q; class B {}");
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        assertThat(classifier.isInaccessible("q/B", "p/A")).isFalse();
        assertThat(classifier.isInaccessible("q/B", "p/A$P")).isFalse();
        assertThat(classifier.isInaccessible("q/B", "p/A$D")).isTrue();
        assertThat(classifier.isInaccessible("q/B", "[[Lp/A$X;")).isTrue();
        assertThat(classifier.isInaccessible("p/A", "p/A$X")).isFalse();
        assertThat(classifier.isInaccessible("q/B", "[[I")).isFalse();
        assertThat(classifier.isInaccessible("q/B", "java/lang/String")).isFalse();
        assertThat(classifier.isInaccessible("q/B", "java/util/HashMap$Node")).isTrue();
        assertThat(classifier.isInaccessible("q/B", "p/Missing")).isTrue();
    }

    @Test
    void missingTypesThatTheClassNamesAreAccessible() {
        CompiledSources c = CompiledSources.compile(
                "package o; public class Declared {}",
                "package o; public class Called { public void f() {} }",
                "package o; public class Passed {}",
                "package p; public class A { public o.Called called; public o.Passed passed; }",
                "package q; class B { o.Declared d; Object f(p.A a) { a.called.f(); return a.passed; } }");
        Classifier classifier = new Classifier(
                DEFAULT, c.without("o.Declared", "o.Called", "o.Passed").locator());
        assertThat(classifier.isInaccessible("q/B", "o/Declared")).isTrue();
        classifier.begin(c.node("q.B"));
        assertThat(classifier.isInaccessible("q/B", "o/Declared")).isFalse();
        assertThat(classifier.isInaccessible("q/B", "[Lo/Called;")).isFalse();
        assertThat(classifier.isInaccessible("q/B", "o/Passed")).isTrue();
    }

    @Test
    void parenthesesInNamesDontMatter() {
        CompiledSources c = CompiledSources.compile("package p; class A { @dev.weft.Fiber void f() {} }");
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "p/(B)", null, "p/A", null);
        int flags = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
        String descriptor = "(Lp/(B);I)Lp/(B);";
        writer.visitMethod(flags, "(f)", descriptor, null, null)
                .visitAnnotation("Ldev/weft/Fiber;", false)
                .visitEnd();
        CompiledSources odd = c.with("p.(B)", writer.toByteArray());
        assertThat(new Classifier(DEFAULT, odd.locator()).isFiberMethod("p/(B)", "(f)", descriptor))
                .isTrue();
        assertThat(RuntimeAbi.fiberDescriptor(descriptor)).isEqualTo("(Lp/(B);ILdev/weft/abi/Continuation;)Lp/(B);");
    }

    private static MethodInsnNode call(MethodNode method, String name) {
        for (AbstractInsnNode i : method.instructions) {
            if (i instanceof MethodInsnNode call && call.name.equals(name)) return call;
        }
        throw new AssertionError("no call of " + name);
    }

    private static Configuration including(String pattern) {
        return Configuration.builder().include(pattern).build();
    }

    private static Set<String> fiberMethods(CompiledSources c, String name) {
        return fiberMethods(c, name, DEFAULT);
    }

    /** By the class that is being instrumented; a caller, who has only the class file, must see it the same way. */
    private static Set<String> fiberMethods(CompiledSources c, String name, Configuration configuration) {
        ClassNode node = c.node(name);
        Classifier inside = new Classifier(configuration, c.without(name).locator());
        Classifier outside = new Classifier(configuration, c.locator());
        Set<String> found = new TreeSet<>();
        for (MethodNode m : node.methods) {
            boolean fiber = inside.isFiberMethod(node, m);
            if (Classifier.hasRoomForContinuation((m.access & Opcodes.ACC_STATIC) != 0, m.desc)) {
                assertThat(outside.isFiberMethod(node.name, m.name, m.desc)).isEqualTo(fiber);
                assertThat(inside.isFiberMethod(node.name, m.name, m.desc)).isEqualTo(fiber);
            }
            if (fiber) found.add(m.name + m.desc);
        }
        if (!found.isEmpty()) assertThat(outside.isRelevant(c.bytes(name))).isTrue();
        return found;
    }

    private static final class AbiAttribute extends Attribute {
        AbiAttribute() {
            super(RuntimeAbi.ATTRIBUTE);
        }

        @Override
        protected ByteVector write(
                @Nullable ClassWriter classWriter,
                byte @Nullable [] code,
                int codeLength,
                int maxStack,
                int maxLocals) {
            return new ByteVector().putShort(RuntimeAbi.VERSION);
        }

        @Override
        protected Attribute read(
                ClassReader reader,
                int offset,
                int length,
                char @Nullable [] buffer,
                int code,
                org.objectweb.asm.Label @Nullable [] labels) {
            return new AbiAttribute();
        }
    }
}

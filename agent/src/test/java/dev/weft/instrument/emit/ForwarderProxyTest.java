// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.Classifier;
import dev.weft.instrument.classify.CompiledSources;
import dev.weft.instrument.classify.ConstantPoolScan;
import dev.weft.instrument.classify.MethodKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ByteArrayClassLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

class ForwarderProxyTest {
    private static final String CONTINUATION = """
            package dev.weft.abi;
            public class Continuation {}
            """;

    private static final String INTERFACE = """
            package app;
            public interface Plain {
                String text(int a, long b, double c, String d);
                void nothing();
                long wide(long[] a);
            }
            """;

    /** What a proxy generator makes of a class with fiber entries. */
    private static final String FORWARDER = """
            package app;
            import dev.weft.abi.Continuation;
            public class Forwarder implements Plain {
                public String text(int a, long b, double c, String d) { return "plain " + a + b + c + d; }
                public final String text(int a, long b, double c, String d, Continuation e) { throw handler(); }
                public void nothing() {}
                public void nothing(Continuation e) { throw handler(); }
                public long wide(long[] a) { return a[0]; }
                public long wide(long[] a, Continuation e) { throw handler(); }
                public String alone(Continuation e) { return "alone"; }
                public String own() { return "own"; }
                public String own(Continuation e) { return "own with a parameter"; }
                public static String fixed() { return "fixed plain"; }
                public static String fixed(Continuation e) { return "fixed"; }
                static Error handler() { return new Error("the handler got the fiber entry"); }
            }
            """;

    private static final CompiledSources SOURCES = CompiledSources.compile(CONTINUATION, INTERFACE, FORWARDER);

    @Test
    void fiberEntriesCallPlainOnes() throws Exception {
        Object forwarder = load(amended("app.Forwarder"));
        Class<?> type = forwarder.getClass();
        Class<?> continuation = type.getClassLoader().loadClass("dev.weft.abi.Continuation");
        assertThat(type.getMethod("text", int.class, long.class, double.class, String.class, continuation)
                        .invoke(forwarder, 1, 2L, 3.0, "x", null))
                .isEqualTo("plain 123.0x");
        assertThat(type.getMethod("wide", long[].class, continuation).invoke(forwarder, new long[] {7}, null))
                .isEqualTo(7L);
        assertThat(type.getMethod("nothing", continuation).invoke(forwarder, new Object[] {null}))
                .isNull();
    }

    @Test
    void methodsWithoutPlainEntryAndStaticOnesKeepTheirBodies() throws Exception {
        Object forwarder = load(amended("app.Forwarder"));
        Class<?> continuation = forwarder.getClass().getClassLoader().loadClass("dev.weft.abi.Continuation");
        for (String name : new String[] {"alone", "fixed"}) {
            assertThat(forwarder.getClass().getMethod(name, continuation).invoke(forwarder, new Object[] {null}))
                    .isEqualTo(name);
        }
    }

    @Test
    void methodsThatBelongToNothingAboveAreSomebodysOwn() throws Exception {
        Object forwarder = load(amended("app.Forwarder"));
        Class<?> continuation = forwarder.getClass().getClassLoader().loadClass("dev.weft.abi.Continuation");
        assertThat(forwarder.getClass().getMethod("own", continuation).invoke(forwarder, new Object[] {null}))
                .isEqualTo("own with a parameter");
    }

    /** JVMS 4.2.2 allows parentheses in names of methods and of classes. */
    @Test
    void namesMayHaveParentheses() throws Exception {
        byte[] amended = ForwarderProxy.amend(
                renamed(), Set.of(new MethodKey("te(xt)I", "(La(pp;Ldev/weft/abi/Continuation;)V")));
        ClassNode node = new ClassNode();
        new ClassReader(amended).accept(node, 0);
        assertThat(node.methods)
                .extracting(m -> m.name + " " + m.desc)
                .contains("te(xt)I (La(pp;Ldev/weft/abi/Continuation;)V", "te(xt)I (La(pp;)V");
    }

    private static byte[] renamed() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "a(pp", null, "java/lang/Object", null);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
        writer.visitMethod(access, "te(xt)I", "(La(pp;)V", null, null).visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void classesWithoutFiberEntriesAreLeftAlone() {
        assertThat(amend(CompiledSources.compile("package app; class Plain { void run() {} }")
                        .bytes("app.Plain")))
                .isNull();
        assertThat(amend(SOURCES.bytes("dev.weft.abi.Continuation"))).isNull();
        assertThat(amend(CompiledSources.compile(
                                CONTINUATION,
                                "package app; class Holder { dev.weft.abi.Continuation c; void run() {} }")
                        .bytes("app.Holder")))
                .isNull();
    }

    @Test
    void instrumentedClassesAreLeftAlone() {
        ClassNode node = SOURCES.node("app.Forwarder");
        ClassWriter writer = new ClassWriter(0);
        node.visitAttribute(new Marker());
        node.accept(writer);
        assertThat(amend(writer.toByteArray())).isNull();
    }

    @Test
    void amendedClassesNeedNoSecondPass() {
        byte[] once = amended("app.Forwarder");
        assertThat(amend(once)).isEqualTo(once);
    }

    private static byte @Nullable [] amend(byte[] classFile) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                new ClassFileLocator.Simple(SOURCES.classes()), ClassFileLocator.ForClassLoader.ofPlatformLoader());
        Set<MethodKey> entries = new Classifier(Configuration.builder().build(), locator)
                .foreignEntries(new ConstantPoolScan(classFile));
        return entries.isEmpty() ? null : ForwarderProxy.amend(classFile, entries);
    }

    private static byte[] amended(String name) {
        return Objects.requireNonNull(amend(SOURCES.bytes(name)));
    }

    private static Object load(byte[] forwarder) throws Exception {
        Map<String, byte[]> classes = new HashMap<>(SOURCES.classes());
        classes.put("app.Forwarder", forwarder);
        return new ByteArrayClassLoader(null, classes)
                .loadClass("app.Forwarder")
                .getConstructor()
                .newInstance();
    }

    private static final class Marker extends Attribute {
        Marker() {
            super(RuntimeAbi.ATTRIBUTE);
        }

        @Override
        protected Attribute read(
                ClassReader reader, int offset, int length, char[] buffer, int codeOffset, Label[] labels) {
            return new Marker();
        }

        @Override
        protected ByteVector write(ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
            return new ByteVector().putShort(RuntimeAbi.VERSION);
        }
    }
}

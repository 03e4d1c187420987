// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.InstrumentedClasses;
import dev.weft.instrumenttests.harness.TargetSuite;
import dev.weft.instrumenttests.harness.Verification;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Class files that can't be run, or whose oddness can't be seen in a run. */
class OddClassFilesTest {
    private static final String NAME = "test/Odd";

    /** The JVM wants to see the type of a handler when it verifies, so this can't be loaded. */
    @Test
    void aMissingTypeOfAHandlerIsNoObstacle() {
        ClassMaker maker = new ClassMaker(Opcodes.V17, NAME).method("work", "()V", code -> {
            Label start = new Label();
            Label end = new Label();
            Label handler = new Label();
            code.handler(start, end, handler, GeneratedTargets.MISSING)
                    .mark(start)
                    .hit()
                    .mark(end)
                    .op(Opcodes.RETURN);
            code.mark(handler).op(Opcodes.POP).hit().op(Opcodes.RETURN);
        });
        MethodNode entry = fiberEntry(instrument(maker.make()), "work");
        assertThat(entry.tryCatchBlocks).isNotEmpty().allMatch(block -> block.type.equals(GeneratedTargets.MISSING));
    }

    @Test
    void attributesThatNobodyKnowsStay() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
        writer.visitAttribute(new Unknown("OfClass"));
        FieldVisitor field = writer.visitField(0, "f", "I", null, null);
        field.visitAttribute(new Unknown("OfField"));
        field.visitEnd();
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "work", "()V", null, null);
        method.visitAnnotation("Ldev/weft/Fiber;", false).visitEnd();
        method.visitAttribute(new Unknown("OfMethod"));
        method.visitCode();
        new Code(method).hit().op(Opcodes.RETURN);
        method.visitAttribute(new Unknown("OfCode"));
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();

        ClassNode node = instrument(writer.toByteArray());
        assertThat(names(node.attrs)).contains("OfClass");
        assertThat(names(node.fields.get(0).attrs)).containsExactly("OfField");
        MethodNode plain = node.methods.get(0);
        assertThat(names(plain.attrs)).containsExactlyInAnyOrder("OfMethod", "OfCode");
        assertThat(fiberEntry(node, "work").attrs).isNull();
    }

    private static List<String> names(List<Attribute> attributes) {
        return attributes.stream().map(attribute -> attribute.type).toList();
    }

    private static ClassNode instrument(byte[] classFile) {
        CompiledClasses compiled = new CompiledClasses("odd", Map.of(NAME.replace('/', '.'), classFile));
        InstrumentedClasses instrumented =
                InstrumentedClasses.of(compiled, TargetSuite.Variant.ANNOTATED.configuration());
        assertThat(instrumented.failures()).isEmpty();
        assertThat(instrumented.pinned()).isEmpty();
        assertThat(Verification.problems(instrumented, compiled)).isEmpty();
        ClassNode node = new ClassNode();
        byte[] result = instrumented.all().values().iterator().next();
        Attribute[] known = Arrays.stream(new String[] {"OfClass", "OfField", "OfMethod", "OfCode"})
                .map(Unknown::new)
                .toArray(Attribute[]::new);
        new ClassReader(result).accept(node, known, 0);
        return node;
    }

    private static MethodNode fiberEntry(ClassNode node, String method) {
        return node.methods.stream()
                .filter(m -> m.name.equals(method) && m.desc.startsWith("(Ldev/weft/abi/Continuation;)"))
                .findFirst()
                .orElseThrow();
    }

    /** Two bytes that mean nothing. */
    private static final class Unknown extends Attribute {
        Unknown(String type) {
            super(type);
        }

        @Override
        protected Attribute read(
                ClassReader reader, int offset, int length, char[] buffer, int codeOffset, Label[] labels) {
            assertThat(length).isEqualTo(2);
            assertThat(reader.readUnsignedShort(offset)).isEqualTo(4711);
            return new Unknown(type);
        }

        @Override
        protected ByteVector write(ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
            return new ByteVector().putShort(4711);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * Keeps the stream identity of serializable classes: one that declares no {@code serialVersionUID} gets a number computed
 * from its members, which instrumentation adds to.
 */
final class SerialVersion {
    private static final String NAME = "serialVersionUID";

    private SerialVersion() {}

    /** Adds the number that the class had before, unless it declares one. */
    static void keep(ClassNode node, ClassReader original) {
        boolean hasDefault = (node.access & (Opcodes.ACC_ENUM | Opcodes.ACC_INTERFACE)) == 0
                && !"java/lang/Record".equals(node.superName);
        if (!hasDefault) return;
        for (FieldNode field : node.fields) if (field.name.equals(NAME)) return;
        node.fields.add(new FieldNode(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC,
                NAME,
                "J",
                null,
                Computation.of(original)));
    }

    private static final class Computation extends SerialVersionUIDAdder {
        private long number;

        private Computation() {
            super(Opcodes.ASM9, new ClassNode());
        }

        static long of(ClassReader reader) {
            Computation computation = new Computation();
            reader.accept(computation, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            return computation.number;
        }

        @Override
        protected void addSVUID(long svuid) {
            number = svuid;
        }

        @Override
        protected long computeSVUID() {
            try {
                return super.computeSVUID();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

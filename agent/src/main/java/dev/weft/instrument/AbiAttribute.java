// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import dev.weft.instrument.abi.RuntimeAbi;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.tree.ClassNode;

/** The mark of an instrumented class. */
final class AbiAttribute extends Attribute {
    private final int version;

    AbiAttribute() {
        this(RuntimeAbi.VERSION);
    }

    private AbiAttribute(int version) {
        super(RuntimeAbi.ATTRIBUTE);
        this.version = version;
    }

    @Override
    protected Attribute read(
            ClassReader reader, int offset, int length, char[] buffer, int codeOffset, Label @Nullable [] labels) {
        return new AbiAttribute(reader.readUnsignedShort(offset));
    }

    @Override
    protected ByteVector write(
            ClassWriter writer, byte @Nullable [] code, int codeLength, int maxStack, int maxLocals) {
        return new ByteVector(2).putShort(version);
    }

    /** Marks a class. */
    static void addTo(ClassNode node) {
        if (node.attrs == null) node.attrs = new ArrayList<>(1);
        node.attrs.add(new AbiAttribute());
    }

    /**
     * Whether a class has been instrumented.
     *
     * @throws AbiMismatchException if that was for another version of the runtime
     */
    static boolean isOn(ClassNode node) {
        if (node.attrs == null) return false;
        for (Attribute attribute : node.attrs) {
            if (attribute instanceof AbiAttribute abi) {
                if (abi.version == RuntimeAbi.VERSION) return true;
                throw new AbiMismatchException(
                        node.name.replace('/', '.'),
                        "version " + abi.version + " of its ABI, and this is version " + RuntimeAbi.VERSION);
            }
        }
        return false;
    }
}

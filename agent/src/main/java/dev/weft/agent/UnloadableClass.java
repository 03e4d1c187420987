// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A class file that no JVM accepts, and whose rejection says why.
 *
 * <p>A transformer cannot refuse a class: what it throws is ignored. But it can give back a class whose name is illegal,
 * and then the {@link ClassFormatError} quotes that name.
 */
final class UnloadableClass {
    private static final String MESSAGE = "Weft could not instrument this class; standard error says why";

    private UnloadableClass() {}

    static byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(0xCAFEBABE);
            out.writeShort(0);
            out.writeShort(52);
            out.writeShort(5); // constants, plus one
            out.writeByte(1);
            out.writeUTF(MESSAGE);
            out.writeByte(7);
            out.writeShort(1);
            out.writeByte(1);
            out.writeUTF("java/lang/Object");
            out.writeByte(7);
            out.writeShort(3);
            out.writeShort(0x0021); // public super
            out.writeShort(2);
            out.writeShort(4);
            out.writeShort(0); // interfaces
            out.writeShort(0); // fields
            out.writeShort(0); // methods
            out.writeShort(0); // attributes
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

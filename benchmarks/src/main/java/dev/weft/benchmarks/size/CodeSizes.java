// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.size;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bytecode sizes of a class's methods, by name and descriptor, from its class file (JVMS 4). */
final class CodeSizes {
    private final DataInputStream in;
    private final Map<Integer, String> texts = new LinkedHashMap<>();
    private final Map<String, Integer> sizes = new LinkedHashMap<>();

    private CodeSizes(byte[] classFile) {
        in = new DataInputStream(new ByteArrayInputStream(classFile));
    }

    static Map<String, Integer> of(byte[] classFile) throws IOException {
        CodeSizes reader = new CodeSizes(classFile);
        reader.read();
        return reader.sizes;
    }

    private void read() throws IOException {
        in.skipNBytes(8);
        constants();
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
        members(false);
        members(true);
    }

    private void constants() throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, in.readUTF());
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                default -> in.skipNBytes(4);
            }
        }
    }

    private void members(boolean methods) throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            in.skipNBytes(2);
            String name = texts.getOrDefault(in.readUnsignedShort(), "");
            String descriptor = texts.getOrDefault(in.readUnsignedShort(), "");
            int attributes = in.readUnsignedShort();
            for (int a = 0; a < attributes; a++) {
                String attribute = texts.getOrDefault(in.readUnsignedShort(), "");
                int length = in.readInt();
                if (methods && attribute.equals("Code")) {
                    in.skipNBytes(4);
                    sizes.put(name + descriptor, in.readInt());
                    in.skipNBytes(length - 8L);
                } else {
                    in.skipNBytes(length);
                }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

/**
 * A class file as a string constant: each byte is one char, its unsigned value plus one.
 *
 * <p>The constant pool keeps strings in modified UTF-8, where 1 to 127 take one byte and 0 takes two. Class files are full of
 * zeros, hence the one. {@code dev.weft.abi.FiberLambdas} decodes.
 */
final class ClassFileText {
    private static final int MAX_ENCODED = 65_535; // of a constant (JVMS 4.4.7)
    private static final int MAX_ONE_BYTE = 0x7f;

    private ClassFileText() {}

    static String encode(byte[] classFile) {
        char[] text = new char[classFile.length];
        for (int i = 0; i < text.length; i++) text[i] = (char) ((classFile[i] & 0xff) + 1);
        return new String(text);
    }

    /** Can this string be a constant? Its chars take two bytes at most. */
    static boolean fits(String text) {
        int encoded = 0;
        for (int i = 0; i < text.length(); i++) encoded += text.charAt(i) <= MAX_ONE_BYTE ? 1 : 2;
        return encoded <= MAX_ENCODED;
    }
}

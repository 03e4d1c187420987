// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.abi.RuntimeAbi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * Dismisses class files in which there is nothing to instrument, by their constant pool and their supertypes.
 *
 * <p>A class matters if it names the annotation (it has annotated methods), if its package is a fiber package, if it
 * carries the attribute of the ABI (the instrumenter looks at its version), if a supertype has fiber methods (it may
 * override one), or if it makes a lambda of a functional interface that has fiber methods.
 */
final class ConstantPoolScan {
    // Tags of the constant pool (JVMS 4.4)
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int INVOKE_DYNAMIC = 18;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private static final int POOL_COUNT = 8;
    private static final int POOL = 10;

    private static final byte[] FIBER = RuntimeAbi.FIBER_ANNOTATION.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ATTRIBUTE = RuntimeAbi.ATTRIBUTE.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FACTORY = FiberLambdaReader.FACTORY.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ALTERNATIVE = FiberLambdaReader.ALTERNATIVE.getBytes(StandardCharsets.US_ASCII);

    private final byte[] file;
    private final int[] offsets; // of each constant, behind its tag
    private final List<Integer> dynamics = new ArrayList<>(); // the offsets of invokedynamic constants
    private final int end; // of the pool
    private boolean marked; // has the annotation, or the attribute
    private boolean hasFactory;
    private boolean hasAlternative; // may have marker interfaces, which the pool doesn't tell apart

    ConstantPoolScan(byte[] classFile) {
        file = classFile;
        offsets = new int[u2(POOL_COUNT)];
        end = scan();
    }

    private int scan() {
        int at = POOL;
        for (int i = 1; i < offsets.length; i++) {
            int tag = file[at++];
            offsets[i] = at;
            switch (tag) {
                case UTF8 -> {
                    look(at);
                    at += 2 + u2(at);
                }
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> at += 2;
                case METHOD_HANDLE -> at += 3;
                case INVOKE_DYNAMIC -> {
                    dynamics.add(at);
                    at += 4;
                }
                case LONG, DOUBLE -> {
                    at += 8;
                    i++;
                }
                default -> at += 4; // INTEGER, FLOAT, members, name and type, dynamic
            }
        }
        return at;
    }

    private void look(int at) {
        int length = u2(at);
        if (length == FIBER.length) marked |= is(FIBER, at);
        if (length == ATTRIBUTE.length) marked |= is(ATTRIBUTE, at);
        if (length == FACTORY.length) hasFactory |= is(FACTORY, at);
        if (length == ALTERNATIVE.length) hasAlternative |= is(ALTERNATIVE, at);
    }

    private boolean is(byte[] text, int at) {
        for (int i = 0; i < text.length; i++) {
            if (file[at + 2 + i] != text[i]) return false;
        }
        return true;
    }

    boolean isRelevant(Configuration configuration, FiberRules rules) {
        ClassHeader header = header();
        if (configuration.isExcluded(header.name())) return false;
        return rules.mayHaveFiberMethods(header) || (hasFactory && (hasAlternative || makesFiberLambda(rules)));
    }

    ClassHeader header() {
        String name = className(end + 2);
        if (name == null) throw new IllegalArgumentException("a class without a name");
        List<String> interfaces = new ArrayList<>();
        int count = u2(end + 6);
        for (int i = 0; i < count; i++) {
            String implemented = className(end + 8 + 2 * i);
            if (implemented != null) interfaces.add(implemented);
        }
        return new ClassHeader(name, className(end + 4), List.copyOf(interfaces), marked);
    }

    private boolean makesFiberLambda(FiberRules rules) {
        for (int dynamic : dynamics) {
            String descriptor = utf8(u2(offsets[u2(dynamic + 2)] + 2));
            Type made = Type.getReturnType(descriptor);
            if (made.getSort() == Type.OBJECT && rules.mayHaveFiberMethods(made.getInternalName())) return true;
        }
        return false;
    }

    /** The name in the class constant that is referred to at an offset; null for the superclass of Object. */
    private @Nullable String className(int at) {
        int constant = u2(at);
        return constant == 0 ? null : utf8(u2(offsets[constant]));
    }

    /** Names that aren't ASCII are rare and need modified UTF-8's two- and three-byte forms. */
    private String utf8(int constant) {
        int at = offsets[constant];
        int length = u2(at);
        StringBuilder text = new StringBuilder(length);
        for (int i = at + 2; i < at + 2 + length; i++) {
            int b = file[i];
            if (b >= 0) text.append((char) b);
            else if ((b & 0xe0) == 0xc0) text.append((char) ((b & 0x1f) << 6 | (file[++i] & 0x3f)));
            else text.append((char) ((b & 0x0f) << 12 | (file[++i] & 0x3f) << 6 | (file[++i] & 0x3f)));
        }
        return text.toString();
    }

    private int u2(int at) {
        return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
    }
}

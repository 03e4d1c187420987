// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.abi.RuntimeAbi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dismisses class files in which there is nothing to instrument, by their constant pool and their supertypes.
 *
 * <p>A class matters if it names one of the annotations (it has annotated methods), if its package is a fiber package, if it
 * carries the attribute of the ABI (the instrumenter looks at its version), if a supertype has fiber methods (it may
 * override one), or if it makes a lambda of a functional interface that has fiber methods.
 *
 * <p>An agent does this for every class that is loaded, in code that is still interpreted. So it is one pass over the pool, and
 * strings are made of the few constants that are asked for.
 */
public final class ConstantPoolScan {
    // Tags of the constant pool (JVMS 4.4)
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int DYNAMIC = 17;
    private static final int INVOKE_DYNAMIC = 18;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private static final int MAGIC = 0xcafebabe;
    private static final char REPLACEMENT = '\uFFFD'; // stands for what isn't UTF-8
    private static final int POOL_COUNT = 8;
    private static final int POOL = 10;

    private static final byte[] FIBER = RuntimeAbi.FIBER_ANNOTATION.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BLOCKING = RuntimeAbi.BLOCKING_ANNOTATION.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ATTRIBUTE = RuntimeAbi.ATTRIBUTE.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FACTORY = FiberLambdaReader.FACTORY.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ALTERNATIVE = FiberLambdaReader.ALTERNATIVE.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_PARAMETER =
            (RuntimeAbi.CONTINUATION_DESCRIPTOR + ")").getBytes(StandardCharsets.US_ASCII);

    private final byte[] file;
    private final int[] offsets; // of each constant, behind its tag
    private final ClassHeader header;
    private boolean marked; // has one of the annotations, or the attribute
    private boolean namesFiberEntry;
    private boolean hasFactory;
    private boolean hasAlternative; // may have marker interfaces, which the pool doesn't tell apart

    /**
     * Scans a class file.
     *
     * @param classFile as it came; not to be changed while this object is in use
     * @throws IllegalArgumentException if it has no proper constant pool or header
     */
    public ConstantPoolScan(byte[] classFile) {
        file = classFile;
        try {
            if (u2(0) != MAGIC >>> 16 || u2(2) != (MAGIC & 0xffff)) {
                throw new IllegalArgumentException("not a class file: it doesn't begin with CAFEBABE");
            }
            offsets = new int[u2(POOL_COUNT)];
            header = header(scan());
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a class file: its constant pool or its header is damaged", e);
        }
    }

    /** What was scanned; not to be changed. */
    public byte[] classFile() {
        return file;
    }

    /** The internal name. */
    public String className() {
        return header.name();
    }

    /** Whether a method descriptor ends with the hidden parameter: without one the class neither has nor calls a fiber entry. */
    public boolean namesFiberEntry() {
        return namesFiberEntry;
    }

    /** Returns the end of the pool. */
    private int scan() {
        int at = POOL;
        for (int i = 1; i < offsets.length; i++) {
            int tag = file[at++];
            offsets[i] = at;
            switch (tag) {
                case UTF8 -> {
                    int length = u2(at);
                    look(at, length);
                    at += 2 + length;
                }
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> at += 2;
                case METHOD_HANDLE -> at += 3;
                case INTEGER, FLOAT, FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE, DYNAMIC, INVOKE_DYNAMIC -> at += 4;
                case LONG, DOUBLE -> {
                    at += 8;
                    i++;
                }
                default -> throw new IllegalArgumentException("not a class file: constant " + i + " has tag " + tag);
            }
        }
        return at;
    }

    private void look(int at, int length) {
        if (length < ATTRIBUTE.length) return;
        if (file[at + 2] == '(') {
            if (!namesFiberEntry && length > LAST_PARAMETER.length) namesFiberEntry = hasContinuation(at, length);
            return;
        }
        if (length == FIBER.length) marked |= is(FIBER, at);
        if (length == BLOCKING.length) marked |= is(BLOCKING, at);
        if (length == ATTRIBUTE.length) marked |= is(ATTRIBUTE, at);
        if (length == FACTORY.length) hasFactory |= is(FACTORY, at);
        if (length == ALTERNATIVE.length) hasAlternative |= is(ALTERNATIVE, at);
    }

    private boolean hasContinuation(int at, int length) {
        int last = LAST_PARAMETER.length - 1;
        for (int start = at + 3; start + last < at + 2 + length; start++) {
            if (file[start + last] == ')' && is(LAST_PARAMETER, start - 2)) return true;
        }
        return false;
    }

    private boolean is(byte[] text, int at) {
        for (int i = 0; i < text.length; i++) {
            if (file[at + 2 + i] != text[i]) return false;
        }
        return true;
    }

    boolean isRelevant(Configuration configuration, FiberRules rules) {
        if (configuration.isExcluded(header.name())) return false;
        return rules.mayHaveFiberMethods(header) || (hasFactory && (hasAlternative || makesFiberLambda(rules)));
    }

    ClassHeader header() {
        return header;
    }

    private ClassHeader header(int end) {
        String name = className(end + 2);
        if (name == null) throw new IllegalArgumentException("a class without a name");
        int count = u2(end + 6);
        List<String> interfaces = count == 0 ? List.of() : new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String implemented = className(end + 8 + 2 * i);
            if (implemented != null) interfaces.add(implemented);
        }
        return new ClassHeader(name, className(end + 4), interfaces, marked);
    }

    private boolean makesFiberLambda(FiberRules rules) {
        for (int i = 1; i < offsets.length; i++) {
            int at = offsets[i];
            if (at == 0 || file[at - 1] != INVOKE_DYNAMIC) continue;
            String descriptor = utf8(u2(offsets[u2(at + 2)] + 2));
            int made = descriptor.indexOf(")L") + 2;
            if (made > 1 && rules.mayHaveFiberMethods(descriptor.substring(made, descriptor.length() - 1))) return true;
        }
        return false;
    }

    /** The name in the class constant that is referred to at an offset; null for the superclass of Object. */
    private @Nullable String className(int at) {
        int constant = u2(at);
        return constant == 0 ? null : utf8(u2(offsets[constant]));
    }

    private String utf8(int constant) {
        int at = offsets[constant];
        int length = u2(at);
        String text = new String(file, at + 2, length, StandardCharsets.UTF_8);
        boolean isAscii = text.length() == length && text.indexOf(REPLACEMENT) < 0;
        return isAscii ? text : modifiedUtf8(at + 2, length);
    }

    /** Names that aren't ASCII are rare and need modified UTF-8's two- and three-byte forms. */
    private String modifiedUtf8(int start, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = start; i < start + length; i++) {
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

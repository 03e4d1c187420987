// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.upgrade;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Works out stack maps, as the verifier of old class files infers types.
 *
 * <p>Where two classes meet of which one isn't known, it writes {@link UnknownTypes#NAME}; most often that is the type of a
 * variable that nobody reads any more.
 */
final class StackMapWriter extends ClassWriter {
    private final CommonSuperclass superclasses;
    private final Set<String> unknown = new TreeSet<>();

    StackMapWriter(ClassReader reader, CommonSuperclass superclasses) {
        super(reader, COMPUTE_FRAMES);
        this.superclasses = superclasses;
    }

    @Override
    protected String getCommonSuperClass(String one, String other) {
        if (one.equals(UnknownTypes.NAME) || other.equals(UnknownTypes.NAME)) return UnknownTypes.NAME;
        @Nullable String common = superclasses.of(one, other);
        if (common != null) return common;
        boolean inOrder = one.compareTo(other) < 0;
        unknown.add(((inOrder ? one : other) + " and " + (inOrder ? other : one)).replace('/', '.'));
        return UnknownTypes.NAME;
    }

    /** The pairs of classes that met and have no known superclass in common, in words. */
    Set<String> unknown() {
        return unknown;
    }
}

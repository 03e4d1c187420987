// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.upgrade;

import org.objectweb.asm.Opcodes;

/**
 * Access flags of old class files, as newer ones must write the same meaning. Flags that ASM keeps for itself, above the
 * lower 16 bits, stay.
 */
final class OldFlags {
    private final boolean beforeJava5;
    private final boolean beforeJava6;
    private final boolean inInterface;

    OldFlags(int majorVersion, boolean inInterface) {
        beforeJava5 = majorVersion < Opcodes.V1_5;
        beforeJava6 = majorVersion < Opcodes.V1_6;
        this.inInterface = inInterface;
    }

    int ofClass(int access) {
        return ofType(access);
    }

    int ofInnerClass(int access) {
        return ofType(access);
    }

    /** An interface is abstract, and before Java 5 it may have the flags that newer ones must not have. */
    private int ofType(int access) {
        boolean isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        int flags = access;
        if (isInterface && beforeJava6) flags |= Opcodes.ACC_ABSTRACT;
        if (isInterface && beforeJava5) flags &= ~(Opcodes.ACC_SUPER | Opcodes.ACC_ENUM);
        if (!isInterface && beforeJava5) flags &= ~Opcodes.ACC_ANNOTATION;
        return flags;
    }

    int ofField(int access) {
        return inInterface && beforeJava5 ? access & ~Opcodes.ACC_ENUM : access;
    }

    /** A class initializer is static, whatever its flags say, and other flags of it have no meaning. */
    int ofMethod(int access, String name) {
        if (name.equals("<clinit>")) {
            return access & ~0xFFFF | Opcodes.ACC_STATIC | access & Opcodes.ACC_STRICT;
        }
        int flags = access;
        if (beforeJava5) {
            if ((access & Opcodes.ACC_ABSTRACT) != 0) flags &= ~(Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT);
            if (name.equals("<init>")) flags &= ~Opcodes.ACC_BRIDGE;
        } else if (inInterface && (access & Opcodes.ACC_ABSTRACT) != 0) {
            flags &= ~Opcodes.ACC_STRICT;
        }
        return flags;
    }
}

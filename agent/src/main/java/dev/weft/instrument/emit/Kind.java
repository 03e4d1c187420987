// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.flow.Uninitialized;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** How a value of a verifier's type is loaded, stored, dropped, and kept in a frame. */
enum Kind {
    /** An object, kept in a reference slot. */
    REF("Ref", 0, 1, Opcodes.ACONST_NULL, "Ljava/lang/Object;"),
    /** int and what the verifier takes for one. */
    INT("Int", -4, 1, Opcodes.ICONST_0, "I"),
    /** A long. */
    LONG("Long", -3, 2, Opcodes.LCONST_0, "J"),
    /** A float, kept as its raw bits. */
    FLOAT("Float", -2, 1, Opcodes.FCONST_0, "F"),
    /** A double, kept as its raw bits. */
    DOUBLE("Double", -1, 2, Opcodes.DCONST_0, "D"),
    /** The null reference, or the stand-in for an object that isn't created yet: known without being kept. */
    NULL("Ref", 0, 1, Opcodes.ACONST_NULL, "Ljava/lang/Object;");

    /** In the names of the runtime's {@code takeX} and {@code keepX}. */
    final String suffix;

    /** In slots. */
    final int size;

    /** The instruction that pushes the zero of this kind. */
    final int zero;

    /** The type of what {@code takeX} gives and {@code keepX} takes. */
    final String descriptor;

    private final int fromReference; // distance of this kind's load and store from ALOAD and ASTORE

    Kind(String suffix, int fromReference, int size, int zero, String descriptor) {
        this.suffix = suffix;
        this.fromReference = fromReference;
        this.size = size;
        this.zero = zero;
        this.descriptor = descriptor;
    }

    static Kind of(Object verifierType) {
        if (verifierType instanceof String) return REF;
        if (verifierType instanceof Uninitialized || verifierType == Opcodes.NULL) return NULL;
        if (verifierType == Opcodes.INTEGER) return INT;
        if (verifierType == Opcodes.LONG) return LONG;
        if (verifierType == Opcodes.FLOAT) return FLOAT;
        if (verifierType == Opcodes.DOUBLE) return DOUBLE;
        throw new IllegalArgumentException("no value has the type " + verifierType);
    }

    static Kind of(Type type) {
        return switch (type.getSort()) {
            case Type.LONG -> LONG;
            case Type.FLOAT -> FLOAT;
            case Type.DOUBLE -> DOUBLE;
            case Type.OBJECT, Type.ARRAY -> REF;
            default -> INT;
        };
    }

    /** The verifier's type of a value of a declared type. */
    static Object verifierType(Type type) {
        Kind kind = of(type);
        return kind == REF ? type.getInternalName() : kind.verifierType();
    }

    /** The widest type of the verifier's that a value of this kind has. */
    Object verifierType() {
        return switch (this) {
            case INT -> Opcodes.INTEGER;
            case LONG -> Opcodes.LONG;
            case FLOAT -> Opcodes.FLOAT;
            case DOUBLE -> Opcodes.DOUBLE;
            case REF, NULL -> "java/lang/Object";
        };
    }

    boolean isPrimitive() {
        return this != REF && this != NULL;
    }

    int load() {
        return Opcodes.ALOAD + fromReference;
    }

    int store() {
        return Opcodes.ASTORE + fromReference;
    }

    AbstractInsnNode pop() {
        return new InsnNode(size == 2 ? Opcodes.POP2 : Opcodes.POP);
    }

    /** value -> long. */
    void addToLong(InsnList code) {
        switch (this) {
            case INT -> code.add(new InsnNode(Opcodes.I2L));
            case FLOAT -> {
                code.add(bits("java/lang/Float", "floatToRawIntBits", "(F)I"));
                code.add(new InsnNode(Opcodes.I2L));
            }
            case DOUBLE -> code.add(bits("java/lang/Double", "doubleToRawLongBits", "(D)J"));
            default -> {}
        }
    }

    /** long -> value. */
    void addFromLong(InsnList code) {
        switch (this) {
            case INT -> code.add(new InsnNode(Opcodes.L2I));
            case FLOAT -> {
                code.add(new InsnNode(Opcodes.L2I));
                code.add(bits("java/lang/Float", "intBitsToFloat", "(I)F"));
            }
            case DOUBLE -> code.add(bits("java/lang/Double", "longBitsToDouble", "(J)D"));
            default -> {}
        }
    }

    private static MethodInsnNode bits(String owner, String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Converts the value on top of the stack as {@code LambdaMetafactory} does between a functional interface method and its
 * implementation: casts, boxing, unboxing, widening.
 *
 * <pre>
 *   int -> long              i2l
 *   int -> Integer, Object   Integer.valueOf
 *   int -> Long              i2l, Long.valueOf
 *   Object as Integer -> int, long   checkcast Integer, intValue (, i2l)
 *   Object as Object -> int  checkcast Number, intValue
 *   Object as String -> CharSequence   checkcast String, checkcast CharSequence
 * </pre>
 */
final class Conversion {
    private static final String OBJECT = "java/lang/Object";

    private Conversion() {}

    /**
     * Emits a conversion. Neither type is void.
     *
     * @param from what is on the stack
     * @param instantiated what a reference on the stack is known to be, by the interface's type arguments
     * @param to what is wanted
     */
    static void emit(MethodVisitor mv, Type from, Type instantiated, Type to) {
        if (isPrimitive(from)) {
            if (isPrimitive(to)) {
                widen(mv, from, to);
            } else {
                Type boxed = primitiveOf(to);
                widen(mv, from, boxed == null ? from : boxed);
                box(mv, boxed == null ? from : boxed);
            }
            return;
        }
        Type known = isPrimitive(instantiated) ? from : instantiated;
        cast(mv, from, known);
        if (isPrimitive(to)) unbox(mv, known, to);
        else cast(mv, known, to);
    }

    private static void cast(MethodVisitor mv, Type from, Type to) {
        if (!to.equals(from) && !to.getInternalName().equals(OBJECT))
            mv.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
    }

    private static void unbox(MethodVisitor mv, Type from, Type to) {
        Type boxed = primitiveOf(from);
        String type = from.getInternalName();
        if (boxed == null) { // a supertype of the wrapper
            boxed = to;
            type = to.getSort() == Type.BOOLEAN || to.getSort() == Type.CHAR ? wrapperOf(to) : "java/lang/Number";
            mv.visitTypeInsn(Opcodes.CHECKCAST, type);
        }
        mv.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, type, boxed.getClassName() + "Value", "()" + boxed.getDescriptor(), false);
        widen(mv, boxed, to);
    }

    private static void box(MethodVisitor mv, Type type) {
        String wrapper = wrapperOf(type);
        String descriptor = "(" + type.getDescriptor() + ")L" + wrapper + ";";
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, wrapper, "valueOf", descriptor, false);
    }

    private static void widen(MethodVisitor mv, Type from, Type to) {
        int opcode = switch (to.getSort()) {
            case Type.LONG -> from.getSort() == Type.LONG ? Opcodes.NOP : Opcodes.I2L;
            case Type.FLOAT ->
                switch (from.getSort()) {
                    case Type.FLOAT -> Opcodes.NOP;
                    case Type.LONG -> Opcodes.L2F;
                    default -> Opcodes.I2F;
                };
            case Type.DOUBLE ->
                switch (from.getSort()) {
                    case Type.DOUBLE -> Opcodes.NOP;
                    case Type.FLOAT -> Opcodes.F2D;
                    case Type.LONG -> Opcodes.L2D;
                    default -> Opcodes.I2D;
                };
            default -> Opcodes.NOP; // byte, short, char and int are one to the JVM
        };
        if (opcode != Opcodes.NOP) mv.visitInsn(opcode);
    }

    static boolean isPrimitive(Type type) {
        return type.getSort() < Type.ARRAY;
    }

    private static String wrapperOf(Type primitive) {
        return switch (primitive.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.CHAR -> "java/lang/Character";
            case Type.BYTE -> "java/lang/Byte";
            case Type.SHORT -> "java/lang/Short";
            case Type.INT -> "java/lang/Integer";
            case Type.FLOAT -> "java/lang/Float";
            case Type.LONG -> "java/lang/Long";
            case Type.DOUBLE -> "java/lang/Double";
            default -> throw new IllegalArgumentException(primitive.toString());
        };
    }

    /** What a wrapper class wraps, null if it isn't one. */
    private static @Nullable Type primitiveOf(Type type) {
        return switch (type.getInternalName()) {
            case "java/lang/Boolean" -> Type.BOOLEAN_TYPE;
            case "java/lang/Character" -> Type.CHAR_TYPE;
            case "java/lang/Byte" -> Type.BYTE_TYPE;
            case "java/lang/Short" -> Type.SHORT_TYPE;
            case "java/lang/Integer" -> Type.INT_TYPE;
            case "java/lang/Float" -> Type.FLOAT_TYPE;
            case "java/lang/Long" -> Type.LONG_TYPE;
            case "java/lang/Double" -> Type.DOUBLE_TYPE;
            default -> null;
        };
    }
}

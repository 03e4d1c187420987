// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.List;

/** The types of expressions in random source code. */
final class Types {
    static final List<String> NUMBERS = List.of("int", "long", "double", "float", "byte", "char", "short");
    static final List<String> ARRAYS = List.of("int[]", "long[]", "String[]", "int[][]", "Object[]", "byte[]");

    /** Those that variables have; the usual ones more than once. */
    static final List<String> ALL = List.of(
            "int",
            "int",
            "int",
            "long",
            "long",
            "double",
            "float",
            "boolean",
            "byte",
            "char",
            "short",
            "String",
            "String",
            "Object",
            "Object",
            "int[]",
            "long[]",
            "String[]",
            "int[][]",
            "Object[]",
            "byte[]",
            "Box",
            "Rec",
            "Color",
            "Fun",
            "Base<String>",
            "Shape<String>",
            "Integer");

    private Types() {}

    static boolean isNumber(String type) {
        return NUMBERS.contains(type);
    }

    static boolean isPrimitive(String type) {
        return isNumber(type) || type.equals("boolean");
    }

    /** The shortest expression of a type. */
    static Tree simplest(String type) {
        return Tree.expression(
                type,
                switch (type) {
                    case "int" -> "1";
                    case "long" -> "1L";
                    case "double" -> "1.0";
                    case "float" -> "1f";
                    case "boolean" -> "true";
                    case "byte", "char", "short" -> "((" + type + ") 1)";
                    case "String" -> "\"\"";
                    case "int[]", "long[]", "byte[]" -> "(new " + type + " {1, 2})";
                    case "int[][]" -> "(new int[2][2])";
                    case "String[]" -> "(new String[] {\"\", \"\"})";
                    case "Object[]" -> "(new Object[2])";
                    case "Box" -> "new Box()";
                    case "Rec" -> "new Rec(1, \"\")";
                    case "Color" -> "Color.RED";
                    case "Integer" -> "((Integer) 1)";
                    default -> "((" + type + ") null)";
                });
    }
}

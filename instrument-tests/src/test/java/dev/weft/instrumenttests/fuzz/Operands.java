// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.List;

/** The types of values in random bytecode: descriptors, of which B, C, S and Z are ints to the JVM. */
final class Operands {
    static final String STRING = "Ljava/lang/String;";
    static final String OBJECT = "Ljava/lang/Object;";
    static final String THROWABLE = "Ljava/lang/Throwable;";
    static final String PROGRAM = "dev/weft/instrumenttests/fuzz/program/";
    static final String BOX = "L" + PROGRAM + "Box;";
    static final String FUN = "L" + PROGRAM + "Fun;";

    static final List<String> ALL = List.of(
            "I",
            "I",
            "I",
            "J",
            "J",
            "D",
            "F",
            "Z",
            "B",
            "C",
            "S",
            STRING,
            STRING,
            OBJECT,
            OBJECT,
            BOX,
            FUN,
            "[I",
            "[J",
            "[Ljava/lang/String;",
            "[[I");

    private Operands() {}

    static boolean isReference(String type) {
        return type.length() > 1;
    }

    static boolean isWide(String type) {
        return type.equals("J") || type.equals("D");
    }

    /** I, J, F, D or A: the first letter of the instructions for a type. */
    static char letter(String type) {
        return switch (type.charAt(0)) {
            case 'J' -> 'l';
            case 'F' -> 'f';
            case 'D' -> 'd';
            case 'L', '[' -> 'a';
            default -> 'i';
        };
    }

    /** As CHECKCAST names a reference type. */
    static String internalName(String type) {
        return type.startsWith("L") ? type.substring(1, type.length() - 1) : type;
    }

    /** The shortest expression of a type; {@code stack:} types stand for several values. */
    static Tree simplest(String type) {
        return Tree.expression(
                type,
                switch (type.charAt(0)) {
                    case 'J' -> "lconst_1\n";
                    case 'F' -> "fconst_1\n";
                    case 'D' -> "dconst_1\n";
                    case 'L' -> type.equals(STRING) ? "ldc S text\n" : "aconst_null\n";
                    case '[' -> "aconst_null\n";
                    default -> "iconst_1\n";
                });
    }
}

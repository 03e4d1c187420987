// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import static dev.weft.instrumenttests.fuzz.Operands.BOX;
import static dev.weft.instrumenttests.fuzz.Operands.FUN;
import static dev.weft.instrumenttests.fuzz.Operands.OBJECT;
import static dev.weft.instrumenttests.fuzz.Operands.PROGRAM;
import static dev.weft.instrumenttests.fuzz.Operands.STRING;

import java.util.ArrayList;
import java.util.List;

/** Writes random code that leaves one value of a given type on the stack, whatever lies below. */
final class AsmExpressions {
    private static final String SITES = PROGRAM + "Sites";
    private static final String BOX_CLASS = PROGRAM + "Box";
    private static final String PROBE = PROGRAM + "Probe";

    private final Dice dice;
    private final AsmMethod method;

    AsmExpressions(Dice dice, AsmMethod method) {
        this.dice = dice;
        this.method = method;
    }

    private static Tree of(String type, Object... parts) {
        return Tree.expression(type, parts);
    }

    Tree of(String type, int depth) {
        if (depth <= 0 || !method.spend() || dice.oneIn(6)) {
            return leaf(type);
        }
        return switch (dice.below(12)) {
            case 0, 1, 2, 3 -> pass(type, of(type, depth - 1));
            case 4 -> conditional(type, depth - 1);
            case 5 -> call(type, depth - 1);
            case 6 -> throughLocal(type, depth - 1);
            case 7 -> shuffled(type, depth - 1);
            default -> special(type, depth - 1);
        };
    }

    /** [] -> [value]. */
    private Tree pass(String type, Tree value) {
        String site = "ldc I " + method.newSite() + "\n";
        return switch (type.charAt(0)) {
            case 'L', '[' ->
                of(
                        type,
                        value,
                        site,
                        "invokestatic " + SITES + " pass (Ljava/lang/Object;I)Ljava/lang/Object;\n",
                        cast(type));
            default ->
                of(
                        type,
                        value,
                        site,
                        "invokestatic " + SITES + " pass" + suffix(type) + " (" + type + "I)" + type + "\n");
        };
    }

    private static String suffix(String type) {
        return switch (type.charAt(0)) {
            case 'Z' -> "Boolean";
            case 'B' -> "Byte";
            case 'C' -> "Char";
            case 'S' -> "Short";
            case 'J' -> "Long";
            case 'F' -> "Float";
            case 'D' -> "Double";
            default -> "Int";
        };
    }

    private static String cast(String type) {
        return type.equals(OBJECT) ? "" : "checkcast " + Operands.internalName(type) + "\n";
    }

    private Tree conditional(String type, int depth) {
        String other = method.newLabel();
        String end = method.newLabel();
        return of(
                type,
                of("I", depth),
                dice.pick("ifeq ", "ifgt ", "iflt ") + other + "\n",
                of(type, depth),
                "goto " + end + "\nlabel " + other + "\n",
                of(type, depth),
                "label " + end + "\n");
    }

    private Tree call(String type, int depth) {
        Callee callee = method.callee(type, dice);
        if (callee == null) {
            return special(type, depth);
        }
        List<Object> parts = new ArrayList<>();
        boolean isStatic = callee.call().startsWith("static ");
        if (!isStatic) {
            parts.add("new " + method.owner() + "\ndup\ninvokespecial " + method.owner() + " <init> ()V\n");
        }
        for (String parameter : callee.parameters()) {
            parts.add(of(parameter, depth - 1));
        }
        String name = callee.call().substring(callee.call().indexOf(' ') + 1);
        parts.add((isStatic ? "invokestatic " : "invokevirtual ") + method.owner() + " " + name + " ("
                + String.join("", callee.parameters()) + ")" + callee.type() + "\n");
        return of(type, parts.toArray());
    }

    /** A value waits in a local whose slot has had, and will have, other types. */
    private Tree throughLocal(String type, int depth) {
        Tree value = of(type, depth);
        int slot = method.lendSlot(dice, Operands.isWide(type));
        if (slot < 0) {
            return value;
        }
        char letter = Operands.letter(type);
        Tree between = pass("I", of("I", depth - 1));
        Tree whole = of(
                type,
                value,
                letter + "store " + slot + "\n",
                Tree.list(List.of(Tree.element(between, "pop\n"))),
                letter + "load " + slot + "\n");
        method.giveBack(slot);
        return whole;
    }

    /** Values that only stack instructions bring into order. */
    private Tree shuffled(String type, int depth) {
        boolean wide = Operands.isWide(type);
        int site = method.newSite();
        String hit = "ldc I " + site + "\ninvokestatic " + SITES + " hit (I)V\n";
        return switch (dice.below(6)) {
            case 0 ->
                wide
                        ? of(type, of("I", depth), of(type, depth), "dup2_x1\npop2\npop\n", hit)
                        : of(type, of("I", depth), of(type, depth), "swap\npop\n", hit);
            case 1 ->
                wide
                        ? of(type, of(type, depth), "dup2\n", hit, "pop2\n")
                        : of(type, of(type, depth), "dup\n", hit, "pop\n");
            case 2 ->
                wide
                        ? of(type, of(type, depth), of("I", depth), hit, "dup_x2\npop\n", "dup2_x1\npop2\npop\n")
                        : of(
                                type,
                                of(type, depth),
                                of("J", depth),
                                hit,
                                "dup2_x1\npop2\n",
                                "dup_x2\npop\n",
                                hit,
                                "pop2\n");
            case 3 ->
                wide
                        ? of(type, of("D", depth), of(type, depth), "dup2_x2\n", hit, "pop2\npop2\n")
                        : of(type, of("I", depth), of(type, depth), "dup_x1\n", hit, "pop\npop\n");
            case 4 -> of(type, of(OBJECT, depth), of(type, depth), hit, wide ? "dup2_x1\npop2\npop\n" : "swap\npop\n");
            default -> of(type, "nop\n", of(type, depth), hit);
        };
    }

    private Tree special(String type, int depth) {
        return switch (type) {
            case "I" -> number(depth);
            case "J" -> wideNumber(depth);
            case "F" -> of(type, of("F", depth), of("I", depth), "i2f\n" + dice.pick("fadd\n", "fmul\n"));
            case "D" -> of(type, of("D", depth), of("J", depth), "l2d\n" + dice.pick("dadd\n", "dsub\n"));
            case "Z" ->
                of(type, of(OBJECT, depth), "instanceof " + dice.pick("java/lang/String", "[I", BOX_CLASS) + "\n");
            case "B" -> of(type, of("I", depth), "i2b\n");
            case "C" -> of(type, of("I", depth), "i2c\n");
            case "S" -> of(type, of("I", depth), "i2s\n");
            default -> reference(type, depth);
        };
    }

    private Tree number(int depth) {
        String type = "I";
        return switch (dice.below(11)) {
            case 0 -> of(type, of(type, depth), of(type, depth), dice.pick("idiv\n", "irem\n"));
            case 1 -> of(type, of("[I", depth), of(type, depth), "iconst_1\niand\niaload\n");
            case 2 -> of(type, of("J", depth), "l2i\n");
            case 3 -> of(type, of("J", depth), of("J", depth), "lcmp\n");
            case 4 -> of(type, of(STRING, depth), "invokevirtual java/lang/String length ()I\n");
            case 5 ->
                of(
                        type,
                        of(FUN, depth),
                        of(type, depth),
                        of(OBJECT, depth),
                        "invokeinterface " + PROGRAM + "Fun call (ILjava/lang/Object;)I\n");
            case 6 -> probe(depth);
            case 7 -> of(type, of("[[I", depth), of(type, depth), "iconst_1\niand\naaload\narraylength\n");
            case 8 -> of(type, of(dice.pick("Z", "B", "C", "S"), depth));
            default -> of(type, of(type, depth), of(type, depth), dice.pick("iadd\n", "isub\n", "imul\n", "ixor\n"));
        };
    }

    private Tree wideNumber(int depth) {
        String type = "J";
        return switch (dice.below(5)) {
            case 0 -> of(type, of("I", depth), "i2l\n");
            case 1 -> of(type, of(BOX, depth), "getfield " + BOX_CLASS + " number J\n");
            case 2 -> of(type, of("[J", depth), of("I", depth), "iconst_1\niand\nlaload\n");
            default -> of(type, of(type, depth), of(type, depth), dice.pick("ladd\n", "lsub\n", "lxor\n"));
        };
    }

    private Tree probe(int depth) {
        String make = "invokestatic " + PROBE + " make ()L" + PROBE + ";\n";
        String site = "ldc I " + method.newSite() + "\n";
        return switch (dice.below(3)) {
            case 0 -> of("I", make, of("I", depth), "invokevirtual " + PROBE + " take (I)I\n");
            case 1 -> of("I", make, of("I", depth), site, "invokevirtual " + PROBE + " last (II)I\n");
            default -> of("I", make, of("I", depth), site, "invokestatic " + PROBE + " consume (L" + PROBE + ";II)I\n");
        };
    }

    private Tree reference(String type, int depth) {
        return switch (type) {
            case STRING ->
                of(
                        type,
                        of(OBJECT, depth),
                        "invokestatic " + PROGRAM + "Host text (Ljava/lang/Object;)Ljava/lang/String;\n");
            case BOX -> box(depth);
            case FUN ->
                method.lambda(dice) == null || dice.coin()
                        ? of(type, of("I", depth), "invokestatic " + SITES + " adding (I)" + FUN + "\n")
                        : of(type, "lambda " + method.lambda(dice) + "\n");
            case "[I" -> of(type, "iconst_2\nnewarray 10\ndup\niconst_0\n", of("I", depth), "iastore\n");
            case "[J" -> of(type, "iconst_2\nnewarray 11\ndup\niconst_1\n", of("J", depth), "lastore\n");
            case "[Ljava/lang/String;" ->
                of(type, "iconst_2\nanewarray java/lang/String\ndup\niconst_0\n", of(STRING, depth), "aastore\n");
            case "[[I" -> of(type, "iconst_2\nanewarray [I\ndup\niconst_0\n", of("[I", depth), "aastore\n");
            default -> object(depth);
        };
    }

    private Tree object(int depth) {
        return switch (dice.below(4)) {
            case 0 -> of(OBJECT, of(dice.pick(STRING, BOX, "[I", "[[I", FUN), depth));
            case 1 -> of(OBJECT, of(BOX, depth), "getfield " + BOX_CLASS + " object Ljava/lang/Object;\n");
            case 2 -> of(OBJECT, of("[Ljava/lang/String;", depth), of("I", depth), "iconst_1\niand\naaload\n");
            default -> of(OBJECT, of("I", depth), "invokestatic java/lang/Integer valueOf (I)Ljava/lang/Integer;\n");
        };
    }

    /** NEW in all positions that the JVM allows, and with arguments that may suspend while it is uninitialised. */
    private Tree box(int depth) {
        String make = "new " + BOX_CLASS + "\n";
        String init = "invokespecial " + BOX_CLASS + " <init> ";
        int kind = dice.below(8);
        int slot = kind < 4 ? method.lendSlot(dice, false) : -1;
        Tree box = switch (slot < 0 ? Math.max(kind, 4) : kind) {
            case 0 ->
                of(
                        BOX,
                        make,
                        "astore " + slot + "\naload " + slot + "\n",
                        of("I", depth),
                        init + "(I)V\naload " + slot + "\n");
            case 1 ->
                of(
                        BOX,
                        make,
                        "dup\nastore " + slot + "\n",
                        of(OBJECT, depth),
                        of("J", depth),
                        init + "(Ljava/lang/Object;J)V\naload " + slot + "\n");
            case 2 ->
                of(
                        BOX,
                        make,
                        "dup\ndup\nastore " + slot + "\n",
                        of("D", depth),
                        of(OBJECT, depth),
                        of("J", depth),
                        init + "(DLjava/lang/Object;J)V\npop\naload " + slot + "\n");
            case 3 ->
                of(
                        BOX,
                        make,
                        "dup\nastore " + slot + "\n",
                        of("I", depth),
                        "aload " + slot + "\nswap\n" + init + "(I)V\n");
            case 4 -> of(BOX, of("I", depth), make, "dup_x1\nswap\n" + init + "(I)V\n");
            case 5 -> of(BOX, make, "dup\n", of("I", depth), "pop\n", of("I", depth), init + "(I)V\n");
            case 6 -> of(BOX, make, "dup\ndup\n", of("I", depth), init + "(I)V\npop\n");
            default -> of(BOX, make, "dup\n", of(OBJECT, depth), of("J", depth), init + "(Ljava/lang/Object;J)V\n");
        };
        if (slot >= 0) {
            method.giveBack(slot);
        }
        return box;
    }

    private Tree leaf(String type) {
        Integer slot = method.stableSlot(type, dice);
        if (slot != null && !dice.oneIn(4)) {
            return of(type, Operands.letter(type) + "load " + slot + "\n");
        }
        return switch (type.charAt(0)) {
            case 'I' -> of(type, dice.pick("iconst_0\n", "iconst_2\n", "ldc I 1000\n", "iconst_m1\n", "bipush 7\n"));
            case 'J' -> of(type, dice.pick("lconst_0\n", "ldc J 1099511627776\n"));
            case 'D' -> of(type, dice.pick("dconst_0\n", "ldc D 2.5\n"));
            case 'L' ->
                type.equals(STRING)
                        ? of(type, dice.pick("ldc S a\n", "ldc S bc\n", "aconst_null\n"))
                        : type.equals(BOX)
                                ? of(type, "new " + BOX_CLASS + "\ndup\ninvokespecial " + BOX_CLASS + " <init> ()V\n")
                                : type.equals(FUN)
                                        ? of(type, "iconst_3\ninvokestatic " + SITES + " adding (I)" + FUN + "\n")
                                        : Operands.simplest(type);
            case '[' -> type.equals("[I") ? of(type, "iconst_2\nnewarray 10\n") : Operands.simplest(type);
            default -> Operands.simplest(type);
        };
    }
}

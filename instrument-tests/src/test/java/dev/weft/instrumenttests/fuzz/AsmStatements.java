// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import static dev.weft.instrumenttests.fuzz.Operands.OBJECT;
import static dev.weft.instrumenttests.fuzz.Operands.PROGRAM;

import java.util.ArrayList;
import java.util.List;

/** Writes random code that leaves the stack as it is. */
final class AsmStatements {
    private static final String SITES = PROGRAM + "Sites";
    private static final String HOST = PROGRAM + "Host";
    private static final String PROBE = PROGRAM + "Probe";

    private final Dice dice;
    private final AsmMethod method;
    private final AsmExpressions expressions;

    AsmStatements(Dice dice, AsmMethod method, AsmExpressions expressions) {
        this.dice = dice;
        this.method = method;
        this.expressions = expressions;
    }

    /** A few statements. Where there are operands below, there can be no handlers: they would drop them. */
    Tree list(boolean emptyStack) {
        List<Tree> list = new ArrayList<>();
        for (int i = dice.below(4); i > 0; i--) {
            add(list, emptyStack);
        }
        return Tree.list(list);
    }

    private void add(List<Tree> list, boolean emptyStack) {
        switch (dice.below(emptyStack ? 9 : 7)) {
            case 0, 1, 2 -> list.add(assignment());
            case 3 -> list.add(Tree.element(hit()));
            case 4 ->
                list.add(Tree.element(
                        expressions.of(OBJECT, 4), "invokestatic " + HOST + " log (Ljava/lang/Object;)V\n"));
            case 5 -> list.add(probe());
            case 6 -> list.add(arrayStore());
            case 7 -> list.add(handled());
            default -> list.add(locked());
        }
    }

    private String hit() {
        return "ldc I " + method.newSite() + "\ninvokestatic " + SITES + " hit (I)V\n";
    }

    private Tree assignment() {
        List<String> types = method.stableTypes();
        int i = dice.below(types.size());
        String type = types.get(i);
        int slot = method.stableSlots().get(i);
        return Tree.element(expressions.of(type, 4), Operands.letter(type) + "store " + slot + "\n");
    }

    /** Takes a value from the stack. */
    Tree consume(String type) {
        Integer slot = method.stableSlot(type, dice);
        if (slot != null && dice.coin()) {
            return Tree.element(Operands.letter(type) + "store " + slot + "\n");
        }
        if (type.equals(OBJECT)) {
            return Tree.element("invokestatic " + HOST + " log (Ljava/lang/Object;)V\n");
        }
        return Tree.element(Operands.isWide(type) ? "pop2\n" : "pop\n");
    }

    /** [throwable] -> []. */
    String caught() {
        return "invokestatic dev/weft/abi/Continuation current ()Ldev/weft/abi/Continuation;\n" + "invokestatic " + HOST
                + " caught (Ljava/lang/Throwable;Ljava/lang/Object;)V\n";
    }

    private Tree probe() {
        int slot = method.lendSlot(dice, false);
        if (slot < 0) {
            return Tree.element(hit());
        }
        String make = "invokestatic " + PROBE + " make ()L" + PROBE + ";\nastore " + slot + "\n";
        Tree use = Tree.element(expressions.of("I", 3), "pop\n");
        String end = "aload " + slot + "\ninvokestatic " + HOST + " dead (Ljava/lang/Object;)V\n" + hit();
        method.giveBack(slot);
        return Tree.element(make, Tree.list(List.of(use)), end);
    }

    private Tree arrayStore() {
        if (dice.coin()) {
            return Tree.element(expressions.of("[I", 2), "iconst_1\n", expressions.of("I", 3), "iastore\n");
        }
        return Tree.element(
                expressions.of("[J", 2),
                expressions.of("I", 2),
                "iconst_1\niand\n",
                expressions.of("J", 3),
                "lastore\n");
    }

    /** A range inside a block. */
    private Tree handled() {
        String start = method.newLabel();
        String end = method.newLabel();
        String handler = method.newLabel();
        String next = method.newLabel();
        Tree body = Tree.element(expressions.of("I", 3), "pop\n");
        return Tree.element(
                "label " + start + "\n" + hit(),
                Tree.list(List.of(body)),
                "label " + end + "\ngoto " + next + "\nlabel " + handler + "\n" + caught(),
                Tree.list(List.of(Tree.element(hit()))),
                "label " + next + "\ntry " + start + " " + end + " " + handler + " "
                        + dice.pick("any", "java/lang/RuntimeException", "java/lang/ArithmeticException") + "\n");
    }

    /** As javac writes synchronized. */
    private Tree locked() {
        int slot = method.lendSlot(dice, false);
        if (slot < 0) {
            return Tree.element(hit());
        }
        String start = method.newLabel();
        String end = method.newLabel();
        String handler = method.newLabel();
        String after = method.newLabel();
        String next = method.newLabel();
        Tree body = Tree.element(expressions.of("I", 2), "pop\n" + hit());
        Tree whole = Tree.element(
                "ldc S lock\ndup\nastore " + slot + "\nmonitorenter\nlabel " + start + "\n",
                Tree.list(List.of(body)),
                "aload " + slot + "\nmonitorexit\nlabel " + end + "\ngoto " + next + "\nlabel " + handler + "\naload "
                        + slot
                        + "\nmonitorexit\nlabel " + after + "\nathrow\nlabel " + next + "\ntry " + start + " " + end
                        + " " + handler
                        + " any\ntry " + handler + " " + after + " " + handler + " any\n");
        method.giveBack(slot);
        return whole;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import static dev.weft.instrumenttests.fuzz.Operands.OBJECT;
import static dev.weft.instrumenttests.fuzz.Operands.PROGRAM;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the body of a method in bytecode: basic blocks in a random order, which jump to any others, and are covered by ranges of
 * handlers that overlap as they like and may cover their own handler.
 *
 * <p>It ends since each block takes one of a limited number of units of fuel, and leaves the method when there are none. Some
 * blocks are entered with operands on the stack, which stay there until the block's end.
 */
final class AsmBlocks {
    private static final List<String> CAUGHT = List.of(
            "any",
            "java/lang/Throwable",
            "java/lang/RuntimeException",
            "java/lang/Exception",
            "java/lang/ArithmeticException",
            "java/lang/IllegalStateException",
            "java/lang/NullPointerException");
    private static final List<List<String>> SHAPES = List.of(
            List.of(), List.of(), List.of(), List.of("I"), List.of(OBJECT), List.of("J", "I"), List.of("D", OBJECT));

    private final Dice dice;
    private final AsmMethod method;
    private final Callee self;
    private final AsmExpressions expressions;
    private final AsmStatements statements;
    private final List<List<String>> shapes =
            new ArrayList<>(); // of the stack at the entry of each block; null for handlers
    private int fuel;
    private int thrown;

    AsmBlocks(Dice dice, AsmMethod method, Callee self) {
        this.dice = dice;
        this.method = method;
        this.self = self;
        expressions = new AsmExpressions(dice, method);
        statements = new AsmStatements(dice, method, expressions);
    }

    Tree write() {
        Tree prologue = prologue();
        int count = dice.between(1, 7);
        int handlers = dice.below(4);
        for (int i = 0; i < count; i++) {
            shapes.add(i == 0 ? List.of() : dice.pick(SHAPES));
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count + handlers; i++) {
            order.add(dice.below(order.size() + 1), i);
        }
        List<Tree> elements = new ArrayList<>();
        elements.add(prologue);
        for (int block : order) {
            elements.add(block < count ? block(block) : handler(block - count));
        }
        elements.add(exit());
        for (int i = 0; i < handlers; i++) {
            for (int ranges = dice.between(1, 2); ranges > 0; ranges--) {
                elements.add(range(i, order));
            }
        }
        return Tree.list(elements);
    }

    private Tree prologue() {
        List<Object> parts = new ArrayList<>();
        if (dice.oneIn(10)) {
            method.skipSlots(dice.pick(3, 250, 300));
        }
        fuel = method.addReserved();
        parts.add("bipush " + dice.between(4, 16) + "\nistore " + fuel + "\n");
        thrown = method.addReserved();
        parts.add("aconst_null\nastore " + thrown + "\n");
        for (int i = dice.between(2, 7); i > 0; i--) {
            String type = dice.pick(Operands.ALL);
            parts.add(AsmGenerator.initial(type, dice) + Operands.letter(type) + "store " + method.addStable(type)
                    + "\n");
        }
        method.beginScratch();
        parts.add("invokestatic " + PROGRAM + "Host isExhausted ()Z\nifne exit\ngoto b0\n");
        return Tree.element(parts.toArray());
    }

    private String burn() {
        return "iinc " + fuel + " -1\niload " + fuel + "\n";
    }

    private Tree block(int number) {
        List<String> shape = shapes.get(number);
        List<Object> parts = new ArrayList<>();
        String enough = method.newLabel();
        parts.add("label b" + number + "\n" + burn() + "ifge " + enough + "\n" + drop(shape) + "goto exit\nlabel "
                + enough + "\n");
        parts.add(statements.list(shape.isEmpty()));
        for (int i = shape.size() - 1; i >= 0; i--) {
            parts.add(statements.consume(shape.get(i)));
        }
        parts.add("label e" + number + "\n");
        parts.add(terminator());
        return Tree.element(parts.toArray());
    }

    /** [throwable] -> …. Its type is that of the handler, so other code can only get here with a Throwable. */
    private Tree handler(int number) {
        return Tree.element(
                "label h" + number + "\ndup\nastore " + thrown + "\n" + statements.caught() + burn() + "iflt exit\n",
                statements.list(true),
                "label f" + number + "\n",
                terminator());
    }

    private Tree exit() {
        String type = self.type();
        return Tree.element("label exit\n"
                + switch (type.charAt(0)) {
                    case 'V' -> "return\n";
                    case 'J' -> "lconst_0\nlreturn\n";
                    case 'F' -> "fconst_0\nfreturn\n";
                    case 'D' -> "dconst_0\ndreturn\n";
                    case 'L', '[' -> "aconst_null\nareturn\n";
                    default -> "iconst_0\nireturn\n";
                });
    }

    /** From any place to any later one; that may be inside the handler itself. */
    private Tree range(int handler, List<Integer> order) {
        int count = shapes.size();
        int from = dice.below(order.size());
        int to = dice.between(from, order.size() - 1);
        int last = order.get(to);
        int first = order.get(from);
        String start = first < count ? "b" + first : "h" + (first - count);
        String end = last < count ? "e" + last : "f" + (last - count);
        return Tree.element("try " + start + " " + end + " h" + handler + " " + dice.pick(CAUGHT) + "\n");
    }

    private Tree terminator() {
        switch (dice.below(9)) {
            case 0, 1:
                return go();
            case 2, 3:
                return branch();
            case 4:
                return choice();
            case 5:
                return throwing();
            default:
                return returning();
        }
    }

    private Tree go() {
        int target = dice.below(shapes.size());
        return Tree.element(operands(target), "goto b" + target + "\n");
    }

    /** What the target wants on the stack. */
    private Tree operands(int target) {
        List<Object> parts = new ArrayList<>();
        for (String type : shapes.get(target)) {
            parts.add(expressions.of(type, 2));
        }
        return Tree.element(parts.toArray());
    }

    private Tree branch() {
        int target = dice.below(shapes.size());
        int other = dice.below(shapes.size());
        Object test = dice.coin()
                ? Tree.element(expressions.of("I", 3), dice.pick("ifeq", "iflt", "ifge"))
                : dice.coin()
                        ? Tree.element(expressions.of(OBJECT, 3), dice.pick("ifnull", "ifnonnull"))
                        : Tree.element(
                                expressions.of("I", 2), expressions.of("I", 3), dice.pick("if_icmplt", "if_icmpeq"));
        return Tree.element(
                operands(target),
                test,
                " b" + target + "\n" + drop(shapes.get(target)),
                operands(other),
                "goto b" + other + "\n");
    }

    private static String drop(List<String> shape) {
        StringBuilder drop = new StringBuilder();
        for (int i = shape.size() - 1; i >= 0; i--) {
            drop.append(Operands.isWide(shape.get(i)) ? "pop2\n" : "pop\n");
        }
        return drop.toString();
    }

    private Tree choice() {
        List<Integer> plain = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            if (shapes.get(i).isEmpty()) {
                plain.add(i);
            }
        }
        if (dice.coin()) {
            return Tree.element(
                    expressions.of("I", 3),
                    "iconst_3\niand\ntableswitch 0 b" + dice.pick(plain) + " b" + dice.pick(plain) + " b"
                            + dice.pick(plain) + "\n");
        }
        return Tree.element(
                expressions.of("I", 3),
                "lookupswitch b" + dice.pick(plain) + " -1:b" + dice.pick(plain) + " 2:exit 1000:b" + dice.pick(plain)
                        + "\n");
    }

    private Tree throwing() {
        if (dice.coin()) {
            return Tree.element("aload " + thrown + "\nathrow\n");
        }
        return Tree.element(
                "new java/lang/IllegalStateException\ndup\n",
                expressions.of(Operands.STRING, 2),
                "invokespecial java/lang/IllegalStateException <init> (Ljava/lang/String;)V\nathrow\n");
    }

    private Tree returning() {
        String type = self.type();
        if (type.equals("V")) {
            return Tree.element("return\n");
        }
        return Tree.element(expressions.of(type, 4), Operands.letter(type) + "return\n");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import static dev.weft.instrumenttests.fuzz.Operands.BOX;
import static dev.weft.instrumenttests.fuzz.Operands.FUN;
import static dev.weft.instrumenttests.fuzz.Operands.OBJECT;
import static dev.weft.instrumenttests.fuzz.Operands.PROGRAM;
import static dev.weft.instrumenttests.fuzz.Operands.STRING;
import static dev.weft.instrumenttests.fuzz.Operands.THROWABLE;

import java.util.ArrayList;
import java.util.List;

/** Writes random classes in bytecode: methods of basic blocks that jump to each other without any structure. */
final class AsmGenerator {
    private static final List<String> RESULTS = List.of("I", "J", "D", "F", "Z", "B", OBJECT, STRING, BOX, "[I", "V");
    private static final List<Integer> VERSIONS = List.of(48, 49, 50, 51, 52, 53, 55, 61);

    private static final int FIRST_WITH_LAMBDAS = 51;

    private final Dice dice;
    private final String name;
    private final List<Callee> callees = new ArrayList<>();
    private final int[] sites = new int[1];

    private AsmGenerator(String name, long seed) {
        this.name = name;
        dice = new Dice(seed);
    }

    /** The program of a seed. */
    static AsmProgram generate(String name, long seed) {
        return new AsmGenerator(name, seed).program();
    }

    private AsmProgram program() {
        Variant variant = dice.pick(Variant.ANNOTATED, Variant.ANNOTATED, Variant.POLLS, Variant.PACKAGE);
        int version = dice.pick(VERSIONS);
        callees.add(new Callee("static run", List.of(), OBJECT));
        int methods = dice.between(1, 4);
        for (int i = 1; i <= methods; i++) {
            callees.add(callee(i));
        }
        List<Tree> bodies = new ArrayList<>();
        for (int i = 0; i < callees.size(); i++) {
            bodies.add(method(i));
        }
        Tree code = Tree.list(bodies);
        boolean hasLambdas = code.toString().contains("lambda ");
        return new AsmProgram(name, variant, hasLambdas ? Math.max(version, FIRST_WITH_LAMBDAS) : version, code);
    }

    private Callee callee(int number) {
        boolean isStatic = dice.coin();
        String call = (isStatic ? "static m" : "virtual m") + number;
        if (isStatic && dice.oneIn(3)) {
            return new Callee(call, List.of("I", OBJECT), "I");
        }
        List<String> parameters = new ArrayList<>();
        for (int p = dice.below(5); p > 0; p--) {
            parameters.add(dice.pick(Operands.ALL));
        }
        return new Callee(call, parameters, dice.pick(RESULTS));
    }

    private Tree method(int number) {
        Callee callee = callees.get(number);
        boolean isStatic = callee.call().startsWith("static ");
        int size = dice.oneIn(15) ? dice.between(150, 400) : dice.between(10, 90);
        AsmMethod method = new AsmMethod(Program.PACKAGE + "/" + name, number, callees, sites, size);
        if (!isStatic) {
            method.addReserved();
        }
        for (String parameter : callee.parameters()) {
            method.addStable(parameter);
        }
        String fiber = number == 0 || !dice.oneIn(8) ? "fiber " : "";
        String header = "method " + (isStatic ? "static " : "") + fiber
                + callee.call().substring(callee.call().indexOf(' ') + 1) + " (" + String.join("", callee.parameters())
                + ")" + callee.type() + "\n";
        return Tree.element(header, new AsmBlocks(dice, method, callee).write(), "end\n");
    }

    /** The initial value of a stable slot: what the verifier knows of its type from then on. */
    static String initial(String type, Dice dice) {
        return switch (type) {
            case "J" -> "lconst_1\n";
            case "D" -> "dconst_1\n";
            case "F" -> "fconst_1\n";
            case STRING -> dice.pick("ldc S first\n", "aconst_null\n");
            case BOX ->
                dice.pick(
                        "new " + PROGRAM + "Box\ndup\ninvokespecial " + PROGRAM + "Box <init> ()V\n", "aconst_null\n");
            case FUN -> "iconst_1\ninvokestatic " + PROGRAM + "Sites adding (I)" + FUN + "\n";
            case "[I" -> "iconst_2\nnewarray 10\n";
            case OBJECT, THROWABLE -> "aconst_null\n";
            default -> Operands.isReference(type) ? "aconst_null\n" : "iconst_2\n";
        };
    }
}

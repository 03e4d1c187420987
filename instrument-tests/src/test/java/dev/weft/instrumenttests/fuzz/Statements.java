// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Writes random statements. */
final class Statements {
    private static final int DEEPEST = 4;

    private final Dice dice;
    private final Scope scope;
    private final String mainClass;
    private final Expressions expressions;
    private final TryStatements tries;
    private final int mostInBlock;

    Statements(Dice dice, Scope scope, List<Callee> callees, String mainClass, int mostInBlock) {
        this.dice = dice;
        this.scope = scope;
        this.mainClass = mainClass;
        this.mostInBlock = mostInBlock;
        expressions = new Expressions(dice, scope, callees, this);
        tries = new TryStatements(dice, scope, this);
    }

    String mainClass() {
        return mainClass;
    }

    Tree expression(String type, int depth) {
        return expressions.of(type, depth);
    }

    private static Tree of(Object... parts) {
        return Tree.element(parts);
    }

    /** A list of statements with a scope of their own. */
    Tree block(int depth) {
        Scope.Mark mark = scope.mark();
        List<Tree> list = new ArrayList<>();
        int count = scope.spend(1) ? dice.between(1, Math.max(1, mostInBlock - depth)) : 1;
        for (int i = 0; i < count; i++) {
            add(list, depth);
        }
        scope.leave(mark);
        return Tree.list(list);
    }

    private void add(List<Tree> list, int depth) {
        switch (dice.below(depth >= DEEPEST || !scope.spend(1) ? 9 : 20)) {
            case 0, 1, 2 -> list.add(declaration());
            case 3, 4 -> list.add(assignment());
            case 5 -> list.add(of("log(", expression(dice.pick(Types.ALL), 3), ");\n"));
            case 6 -> list.add(of(dice.coin() ? "hit(" + scope.newSite() + ");\n" : "hit();\n"));
            case 7 -> list.add(jump());
            case 8 -> addProbe(list);
            case 9, 10 -> list.add(condition(depth));
            case 11, 12, 13 -> list.add(loop(depth));
            case 14, 15, 16 -> list.add(scope.mayTry ? tries.of(depth) : condition(depth));
            case 17 -> list.add(choice(depth));
            case 18 -> list.add(body(depth));
            default -> list.add(of("{\n", block(depth + 1), "}\n"));
        }
    }

    private Tree declaration() {
        String type = dice.pick(Types.ALL);
        String name = scope.newName("v");
        boolean fixed = dice.oneIn(3);
        Tree value = expression(type, 4);
        scope.declare(type, name, fixed);
        return of((fixed ? "final " : "") + type + " " + name + " = ", value, ";\n");
    }

    /** A watched object, its uses, and the declaration that it is dead; nothing after that mentions it. */
    private void addProbe(List<Tree> list) {
        String name = scope.newName("p");
        boolean inArray = dice.oneIn(3);
        list.add(of(inArray ? "Object[] " + name + " = {Probe.make()};\n" : "Probe " + name + " = Probe.make();\n"));
        list.add(dice.coin() ? declaration() : of("hit(" + scope.newSite() + ");\n"));
        int site = scope.newSite();
        if (inArray || dice.coin()) {
            list.add(of("dead(" + name + ");\n"));
        } else {
            list.add(of("log(Probe.consume(" + name + ", ", expression("int", 2), ", " + site + "));\n"));
        }
        list.add(of("hit(" + site + ");\n"));
    }

    private Tree assignment() {
        List<Scope.Variable> variables = scope.assignable(type -> true);
        if (variables.isEmpty() || dice.oneIn(8)) {
            return of(dice.pick("count", "name"), " += ", expression("int", 3), ";\n");
        }
        Scope.Variable variable = dice.pick(variables);
        String type = variable.type();
        String name = variable.name();
        if (type.endsWith("[]") && !type.equals("int[][]")) {
            String element = type.substring(0, type.length() - 2);
            boolean adds = Types.isNumber(element) || element.equals("String");
            return of(
                    name + "[",
                    expression("int", 2),
                    " & 1] " + (adds ? dice.pick("=", "+=") : "=") + " ",
                    expression(element, 3),
                    ";\n");
        }
        if (type.equals("Box")) {
            return of(name + ".number " + dice.pick("=", "+=", "^=") + " ", expression("long", 3), ";\n");
        }
        String operator = Types.isNumber(type) ? dice.pick(" = ", " += ", " -= ", " *= ") : " = ";
        return of(
                name + operator,
                expression(Types.isNumber(type) && !operator.equals(" = ") ? dice.pick(Types.NUMBERS) : type, 3),
                ";\n");
    }

    private Tree jump() {
        if (!scope.labels().isEmpty() && dice.coin()) {
            String label = dice.pick(scope.labels());
            return of("if (", expression("boolean", 3), ") " + dice.pick("break ", "continue ") + label + ";\n");
        }
        if (scope.returnType != null && dice.oneIn(3)) {
            Object value = scope.returnType.equals("void") ? "" : expression(scope.returnType, 3);
            return of("if (", expression("boolean", 3), ") return ", value, ";\n");
        }
        Tree test = expression("boolean", 2);
        Tree payload = expression("Object", 2);
        return switch (dice.below(3)) {
            case 0 -> of("if (", test, ") throw new Fail(", payload, ");\n");
            case 1 -> of("if (", test, ") raise(new Fail(", payload, "), " + scope.newSite() + ");\n");
            default -> of("if (", test, ") fail(\"f\", " + scope.newSite() + ");\n");
        };
    }

    private Tree condition(int depth) {
        Tree test = expression("boolean", 3);
        Tree then = block(depth + 1);
        if (dice.coin()) {
            return of("if (", test, ") {\n", then, "}\n");
        }
        return of("if (", test, ") {\n", then, "} else {\n", block(depth + 1), "}\n");
    }

    private Tree loop(int depth) {
        Scope.Mark mark = scope.mark();
        String name = scope.newName("i");
        String label = scope.newName("l");
        Tree condition = expression("boolean", 2);
        Tree start = expression("int", 2);
        Tree items = expression(dice.coin() ? "int[]" : "String[]", 2);
        scope.addLabel(label);
        int kind = dice.below(6);
        if (kind == 3) {
            scope.declare(items.type.substring(0, items.type.length() - 2), name, false);
        } else if (kind == 4) {
            scope.declare("int", name, true);
        } else {
            scope.declareCounter("int", name);
        }
        Tree body = block(depth + 1);
        int times = dice.between(1, 3);
        Tree loop = switch (kind) {
            case 0 ->
                of(
                        "int " + name + " = 0;\n" + label + ": while (" + name + "++ < " + times + " && ",
                        condition,
                        ") {\nstep();\n",
                        body,
                        "}\n");
            case 1 ->
                of(
                        "int " + name + " = 0;\n" + label + ": do {\nstep();\n",
                        body,
                        "} while (++" + name + " < " + times + " && ",
                        condition,
                        ");\n");
            case 2 ->
                of(
                        label + ": for (int " + name + " = ",
                        start,
                        " & 1; " + name + " < " + times + "; " + name + " += passInt(1, 0)) {\nstep();\n",
                        body,
                        "}\n");
            case 3 ->
                of(
                        label + ": for (" + items.type.substring(0, items.type.length() - 2) + " " + name + " : ",
                        items,
                        ") {\nstep();\n",
                        body,
                        "}\n");
            case 4 -> of(label + ": for (final int " + name + " : new Seq(" + times + ")) {\nstep();\n", body, "}\n");
            default ->
                of(
                        label + ": for (int " + name + " = 0; " + name + " < " + times + "; " + name
                                + "++) {\nstep();\n",
                        body,
                        "}\n");
        };
        scope.leave(mark);
        return loop;
    }

    private Tree choice(int depth) {
        int kind = dice.below(4);
        List<String> labels = switch (kind) {
            case 0 -> List.of("0", "1", "2");
            case 1 -> List.of("-5", "1", "1000");
            case 2 -> List.of("\"a\"", "\"bc\"", "\"\"");
            default -> List.of("RED", "GREEN", "BLUE");
        };
        Tree subject = expression(kind < 2 ? "int" : kind == 2 ? "String" : "Color", 3);
        List<Tree> cases = new ArrayList<>();
        for (String label : labels) {
            Scope.Mark mark = scope.mark();
            cases.add(of("case " + label + ": {\n", block(depth + 1), dice.oneIn(3) ? "}\n" : "}\nbreak;\n"));
            scope.leave(mark);
        }
        return of("switch (", subject, kind == 0 ? " & 3) {\n" : ") {\n", Tree.list(cases), "default:\nhit();\n}\n");
    }

    /** Statements in a body of their own: a lambda without result, a local class. */
    private Tree body(int depth) {
        Scope.Mark mark = scope.mark();
        scope.enterLambda();
        Tree body = block(depth + 1);
        scope.leave(mark);
        String name = scope.newName("L");
        return switch (dice.below(8)) {
            case 0 -> of("((Runnable) () -> {\n", body, "}).run();\n");
            case 1 -> of("action(() -> {\n", body, "});\n");
            case 2 -> of("List.of(1, 2).forEach(" + scope.newName("a") + " -> {\n", body, "});\n");
            case 3 -> of("((Consumer<String>) " + scope.newName("a") + " -> {\n", body, "}).accept(\"c\");\n");
            case 4 -> of("((IntConsumer) " + scope.newName("a") + " -> {\n", body, "}).accept(4);\n");
            case 5 -> of("new Seq(2).forEach(" + scope.newName("a") + " -> {\n", body, "});\n");
            case 6 ->
                of("class " + name + " {\n@Fiber void go() {\nstep();\n", body, "}\n}\nnew " + name + "().go();\n");
            default ->
                of(
                        "class " + name + " extends Base<String> {\n" + name
                                + "() {\nsuper(2);\n}\n@Override public String area(String x, int n) {\n",
                        body,
                        "return x;\n}\n}\nlog(new " + name + "().area(\"x\", 1));\n");
        };
    }
}

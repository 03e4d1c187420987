// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Writes random expressions of a given type. */
final class Expressions {
    private final Dice dice;
    private final Scope scope;
    private final List<Callee> callees;
    private final Statements statements;
    private final Lambdas lambdas;

    Expressions(Dice dice, Scope scope, List<Callee> callees, Statements statements) {
        this.dice = dice;
        this.scope = scope;
        this.callees = callees;
        this.statements = statements;
        lambdas = new Lambdas(dice, scope, statements);
    }

    private static Tree of(String type, Object... parts) {
        return Tree.expression(type, parts);
    }

    /** An expression; the depth bounds its size. */
    Tree of(String type, int depth) {
        if (depth <= 0 || !scope.spend(1) || dice.oneIn(6)) {
            return leaf(type);
        }
        return switch (dice.below(14)) {
            case 0, 1, 2 -> of(type, pass(type), of(type, depth - 1), ", " + scope.newSite() + ")");
            case 3 -> conditional(type, depth);
            case 4 -> switched(type, depth);
            case 5, 6 -> call(type, depth);
            case 7 -> lambdas.of(type, depth);
            case 8 -> assignment(type, depth);
            default -> special(type, depth);
        };
    }

    /** The type is named, since javac takes exponential time for nested calls whose types it has to find. */
    static String pass(String type) {
        return Types.isPrimitive(type)
                ? "pass" + Character.toUpperCase(type.charAt(0)) + type.substring(1) + "("
                : "Sites.<" + type + ">pass(";
    }

    private Tree conditional(String type, int depth) {
        return of(
                type,
                "(",
                of("boolean", depth - 1),
                " ? ",
                of(type, depth - 1),
                " : ",
                dice.oneIn(4) && !Types.isPrimitive(type) ? "((" + type + ") null)" : of(type, depth - 1),
                ")");
    }

    private Tree switched(String type, int depth) {
        Scope.Mark mark = scope.mark();
        Tree subject = of("int", depth - 1);
        scope.enterClosed();
        scope.mayTry = false;
        Tree first = of(type, depth - 1);
        Object second = of(type, depth - 1);
        if (dice.oneIn(3)) {
            Tree body = statements.block(depth > 2 ? 2 : 3);
            String value = scope.newName("y");
            second = Tree.element("{\n", body, type + " " + value + " = ", second, ";\nyield " + value + ";\n}\n");
        } else {
            second = Tree.element(second, ";\n");
        }
        Tree other = of(type, depth - 1);
        scope.leave(mark);
        int label = dice.pick(1, 2, 700);
        return of(
                type,
                "((" + type + ") (switch (",
                subject,
                dice.coin() ? " & 3) {\n" : ") {\n",
                "case 0 -> ",
                first,
                ";\ncase " + label + " -> ",
                second,
                "default -> ",
                other,
                ";\n}))");
    }

    private Tree call(String type, int depth) {
        List<Callee> fitting = new ArrayList<>();
        for (int i = 0; i < callees.size(); i++) {
            if (callees.get(i).type().equals(type) && (i + 1 > scope.method || dice.oneIn(8))) {
                fitting.add(callees.get(i));
            }
        }
        if (fitting.isEmpty()) {
            return special(type, depth);
        }
        return call(dice.pick(fitting), depth);
    }

    Tree call(Callee callee, int depth) {
        List<Object> parts = new ArrayList<>();
        parts.add(callee.call() + "(");
        for (int i = 0; i < callee.parameters().size(); i++) {
            parts.add(i == 0 ? "" : ", ");
            parts.add(of(callee.parameters().get(i), depth - 1));
        }
        parts.add(")");
        return Tree.expression(callee.type(), parts.toArray());
    }

    private Tree assignment(String type, int depth) {
        List<Scope.Variable> variables = scope.assignable(type::equals);
        if (variables.isEmpty()) {
            return special(type, depth);
        }
        String name = dice.pick(variables).name();
        if (dice.oneIn(3) && (type.equals("int") || type.equals("long"))) {
            return of(type, dice.pick("(" + name + "++)", "(--" + name + ")"));
        }
        String operator = Types.isNumber(type) || type.equals("String") ? dice.pick(" = ", " += ") : " = ";
        return of(type, "(" + name + operator, of(type, depth - 1), ")");
    }

    private Tree special(String type, int depth) {
        int d = depth - 1;
        return switch (type) {
            case "int" -> number(d);
            case "long" ->
                dice.oneIn(4)
                        ? of(type, of("long[]", d), "[", of("int", d), " & 1]")
                        : of(
                                type,
                                "(",
                                of(dice.pick("long", "int"), d),
                                dice.pick(" + ", " * ", " ^ "),
                                of(type, d),
                                ")");
            case "double", "float" ->
                of(
                        type,
                        "((" + type + ") (",
                        of(dice.pick(Types.NUMBERS), d),
                        dice.pick(" - ", " * "),
                        of(type, d),
                        "))");
            case "byte", "char", "short" -> of(type, "((" + type + ") (", of(dice.pick(Types.NUMBERS), d), " + 1))");
            case "boolean" -> condition(d);
            case "String" -> string(d);
            case "Object" -> of(type, "((Object) ", of(dice.pick(Types.ALL), d), ")");
            case "Integer" -> of(type, "Integer.valueOf(", of("int", d), ")");
            default -> structure(type, d);
        };
    }

    private Tree number(int d) {
        String type = "int";
        return switch (dice.below(15)) {
            case 0 -> of(type, "(", of(type, d), " / ", of(type, d), ")");
            case 1 -> of(type, "((int) ", of(dice.pick(Types.NUMBERS), d), ")");
            case 2 -> of(type, of("int[]", d), "[", of(type, d), dice.pick(" & 1]", "]"));
            case 3 -> of(type, of("String", d), ".length()");
            case 4 -> of(type, of("int[][]", d), "[", of(type, d), " & 1][", of(type, d), " & 1]");
            case 5 -> of(type, of("Rec", d), ".n()");
            case 6 -> of(type, of("Fun", d), ".call(", of(type, d), ", ", of("Object", d), ")");
            case 7 -> of(type, of("Color", d), ".act(", of(type, d), ")");
            case 8 -> of(type, of("Base<String>", d), ".virt(", of(type, d), ", ", of("long", d), ")");
            case 9 -> of(type, "sum(", of(type, d), ", ", of(type, d), ", ", of(type, d), ")");
            case 10 -> of(type, "((int) ", of("Integer", d), ")");
            case 11 -> probe(d);
            case 12 ->
                of(type, "new " + statements.mainClass() + "().new Inner(", of(type, d), ").go(", of(type, d), ")");
            default -> of(type, "(", of(type, d), dice.pick(" + ", " - ", " * ", " | ", " >> "), of(type, d), ")");
        };
    }

    private Tree probe(int d) {
        int site = scope.newSite();
        return switch (dice.below(3)) {
            case 0 -> of("int", "Probe.make().take(", of("int", d), ")");
            case 1 -> of("int", "Probe.make().last(", of("int", d), ", " + site + ")");
            default -> of("int", "Probe.consume(Probe.make(), ", of("int", d), ", " + site + ")");
        };
    }

    private Tree condition(int d) {
        String type = "boolean";
        String name = scope.newName("s");
        return switch (dice.below(7)) {
            case 0 -> of(type, "(", of(type, d), dice.pick(" && ", " || ", " ^ "), of(type, d), ")");
            case 1 -> of(type, "(!", of(type, d), ")");
            case 2 ->
                of(
                        type,
                        "(",
                        of("Object", d),
                        " instanceof String " + name + " && " + name + ".length() < ",
                        of("int", d),
                        ")");
            case 3 -> of(type, "(", of("Object", d), dice.pick(" == ", " != "), of("Object", d), ")");
            case 4 -> of(type, "(", of("String", d), " == null)");
            default ->
                of(
                        type,
                        "(",
                        of(dice.pick(Types.NUMBERS), d),
                        dice.pick(" < ", " >= ", " == "),
                        of(dice.pick(Types.NUMBERS), d),
                        ")");
        };
    }

    private Tree string(int d) {
        String type = "String";
        return switch (dice.below(7)) {
            case 0 ->
                of(
                        type,
                        "(",
                        of(type, d),
                        " + ",
                        of(dice.pick("int", "long", "char", "boolean", "double", "Integer"), d),
                        " + ",
                        of(type, d),
                        ")");
            case 1 ->
                of(
                        type,
                        "new StringBuilder(",
                        of(type, d),
                        ").append(",
                        of("long", d),
                        ").append(",
                        of("boolean", d),
                        ").toString()");
            case 2 -> of(type, "text(", of("Object", d), ")");
            case 3 -> of(type, of("Rec", d), ".s()");
            case 4 -> of(type, of("String[]", d), "[", of("int", d), " & 1]");
            case 5 -> of(type, of("Shape<String>", d), ".area(", of(type, d), ", ", of("int", d), ")");
            default -> of(type, "((String) ", of("Object", d), ")");
        };
    }

    private Tree structure(String type, int d) {
        return switch (type) {
            case "int[]", "long[]", "byte[]", "String[]", "Object[]" -> {
                String element = type.substring(0, type.length() - 2);
                yield of(type, "(new " + type + " {", of(element, d), ", ", of(element, d), "})");
            }
            case "int[][]" ->
                dice.coin()
                        ? of(type, "(new int[][] {", of("int[]", d), ", ", of("int[]", d), "})")
                        : of(type, "(new int[", of("int", d), " & 3][", of("int", d), " % 4])");
            case "Box" ->
                switch (dice.below(3)) {
                    case 0 -> of(type, "new Box(", of("int", d), ")");
                    case 1 -> of(type, "new Box(", of("double", d), ", ", of("Object", d), ", ", of("long", d), ")");
                    default -> of(type, "new Box(", of("Object", d), ", ", of("long", d), ")");
                };
            case "Rec" -> of(type, "new Rec(", of("int", d), ", ", of("String", d), ")");
            case "Color" -> of(type, "Color.values()[", of("int", d), " & 1]");
            case "Fun" -> fun(d);
            default -> of(type, "new ", dice.pick("Derived", "Derived", "Foreign"), "(", of("int", d), ")");
        };
    }

    private Tree fun(int d) {
        String a = scope.newName("a");
        String b = scope.newName("b");
        return switch (dice.below(7)) {
            case 0 -> of("Fun", "Fun.adding(", of("int", d), ")");
            case 1 -> of("Fun", "new ForeignFun(", of("Fun", d), ")");
            case 2 -> of("Fun", "((Fun) " + statements.mainClass() + "::reference)");
            case 3 -> of("Fun", "((Fun) ", of("Base<String>", d), "::bound)");
            default -> {
                Scope.Mark mark = scope.mark();
                scope.enterLambda();
                scope.declare("int", a, true);
                scope.declare("Object", b, true);
                Tree result = of("int", d);
                Object body = result;
                boolean anonymous = dice.oneIn(3);
                if (anonymous || dice.coin()) {
                    body = Tree.element("{\n", statements.block(3), "return ", result, ";\n}");
                }
                scope.leave(mark);
                yield anonymous
                        ? of("Fun", "(new Fun() { public int call(int " + a + ", Object " + b + ") ", body, " })")
                        : of("Fun", "((Fun) (" + a + ", " + b + ") -> ", body, ")");
            }
        };
    }

    private Tree leaf(String type) {
        List<Scope.Variable> variables = scope.readable(type);
        if (!variables.isEmpty() && !dice.oneIn(4)) {
            return of(type, dice.pick(variables).name());
        }
        return switch (type) {
            case "int" -> of(type, dice.pick("0", "1", "2", "3", "7", "(-1)", "1000", "Integer.MAX_VALUE"));
            case "long" -> of(type, dice.pick("0L", "1L", "5L", "(-9L)", "(1L << 40)"));
            case "double" -> of(type, dice.pick("0.5", "(-2.25)", "1e9"));
            case "boolean" -> of(type, dice.pick("true", "false", "flag", "flag", "(!flag)", "(count > 3)"));
            case "char" -> of(type, dice.pick("'a'", "'z'"));
            case "String" -> of(type, dice.pick("\"\"", "\"a\"", "\"bc\"", "((String) null)"));
            case "Object" -> of(type, dice.pick("((Object) \"o\")", "((Object) null)", "((Object) 5)"));
            case "Base<String>", "Shape<String>" -> of(type, "new Derived(" + dice.below(3) + ")");
            case "Fun" -> of(type, "Fun.adding(" + dice.below(5) + ")");
            default -> Types.simplest(type);
        };
    }
}

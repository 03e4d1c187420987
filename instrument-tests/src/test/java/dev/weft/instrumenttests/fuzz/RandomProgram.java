// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes the source of a target class by a seed: a few static fiber methods that call each other downwards.
 *
 * <p>Every program ends: loops are counted, calls go to methods with a higher number, and a budget of steps, counted in a
 * static field, ends it by an exception in the worst case. Exceptions of all kinds are welcome.
 */
final class RandomProgram {
    private static final int METHODS = 4;
    private static final int MAX_DEPTH = 3;
    private static final String[] TYPES = {"int", "long", "double", "boolean", "String", "int[]", "Object"};

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final List<String[]> scope = new ArrayList<>(); // type and name of each variable
    private final List<String> labels = new ArrayList<>();
    private int names;
    private int method;

    private RandomProgram(long seed) {
        random = new Random(seed);
    }

    /** The source of a class with an entry {@code run}. */
    static String source(String packageName, String className, long seed) {
        return new RandomProgram(seed).write(packageName, className);
    }

    private String write(String packageName, String className) {
        line("package " + packageName + ";");
        line("import static dev.weft.instrumenttests.harness.Run.log;");
        line("import static dev.weft.instrumenttests.targets.Points.*;");
        line("import dev.weft.Fiber;");
        line("import dev.weft.instrumenttests.harness.Entry;");
        line("@Fiber @SuppressWarnings(\"all\") public final class " + className + " {");
        line("interface Fun { @Fiber int call(int a, String b); }");
        line(
                "static final class Box { Object a; long b; Box(Object a, long b) { this.a = a; this.b = b; log(\"new\"); }"
                        + " public String toString() { return (a instanceof int[] i ? i.length + \"\" + i[0] : a) + \"/\" + b; } }");
        line("static int budget;");
        line("static void step() { if (++budget > 150) throw new IllegalStateException(\"budget\"); }");
        line("@Entry(freshClasses = true) public static Object run() { return m0(3, 4L, 0.5, \"s\"); }");
        for (method = 0; method < METHODS; method++) {
            scope.clear();
            names = 0;
            declareParameter("int", "p0");
            declareParameter("long", "p1");
            declareParameter("double", "p2");
            declareParameter("String", "p3");
            line("static String m" + method + "(int p0, long p1, double p2, String p3) {");
            line("step();");
            block(0);
            line("return " + expression("String", 2) + ";");
            line("}");
        }
        line("}");
        return text.toString();
    }

    private void declareParameter(String type, String name) {
        scope.add(new String[] {type, name});
    }

    private void line(String code) {
        text.append(code).append('\n');
    }

    private void block(int depth) {
        int scopeBefore = scope.size();
        int statements = 1 + random.nextInt(3);
        for (int i = 0; i < statements; i++) {
            statement(depth);
        }
        while (scope.size() > scopeBefore) {
            scope.remove(scope.size() - 1);
        }
    }

    private void statement(int depth) {
        int kind = random.nextInt(depth >= MAX_DEPTH ? 5 : 15);
        switch (kind) {
            case 0, 1 -> declaration();
            case 2 -> assignment();
            case 3 -> line("log(" + expression(type(), 2) + ");");
            case 4 -> line(random.nextBoolean() ? "hit();" : "say(" + expression("String", 1) + ");");
            case 5, 6 -> ifStatement(depth);
            case 7, 8 -> loop(depth);
            case 9, 10, 11 -> tryStatement(depth);
            case 12 -> switchStatement(depth);
            case 13 -> jump();
            default -> lambda();
        }
    }

    private void declaration() {
        String type = type();
        String name = "v" + names++;
        line(type + " " + name + " = " + expression(type, 3) + ";");
        scope.add(new String[] {type, name});
    }

    private void assignment() {
        String[] variable = scope.get(random.nextInt(scope.size()));
        String type = variable[0];
        if (type.equals("int-const")) {
            return;
        }
        if (type.equals("int[]")) {
            line(variable[1] + "[" + expression("int", 1) + " & 1] " + (random.nextBoolean() ? "=" : "+=") + " "
                    + expression("int", 2) + ";");
        } else if (type.equals("int") || type.equals("long") || type.equals("String")) {
            line(variable[1] + (random.nextBoolean() ? " += " : " = ") + expression(type, 2) + ";");
        } else {
            line(variable[1] + " = " + expression(type, 2) + ";");
        }
    }

    private void ifStatement(int depth) {
        line("if (" + expression("boolean", 2) + ") {");
        block(depth + 1);
        if (random.nextBoolean()) {
            line("} else {");
            block(depth + 1);
        }
        line("}");
    }

    private void loop(int depth) {
        String name = "v" + names++;
        String label = "l" + names++;
        labels.add(label);
        line(label + ": for (int " + name + " = 0; " + name + " < " + (1 + random.nextInt(3)) + "; " + name + "++) {");
        line("step();");
        scope.add(new String[] {"int-const", name});
        block(depth + 1);
        scope.remove(scope.size() - 1);
        line("}");
        labels.remove(labels.size() - 1);
    }

    private void tryStatement(int depth) {
        line("try {");
        block(depth + 1);
        if (random.nextInt(3) == 0) {
            line("if (" + expression("boolean", 1) + ") throwing(\"t" + names++ + "\");");
        }
        boolean caught = random.nextInt(4) > 0;
        if (caught) {
            String name = "v" + names++;
            String[] types = {"IllegalStateException", "RuntimeException", "ArithmeticException | NullPointerException"
            };
            line("} catch (" + types[random.nextInt(types.length)] + " " + name + ") {");
            line("log(" + name + ");");
            block(depth + 1);
        }
        if (!caught || random.nextBoolean()) {
            line("} finally {");
            List<String> outer = new ArrayList<>(labels);
            labels.clear(); // no jumps out of finally blocks: they would make code unreachable
            block(depth + 1);
            labels.addAll(outer);
        }
        line("}");
    }

    private void switchStatement(int depth) {
        line("switch (" + expression("int", 2) + " & 3) {");
        for (int i = 0; i < 3; i++) {
            line("case " + i + ": {");
            block(depth + 1);
            line("}" + (random.nextInt(3) > 0 ? " break;" : ""));
        }
        line("default: ");
        line("}");
    }

    private void jump() {
        if (!labels.isEmpty()) {
            String label = labels.get(random.nextInt(labels.size()));
            line("if (" + expression("boolean", 2) + ") " + (random.nextBoolean() ? "break " : "continue ") + label
                    + ";");
        } else if (random.nextInt(3) == 0) {
            line("if (" + expression("boolean", 2) + ") return " + expression("String", 2) + ";");
        }
    }

    private void lambda() {
        String copy = "v" + names++;
        String name = "v" + names++;
        line("final String " + copy + " = " + expression("String", 1) + ";");
        line("Fun " + name + " = (a, b) -> pass(a) + (b + " + copy + ").length() * pass(2);");
        line("log(" + name + ".call(" + expression("int", 2) + ", " + expression("String", 1) + "));");
    }

    private String type() {
        return TYPES[random.nextInt(TYPES.length)];
    }

    private String expression(String type, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return leaf(type);
        }
        if (random.nextInt(3) == 0) {
            return "pass(" + expression(type, depth - 1) + ")";
        }
        if (random.nextInt(8) == 0) {
            return "(" + expression("boolean", depth - 1) + " ? " + expression(type, depth - 1) + " : "
                    + expression(type, depth - 1) + ")";
        }
        String a = expression(type, depth - 1);
        String b = expression(type, depth - 1);
        return switch (type) {
            case "int" ->
                switch (random.nextInt(6)) {
                    case 0 -> "(" + a + " / " + b + ")";
                    case 1 -> "(" + a + " - " + b + " * 3)";
                    case 2 -> "(int) " + parenthesised(expression("long", depth - 1));
                    case 3 -> expression("int[]", depth - 1) + "[" + a + " & 1]";
                    case 4 -> "(" + expression("String", depth - 1) + ").length()";
                    default -> "(" + a + " + " + b + ")";
                };
            case "long" -> "(" + a + (random.nextBoolean() ? " ^ " : " + ") + expression("int", depth - 1) + ")";
            case "double" -> "(" + a + " * " + expression("long", depth - 1) + ")";
            case "boolean" ->
                switch (random.nextInt(3)) {
                    case 0 -> "(" + a + " && " + b + ")";
                    case 1 -> "(" + expression("int", depth - 1) + " < " + expression("int", depth - 1) + ")";
                    default -> "(" + expression("double", depth - 1) + " >= " + expression("long", depth - 1) + ")";
                };
            case "String" -> stringExpression(a, b, depth);
            case "int[]" -> "(new int[] {" + expression("int", depth - 1) + ", " + expression("int", depth - 1) + "})";
            default ->
                "((Object) new Box(" + expression(type(), depth - 1) + ", " + expression("long", depth - 1) + "))";
        };
    }

    private String stringExpression(String a, String b, int depth) {
        if (method + 1 < METHODS && random.nextInt(4) == 0) {
            return "m" + (method + 1 + random.nextInt(METHODS - method - 1)) + "(" + expression("int", depth - 1) + ", "
                    + expression("long", depth - 1) + ", " + expression("double", depth - 1) + ", " + a + ")";
        }
        return switch (random.nextInt(3)) {
            case 0 -> "(" + a + " + " + expression("int", depth - 1) + " + " + b + ")";
            case 1 -> "(" + expression("double", depth - 1) + " + " + a + ")";
            default -> "new StringBuilder(" + a + ").append(" + expression("long", depth - 1) + ").toString()";
        };
    }

    private static String parenthesised(String expression) {
        return "(" + expression + ")";
    }

    private String leaf(String type) {
        List<String> fitting = new ArrayList<>();
        for (String[] variable : scope) {
            if (variable[0].equals(type) || variable[0].equals("int-const") && type.equals("int")) {
                fitting.add(variable[1]);
            }
        }
        if (!fitting.isEmpty() && random.nextInt(3) > 0) {
            return fitting.get(random.nextInt(fitting.size()));
        }
        return switch (type) {
            case "int" -> Integer.toString(random.nextInt(7));
            case "long" -> random.nextInt(9) + "L";
            case "double" -> random.nextInt(9) + ".25";
            case "boolean" -> Boolean.toString(random.nextBoolean());
            case "String" -> "\"" + (char) ('a' + random.nextInt(26)) + "\"";
            case "int[]" -> "(new int[] {" + random.nextInt(5) + ", 1})";
            default -> random.nextBoolean() ? "((Object) null)" : "((Object) \"o\")";
        };
    }
}

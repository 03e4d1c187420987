// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes random source code: methods of many kinds that call each other downwards.
 *
 * <p>Every program ends: loops are counted, and each loop and method takes one of a limited number of steps. What is a fiber
 * method is random too, since fiber frames above and below plain ones are what is to be tested.
 */
final class JavaGenerator {
    private static final List<String> RESULTS =
            List.of("int", "long", "double", "String", "Object", "boolean", "int[]", "char", "float", "Box", "Fun");

    private final Dice dice;
    private final String name;
    private final Scope scope = new Scope();
    private final List<Callee> callees = new ArrayList<>();
    private final Statements statements;
    private final int size; // about how many expressions a method has

    private JavaGenerator(String name, long seed) {
        this.name = name;
        dice = new Dice(seed);
        size = dice.oneIn(15) ? dice.between(100, 200) : dice.between(8, 50);
        statements = new Statements(dice, scope, callees, name, size > 100 ? 6 : dice.between(2, 4));
    }

    /** The program of a seed. */
    static JavaProgram generate(String name, long seed) {
        return new JavaGenerator(name, seed).program();
    }

    private JavaProgram program() {
        Variant variant = dice.pick(Variant.ANNOTATED, Variant.ANNOTATED, Variant.POLLS, Variant.PACKAGE);
        boolean inlineConcat = !dice.oneIn(4);
        return new JavaProgram(name, variant, inlineConcat, unit());
    }

    private Tree unit() {
        int methods = dice.between(1, 3);
        for (int i = 1; i <= methods; i++) {
            List<String> parameters = new ArrayList<>();
            for (int p = dice.below(4); p > 0; p--) {
                parameters.add(dice.pick(Types.ALL));
            }
            boolean isStatic = dice.coin();
            callees.add(new Callee((isStatic ? "m" : "new " + name + "().m") + i, parameters, dice.pick(RESULTS)));
        }
        List<Tree> members = new ArrayList<>();
        members.add(Tree.element(
                "@Fiber public static Object run() {\nflag = false;\ncount = 0;\nname = \"\";\n",
                body(0, "Object", List.of()),
                "}\n"));
        for (int i = 1; i <= methods; i++) {
            Callee callee = callees.get(i - 1);
            String modifiers = callee.call().startsWith("new") ? "" : "static ";
            if (dice.oneIn(12)) {
                modifiers = "synchronized " + modifiers;
            }
            members.add(method(i, modifiers, "m" + i, callee.type(), callee.parameters()));
        }
        addUsedMembers(members);
        return Tree.element(
                "package fuzzed;\n"
                        + "import static dev.weft.instrumenttests.fuzz.program.Host.*;\n"
                        + "import static dev.weft.instrumenttests.fuzz.program.Sites.*;\n"
                        + "import dev.weft.*;\nimport dev.weft.abi.Continuation;\nimport dev.weft.instrumenttests.fuzz.program.*;\n"
                        + "import java.util.*;\nimport java.util.function.*;\n"
                        + fiber(2) + "@SuppressWarnings(\"all\") public final class " + name + " {\n",
                Tree.list(members),
                "}\n");
    }

    /** The annotation, or now and then none. */
    String fiber(int plainOnceIn) {
        return dice.oneIn(plainOnceIn) ? "" : "@Fiber ";
    }

    String mainClass() {
        return name;
    }

    Tree method(int number, String modifiers, String method, String type, List<String> parameters) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < parameters.size(); i++) {
            list.append(i == 0 ? "" : ", ")
                    .append(parameters.get(i))
                    .append(" q")
                    .append(i);
        }
        return Tree.element(
                fiber(8) + modifiers + type + " " + method + "(" + list + ") {\n",
                body(number, type, parameters),
                "}\n");
    }

    /** Of a method whose parameters are called q0, q1, …; the number keeps it from calling those before it. */
    Tree body(int number, String type, List<String> parameters) {
        scope.enterMethod(number, type, number == callees.size() ? size / 4 : size);
        for (int i = 0; i < parameters.size(); i++) {
            scope.declare(parameters.get(i), "q" + i, false);
        }
        Tree block = statements.block(0);
        if (type.equals("void")) {
            return Tree.element("step();\n", block);
        }
        return Tree.element("step();\n", block, "return ", statements.expression(type, 4), ";\n");
    }

    /** For the bodies of nested types: the calls come after all of the main class's methods. */
    int last() {
        return callees.size();
    }

    /** Those of the other members that are mentioned, for the compiler's time is most of what a program costs. */
    private void addUsedMembers(List<Tree> members) {
        members.add(Tree.element("static boolean flag;\nstatic int count;\nstatic String name = \"\";\n"));
        Map<String, Tree> others = new LinkedHashMap<>();
        addHelpers(others);
        new NestedTypes(dice, this).addTo(others);
        StringBuilder text = new StringBuilder();
        members.forEach(member -> member.appendTo(text));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Iterator<Map.Entry<String, Tree>> i = others.entrySet().iterator(); i.hasNext(); ) {
                Map.Entry<String, Tree> other = i.next();
                if (text.indexOf(other.getKey()) >= 0) {
                    members.add(other.getValue());
                    other.getValue().appendTo(text);
                    i.remove();
                    grows = true;
                }
            }
        }
    }

    private void addHelpers(Map<String, Tree> members) {
        String attempt = "} catch (RuntimeException e) {\nthrow e;\n} catch (Exception e) {\n"
                + "caught(e, Continuation.current() == null);\nthrow new IllegalStateException(e);\n}\n}\n";
        members.put("LOCK", Tree.element("static final Object LOCK = new Object();\n"));
        members.put("Maker<", Tree.element("interface Maker<T> {\n@Fiber T make(int n);\n}\n"));
        members.put(
                "task(",
                Tree.element(fiber(6) + "static <T> T task(Task<T> task) {\nstep();\ntry {\nreturn task.run();\n"
                        + attempt));
        members.put(
                "action(",
                Tree.element(
                        fiber(6) + "static void action(Action action) {\nstep();\ntry {\naction.run();\n" + attempt));
        members.put(
                "later(",
                Tree.element(fiber(6)
                        + "static <T> T later(Supplier<T> supplier) {\nstep();\nreturn pass(supplier.get(), 0);\n}\n"));
        members.put(
                "sum",
                Tree.element(fiber(6) + "static int sum(int... numbers) {\nstep();\nint sum = 0;\n"
                        + "for (int n : numbers) {\nsum += passInt(n, 0);\n}\nreturn sum;\n}\n"));
        members.put(
                "::reference",
                Tree.element(
                        fiber(6)
                                + "static int reference(int n, Object o) {\nstep();\nreturn passInt(n, 0) + text(o).length();\n}\n"));
    }
}

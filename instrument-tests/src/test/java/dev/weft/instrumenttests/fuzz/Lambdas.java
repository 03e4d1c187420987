// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Writes random lambdas and method references, each called where it stands, of own functional interfaces and the JDK's. */
final class Lambdas {
    /**
     * A functional interface.
     *
     * @param type with T for the type of the result
     * @param parameters of its method; T is the type of the result here too
     * @param method its name
     */
    private record Form(String type, List<String> parameters, String method) {}

    private static final List<Form> ANY = List.of(
            new Form("Supplier<T>", List.of(), "get"),
            new Form("IntFunction<T>", List.of("int"), "apply"),
            new Form("Function<String, T>", List.of("String"), "apply"),
            new Form("BiFunction<Integer, String, T>", List.of("Integer", "String"), "apply"),
            new Form("UnaryOperator<T>", List.of("T"), "apply"),
            new Form("BinaryOperator<T>", List.of("T", "T"), "apply"),
            new Form("LongFunction<T>", List.of("long"), "apply"),
            new Form("Maker<T>", List.of("int"), "make"));
    private static final List<Form> TO_INT = List.of(
            new Form("IntSupplier", List.of(), "getAsInt"),
            new Form("IntUnaryOperator", List.of("int"), "applyAsInt"),
            new Form("IntBinaryOperator", List.of("int", "int"), "applyAsInt"),
            new Form("ToIntFunction<Object>", List.of("Object"), "applyAsInt"),
            new Form("Comparator<String>", List.of("String", "String"), "compare"),
            new Form("LongToIntFunction", List.of("long"), "applyAsInt"),
            new Form("Fun", List.of("int", "Object"), "call"));
    private static final List<Form> TO_BOOLEAN = List.of(
            new Form("BooleanSupplier", List.of(), "getAsBoolean"),
            new Form("Predicate<Object>", List.of("Object"), "test"),
            new Form("IntPredicate", List.of("int"), "test"),
            new Form("BiPredicate<String, Integer>", List.of("String", "Integer"), "test"));
    private static final List<Form> TO_LONG = List.of(
            new Form("LongSupplier", List.of(), "getAsLong"),
            new Form("LongBinaryOperator", List.of("long", "long"), "applyAsLong"),
            new Form("ToLongBiFunction<String, Object>", List.of("String", "Object"), "applyAsLong"));
    private static final List<Form> TO_DOUBLE = List.of(
            new Form("DoubleSupplier", List.of(), "getAsDouble"),
            new Form("DoubleUnaryOperator", List.of("double"), "applyAsDouble"),
            new Form("IntToDoubleFunction", List.of("int"), "applyAsDouble"));

    private final Dice dice;
    private final Scope scope;
    private final Statements statements;

    Lambdas(Dice dice, Scope scope, Statements statements) {
        this.dice = dice;
        this.scope = scope;
        this.statements = statements;
    }

    /** A call of a lambda with a result of this type. */
    Tree of(String type, int depth) {
        return switch (dice.below(8)) {
            case 0 -> through("later(", type, depth);
            case 1 -> through("Foreign.through(", type, depth);
            case 2, 3 -> through("task(", type, depth);
            case 4 -> reference(type, depth);
            default -> call(dice.pick(forms(type)), type, depth);
        };
    }

    private List<Form> forms(String type) {
        List<Form> special = switch (type) {
            case "int" -> TO_INT;
            case "boolean" -> TO_BOOLEAN;
            case "long" -> TO_LONG;
            case "double" -> TO_DOUBLE;
            default -> ANY;
        };
        return dice.coin() ? special : ANY;
    }

    /** The result of a lambda that a method calls; its type is named, since javac takes long to find it. */
    private Tree through(String callee, String type, int depth) {
        String boxed = boxed(type);
        int name = callee.lastIndexOf('.') + 1;
        String owner = name == 0 ? statements.mainClass() + "." : callee.substring(0, name);
        Object body = body(type, List.of(), List.of(), depth);
        return cast(type, owner + "<" + boxed + ">" + callee.substring(name) + "() -> ", body, ")");
    }

    private Tree call(Form form, String type, int depth) {
        List<Tree> arguments = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String parameter : form.parameters()) {
            String actual = parameter.equals("T") ? type : parameter;
            arguments.add(statements.expression(actual, depth - 1));
            types.add(actual.equals(type) && parameter.equals("T") ? boxed(actual) : actual);
            names.add(scope.newName("a"));
        }
        Object body = body(type, types, names, depth);
        List<Object> parts = new ArrayList<>();
        parts.add("((" + form.type().replace("T>", boxed(type) + ">") + ") (" + String.join(", ", names) + ") -> ");
        parts.add(body);
        parts.add(")." + form.method() + "(");
        for (int i = 0; i < arguments.size(); i++) {
            parts.add(i == 0 ? "" : ", ");
            parts.add(arguments.get(i));
        }
        parts.add(")");
        return cast(type, parts.toArray());
    }

    private Object body(String type, List<String> types, List<String> names, int depth) {
        Scope.Mark mark = scope.mark();
        scope.enterLambda();
        for (int i = 0; i < names.size(); i++) {
            scope.declare(types.get(i), names.get(i), true);
        }
        Tree result = statements.expression(type, depth - 1);
        Object body = dice.oneIn(3) ? Tree.element("{\n", statements.block(3), "return ", result, ";\n}") : result;
        scope.leave(mark);
        return body;
    }

    private static Tree cast(String type, Object... parts) {
        Tree call = Tree.expression(boxed(type), parts);
        return boxed(type).equals(type) ? call : Tree.expression(type, "((" + type + ") ", call, ")");
    }

    /** Method references of all kinds: static, bound, unbound, to a constructor, to an array's. */
    private Tree reference(String type, int depth) {
        int d = depth - 1;
        Tree number = statements.expression("int", d);
        return switch (type) {
            case "int" ->
                switch (dice.below(4)) {
                    case 0 ->
                        Tree.expression(
                                type,
                                "((IntUnaryOperator) ",
                                statements.expression("Base<String>", d),
                                "::twice).applyAsInt(",
                                number,
                                ")");
                    case 1 ->
                        Tree.expression(
                                type,
                                "((ToIntFunction<Rec>) Rec::n).applyAsInt(",
                                statements.expression("Rec", d),
                                ")");
                    case 2 ->
                        Tree.expression(
                                type,
                                "((IntBinaryOperator) " + statements.mainClass() + "::sum).applyAsInt(",
                                number,
                                ", ",
                                statements.expression("int", d),
                                ")");
                    default ->
                        Tree.expression(
                                type,
                                "((IntUnaryOperator) ",
                                statements.expression("Color", d),
                                "::act).applyAsInt(",
                                number,
                                ")");
                };
            case "String" ->
                dice.coin()
                        ? Tree.expression(type, "((Supplier<String>) ", statements.expression("Rec", d), "::s).get()")
                        : Tree.expression(
                                type, "((Function<Rec, String>) Rec::s).apply(", statements.expression("Rec", d), ")");
            case "Base<String>" ->
                Tree.expression(type, "((IntFunction<Base<String>>) Derived::new).apply(", number, ")");
            case "Rec" ->
                Tree.expression(
                        type,
                        "((BiFunction<Integer, String, Rec>) Rec::new).apply(",
                        number,
                        ", ",
                        statements.expression("String", d),
                        ")");
            case "int[]" -> Tree.expression(type, "((Maker<int[]>) int[]::new).make(", number, " & 3)");
            default -> call(dice.pick(forms(type)), type, depth);
        };
    }

    private static String boxed(String type) {
        return switch (type) {
            case "int" -> "Integer";
            case "char" -> "Character";
            case "long", "double", "float", "boolean", "byte", "short" ->
                Character.toUpperCase(type.charAt(0)) + type.substring(1);
            default -> type;
        };
    }
}

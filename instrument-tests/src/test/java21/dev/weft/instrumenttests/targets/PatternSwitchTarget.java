// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.List;

/** Patterns of Java 21; compiled at test time only, by a compiler that knows them. */
@Fiber
public final class PatternSwitchTarget {
    private PatternSwitchTarget() {}

    sealed interface Shape permits Circle, Square, Group {}

    record Circle(double radius) implements Shape {}

    record Square(int side) implements Shape {}

    record Group(Shape left, Shape right) implements Shape {}

    enum Color {
        RED,
        GREEN
    }

    static double area(Shape shape) {
        return switch (shape) {
            case Circle circle -> pass(circle.radius()) * 3;
            case Square(int side) when pass(side) > 2 -> pass(side * side);
            case Square square -> {
                hit();
                yield -square.side();
            }
            case Group(Circle(double radius), Square(var side)) -> pass(radius) + side;
            case Group(Shape left, Shape right) -> area(left) + area(right);
        };
    }

    static String describe(Object value) {
        return switch (pass(value)) {
            case null -> pass("null");
            case Integer i when pass(i) > 10 -> "big " + pass(i);
            case Integer i -> "int " + i;
            case String s when s.isEmpty() -> pass("empty");
            case String s -> pass(s) + s.length();
            case Color c when c == Color.RED -> pass("red");
            case Color c -> c + pass("!");
            case int[] array -> "array " + pass(array.length);
            case List<?> list when !list.isEmpty() -> describe(list.get(0)) + pass(list.size());
            default -> pass("other");
        };
    }

    @Entry
    public static Object sealedHierarchy() {
        return area(new Circle(pass(2.0)))
                + area(new Square(3))
                + area(new Square(pass(1)))
                + area(new Group(new Circle(1), new Square(pass(2))))
                + area(new Group(new Square(5), new Group(new Circle(pass(1)), new Square(4))));
    }

    @Entry
    public static Object guardsThatSuspend() {
        String text = "";
        for (Object value : new Object[] {null, 5, 50, "", "word", Color.RED, Color.GREEN, new int[3], List.of("x"), 1L}) {
            text += describe(value) + ",";
        }
        return text;
    }

    @Entry
    public static Object enumAndStringWithPatterns() {
        String text = "";
        for (Color color : Color.values()) {
            text += switch (color) {
                case RED -> pass("r");
                case GREEN -> pass(color).name();
            };
        }
        return text;
    }

    @Entry
    public static Object recordPatternInInstanceof() {
        Object value = pass((Object) new Group(new Circle(1.5), new Square(pass(7))));
        if (value instanceof Group(Circle(var radius), Square(int side)) && pass(side) == 7) {
            hit();
            return radius + side;
        }
        return "no match";
    }

    @Entry
    public static Object noMatchingRecord() {
        try {
            Shape nothing = pass((Shape) null);
            return area(nothing);
        } catch (NullPointerException e) {
            log("null");
            return pass("caught");
        }
    }

    record Failing(int value) {
        @Override
        public int value() {
            throw new IllegalStateException("accessor");
        }
    }

    @Entry
    public static Object accessorThrowsWithinPattern() {
        Object value = pass((Object) new Failing(1));
        try {
            if (value instanceof Failing(int n)) {
                return pass(n);
            }
            return "none";
        } catch (MatchException e) {
            hit();
            return e.getCause().getMessage();
        }
    }
}

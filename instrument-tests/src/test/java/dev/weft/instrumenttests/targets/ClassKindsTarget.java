// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Records, enums with bodies, and inner, anonymous and local classes. */
@Fiber
public final class ClassKindsTarget {
    private final String name;

    private ClassKindsTarget(String name) {
        this.name = name;
    }

    @Fiber
    record Point(int x, int y) {
        Point scaled(int factor) {
            return new Point(x * pass(factor), y * pass(factor));
        }

        static Point origin() {
            hit();
            return new Point(0, 0);
        }

        @Override
        public int y() {
            return pass(y);
        }
    }

    record Generic<T extends Comparable<T>>(T low, T high, double... rest) {
        @Fiber
        boolean contains(T value) {
            return pass(low).compareTo(value) <= 0 && value.compareTo(pass(high)) <= 0;
        }
    }

    @Fiber
    enum Operation {
        PLUS("+") {
            @Override
            int apply(int a, int b) {
                return pass(a) + pass(b);
            }
        },
        TIMES("*") {
            @Override
            int apply(int a, int b) {
                return pass(a) * helper(b);
            }

            @Fiber
            private int helper(int n) {
                return pass(n);
            }
        },
        FIRST("1") {
            @Override
            int apply(int a, int b) {
                return a;
            }
        };

        private final String sign;

        Operation(String sign) {
            this.sign = sign;
        }

        abstract int apply(int a, int b);

        String describe(int a, int b) {
            return a + pass(sign) + b + "=" + apply(a, b);
        }

        static Operation bySign(String sign) {
            for (Operation operation : values()) {
                if (operation.sign.equals(pass(sign))) {
                    return operation;
                }
            }
            return valueOf(pass("FIRST"));
        }
    }

    enum Singleton {
        INSTANCE;

        private int count;

        @Fiber
        int next() {
            hit();
            return ++count;
        }
    }

    @Fiber
    class Inner {
        String text() {
            return name + pass(".inner");
        }

        @Fiber
        class Innermost {
            String text() {
                return Inner.this.text() + ClassKindsTarget.this.name + pass("!");
            }
        }
    }

    abstract static class Visitor<R> {
        @Fiber
        abstract R visit(Object value);
    }

    @Entry
    public static Object records() {
        Point point = new Point(pass(2), 3).scaled(pass(4));
        return Objects.hash(point.x(), point.y())
                + point.toString()
                + Point.origin().equals(new Point(0, pass(0)));
    }

    @Entry
    public static Object genericRecord() {
        Generic<String> range = new Generic<>(pass("b"), "d", pass(1.5), 2.5);
        return range.contains(pass("c")) + ":" + range.contains("x") + range.rest().length;
    }

    @Entry
    public static Object enumsWithBodies() {
        String text = "";
        for (Operation operation : Operation.values()) {
            text += operation.describe(pass(3), 4) + " ";
        }
        return text + Operation.bySign("*") + Operation.bySign("?").apply(1, pass(2));
    }

    @Entry(freshClasses = true)
    public static Object enumSingleton() {
        int first = Singleton.INSTANCE.next();
        return Singleton.INSTANCE.next() - first;
    }

    @Entry
    public static Object innerClasses() {
        ClassKindsTarget outer = new ClassKindsTarget(pass("outer"));
        Inner inner = outer.new Inner();
        return inner.text() + inner.new Innermost().text();
    }

    @Entry
    public static Object anonymousClassWithCaptures() {
        int factor = pass(3);
        long offset = pass(100L);
        Visitor<Object> visitor = new Visitor<>() {
            private int calls;

            @Override
            Object visit(Object value) {
                calls++;
                return value + ":" + pass(factor * calls) + ":" + (offset + pass(calls));
            }
        };
        return visitor.visit(pass("a")).toString() + visitor.visit("b");
    }

    @Entry
    public static Object localClassesAndRecords() {
        String prefix = pass("local");
        @Fiber
        class Local {
            private final int n;

            Local(int n) {
                this.n = n;
            }

            String text() {
                return prefix + pass(n);
            }

            Local next() {
                return new Local(pass(n + 1));
            }
        }
        record Pair(Local a, Local b) {}
        Pair pair = new Pair(new Local(pass(1)), new Local(2).next());
        return pair.a().text() + pair.b().text();
    }

    @Entry
    public static Object initialisersOfInstances() {
        List<String> order = new ArrayList<>();
        Object object = new Object() {
            private final String first = note("field");

            {
                order.add("block");
            }

            private String note(String text) {
                order.add(text);
                return text;
            }

            @Override
            public String toString() {
                return first + order;
            }
        };
        hit();
        log(order);
        return pass(object.toString());
    }

    @Entry
    public static Object visitorOverSealedHierarchy() {
        Shape shape = new Both(new Circle(pass(1)), new Both(new Circle(2), new Circle(pass(3))));
        return area(shape);
    }

    sealed interface Shape permits Circle, Both {}

    record Circle(int radius) implements Shape {}

    record Both(Shape left, Shape right) implements Shape {}

    static int area(Shape shape) {
        if (shape instanceof Circle circle && pass(circle.radius()) > 0) {
            return circle.radius() * 3;
        } else if (shape instanceof Both both) {
            return area(both.left()) + area(both.right());
        }
        return pass(0);
    }
}

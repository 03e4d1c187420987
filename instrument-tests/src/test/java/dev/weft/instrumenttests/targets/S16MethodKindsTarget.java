// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Methods of every kind: empty, without suspensions, abstract, default, static and private in interfaces. */
@Fiber
public final class S16MethodKindsTarget {
    private S16MethodKindsTarget() {}

    static void empty() {}

    static int withoutSuspension(int n) {
        return n + 1;
    }

    @Fiber
    abstract static class Shape {
        abstract int area();

        int twice() {
            return pass(2) * area();
        }

        void nothing() {}
    }

    static final class Square extends Shape {
        private final int side;

        Square(int side) {
            this.side = side;
        }

        @Override
        int area() {
            return side * pass(side);
        }
    }

    static final class Point extends Shape {
        @Override
        int area() {
            return 0;
        }

        @Override
        void nothing() {
            hit();
            log("something");
        }
    }

    interface Named {
        @Fiber
        String name();

        @Fiber
        default String greeting() {
            return prefix() + pass(name());
        }

        @Fiber
        private String prefix() {
            hit();
            return join("hello", " ");
        }

        @Fiber
        static String join(String a, String b) {
            return pass(a) + b;
        }
    }

    interface Polite extends Named {
        @Override
        default String greeting() {
            return "dear " + Named.super.greeting() + pass("!");
        }
    }

    interface Formal extends Named {
        @Override
        default String greeting() {
            return pass("sir ") + name();
        }
    }

    static final class Someone implements Named {
        @Override
        public String name() {
            return pass("someone");
        }
    }

    static final class Both implements Polite, Formal {
        @Override
        public String name() {
            hit();
            return "both";
        }

        @Override
        public String greeting() {
            return Polite.super.greeting() + " / " + Formal.super.greeting();
        }
    }

    private final int base = 40;

    private int privateMethod(int n) {
        return base + pass(n);
    }

    synchronized int unrelatedSynchronized() {
        return base;
    }

    final int finalMethod(int n) {
        hit();
        return privateMethod(n);
    }

    @Entry
    public static Object emptyMethod() {
        empty();
        hit();
        empty();
        return "end";
    }

    @Entry
    public static Object methodWithoutSuspension() {
        return withoutSuspension(pass(1)) + pass(withoutSuspension(2));
    }

    @Entry
    public static Object abstractMethods() {
        return new Square(3).twice() + new Point().twice();
    }

    @Entry
    public static Object emptyMethodOverridden() {
        for (Shape shape : new Shape[] {new Square(1), new Point()}) {
            shape.nothing();
            hit();
        }
        return "end";
    }

    @Entry
    public static Object defaultMethod() {
        return new Someone().greeting();
    }

    @Entry
    public static Object staticInterfaceMethod() {
        return Named.join(pass("a"), "b");
    }

    @Entry
    public static Object superDefaultMethods() {
        return new Both().greeting();
    }

    @Entry
    public static Object interfaceCall() {
        Named named = pass(new Someone());
        return named.name() + named.greeting();
    }

    @Entry
    public static Object privateAndFinalMethods() {
        S16MethodKindsTarget target = new S16MethodKindsTarget();
        return target.finalMethod(pass(2)) + target.privateMethod(pass(3)) + target.unrelatedSynchronized();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lambdas of fiber functional interfaces, with captures of every type. */
@Fiber
public final class S18LambdasTarget {
    private final String name = "lambdas";

    private S18LambdasTarget() {}

    @FunctionalInterface
    interface Step {
        @Fiber
        void run();
    }

    @FunctionalInterface
    interface Maker<T> {
        @Fiber
        T make();
    }

    @FunctionalInterface
    interface Mapping<A, B> {
        @Fiber
        B map(A value);

        @Fiber
        default <C> Mapping<A, C> then(Mapping<? super B, ? extends C> next) {
            return value -> next.map(map(value));
        }

        @Fiber
        static <T> Mapping<T, T> identity() {
            return value -> pass(value);
        }
    }

    @FunctionalInterface
    interface IntMapping {
        @Fiber
        int map(int value);
    }

    @FunctionalInterface
    interface LongAndDouble {
        @Fiber
        double combine(long a, double b, Object c);
    }

    @FunctionalInterface
    interface Risky<T> {
        @Fiber
        T run() throws IOException;
    }

    interface StringMapping extends Mapping<String, String> {}

    static void repeat(int times, Step step) {
        for (int i = 0; i < times; i++) {
            step.run();
        }
    }

    static <T> T made(Maker<T> maker) {
        hit();
        return maker.make();
    }

    private String privateInstance(String text) {
        return name + pass(text);
    }

    private static int privateStatic(int n) {
        return pass(n) + 1;
    }

    @Entry
    public static Object withoutCapture() {
        repeat(2, () -> hit());
        repeat(2, () -> {
            log("step");
            hit();
        });
        return made(() -> pass("made"));
    }

    @Entry
    public static Object capturesOfEveryType() {
        boolean z = pass(true);
        byte b = pass((byte) 1);
        char c = pass('c');
        short s = pass((short) 3);
        int i = pass(4);
        long j = pass(5L);
        float f = pass(6.5f);
        double d = pass(7.25);
        String text = pass("eight");
        int[] array = {pass(9)};
        Maker<String> maker = () -> pass("") + z + b + c + s + pass(i) + j + f + pass(d) + text + array[0];
        return maker.make() + maker.make();
    }

    @Entry
    public static Object wideCapturesInOrder() {
        long a = 1L << 40;
        double b = 0.5;
        long c = 3;
        LongAndDouble combination = (x, y, z) -> pass(a) + pass(b) * c + x + y + z.hashCode();
        return combination.combine(pass(10L), pass(20.5), pass("z"));
    }

    @Entry
    public static Object capturesThis() {
        S18LambdasTarget target = new S18LambdasTarget();
        return target.useThis();
    }

    private String useThis() {
        Mapping<String, String> mapping = text -> privateInstance(text) + this.name;
        return mapping.map("x") + made(() -> privateInstance("y"));
    }

    @Entry
    public static Object nested() {
        Maker<Maker<Maker<String>>> maker = () -> {
            String outer = pass("outer");
            return () -> {
                String middle = pass(outer + " middle");
                return () -> pass(middle + " inner");
            };
        };
        return maker.make().make().make();
    }

    @Entry
    public static Object composed() {
        Mapping<String, Integer> length = text -> pass(text.length());
        return length.then(n -> pass(n * 2)).then(n -> "n" + pass(n)).map(pass("weft"));
    }

    @Entry
    public static Object passedAlong() {
        return passAlong(3, () -> pass("end"));
    }

    static String passAlong(int depth, Maker<String> maker) {
        return depth == 0 ? maker.make() : passAlong(depth - 1, () -> depth + maker.make());
    }

    @Entry
    public static Object primitiveSpecialisation() {
        IntMapping twice = n -> pass(n) * 2;
        IntMapping total = n -> n == 0 ? 0 : pass(n) + twice.map(n - 1);
        return total.map(3) + twice.map(pass(4));
    }

    @Entry
    public static Object genericInterfaceWithConcreteSubtype() {
        StringMapping shout = text -> pass(text) + "!";
        Mapping<String, String> mapping = shout;
        return mapping.map("a")
                + shout.map(pass("b"))
                + shout.then(Mapping.identity()).map("c");
    }

    @Entry
    public static Object checkedException() {
        Risky<String> risky = () -> Points.throwingChecked("from lambda");
        try {
            return risky.run();
        } catch (IOException e) {
            log(e);
            return pass("caught");
        }
    }

    @Entry
    public static Object exceptionThroughLambda() {
        try {
            return made(() -> throwing("in lambda"));
        } catch (IllegalStateException e) {
            return e;
        }
    }

    @Entry
    public static Object lambdaInLoopCapturesEachRound() {
        List<Maker<Integer>> makers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int round = pass(i);
            makers.add(() -> pass(round * 10));
        }
        int sum = 0;
        for (Maker<Integer> maker : makers) {
            sum = sum * 100 + maker.make();
        }
        return sum;
    }

    @Entry
    public static Object sideEffectsOfCapturedObjects() {
        StringBuilder text = new StringBuilder();
        int[] count = {0};
        repeat(3, () -> {
            text.append(pass(count[0]++));
            log(text.toString());
        });
        return text.toString() + count[0];
    }

    @Entry
    public static Object expressionLambdaForVoidInterface() {
        StringBuilder text = new StringBuilder();
        repeat(2, () -> text.append(pass("x")));
        return text.toString();
    }

    @Entry
    public static Object recursionThroughLambda() {
        IntMapping[] self = new IntMapping[1];
        self[0] = n -> n <= 1 ? pass(1) : n * self[0].map(n - 1);
        return self[0].map(6) + privateStatic(1);
    }
}

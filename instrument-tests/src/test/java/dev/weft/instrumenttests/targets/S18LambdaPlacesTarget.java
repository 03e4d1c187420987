// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fiber lambdas made in constructors, initialisers, interfaces and enums, and with further interfaces. */
@Fiber
public final class S18LambdaPlacesTarget {
    private static final Maker<String> IN_CLASS_INITIALISER = () -> pass("static");
    private static final Map<String, Maker<String>> TABLE = new TreeMap<>();

    static {
        String captured = "captured";
        TABLE.put("a", () -> pass(captured) + "!");
        TABLE.put("b", S18LambdaPlacesTarget::named);
    }

    private final String name;
    private final Maker<String> inField = () -> pass("field of ") + nameOf(this);
    private final Maker<String> inConstructor;

    private S18LambdaPlacesTarget(String name) {
        this.name = name;
        this.inConstructor = () -> pass(name) + this.name;
    }

    private S18LambdaPlacesTarget(Maker<String> maker) {
        this.name = "by maker";
        this.inConstructor = maker;
    }

    private S18LambdaPlacesTarget(int number) {
        this(() -> "before super " + pass(number));
    }

    private static String nameOf(S18LambdaPlacesTarget target) {
        return target.name + pass('.');
    }

    static String named() {
        return pass("named");
    }

    @FunctionalInterface
    interface Maker<T> {
        /** In an interface. */
        Maker<String> CONSTANT = () -> pass("constant");

        @Fiber
        T make();
    }

    interface Marker {
        default String mark() {
            return "marked";
        }
    }

    @FunctionalInterface
    interface SpecialMaker extends Maker<Integer> {
        @Override
        @Fiber
        Integer make();
    }

    abstract static class AbstractMaker implements Maker<Object> {
        @Fiber
        Maker<Object> wrapped() {
            return () -> "wrapped " + pass(make());
        }
    }

    enum Strategy {
        DOUBLE(n -> pass(n) * 2),
        SQUARE(n -> {
            int m = pass(n);
            return m * pass(m);
        });

        private final Calculation calculation;

        Strategy(Calculation calculation) {
            this.calculation = calculation;
        }

        @Fiber
        int apply(int n) {
            return calculation.of(n);
        }
    }

    @FunctionalInterface
    interface Calculation {
        @Fiber
        int of(int n);
    }

    @Entry
    public static Object staticInitialiser() {
        String text = IN_CLASS_INITIALISER.make();
        for (Map.Entry<String, Maker<String>> entry : TABLE.entrySet()) {
            text += entry.getKey() + entry.getValue().make();
        }
        return text;
    }

    @Entry
    public static Object constructorsAndFields() {
        S18LambdaPlacesTarget target = new S18LambdaPlacesTarget(pass("x"));
        return target.inField.make() + target.inConstructor.make() + new S18LambdaPlacesTarget(7).inConstructor.make();
    }

    @Entry
    public static Object interfaceConstant() {
        return Maker.CONSTANT.make() + pass("!");
    }

    @Entry
    public static Object enumConstants() {
        return Strategy.DOUBLE.apply(pass(5)) + Strategy.SQUARE.apply(6);
    }

    @Entry
    public static Object intersectionWithMarker() {
        Maker<String> maker = (Maker<String> & Marker) () -> pass("marked lambda");
        return maker.make() + ((Marker) maker).mark();
    }

    @Entry
    public static Object covariantFunctionalInterface() {
        SpecialMaker special = () -> pass(42);
        Maker<Integer> maker = special;
        Maker<? extends Number> number = special;
        return special.make() + maker.make() + number.make().intValue();
    }

    @Entry
    public static Object lambdaOfAbstractClass() {
        AbstractMaker maker = new AbstractMaker() {
            @Override
            public Object make() {
                return pass("abstract");
            }
        };
        return maker.wrapped().make();
    }

    @Entry
    public static Object lambdaWithManyCaptures() {
        String a = pass("a");
        String b = "b";
        String c = pass("c");
        long d = 4;
        double e = pass(5.0);
        int f = 6;
        List<String> g = List.of("g");
        char h = 'h';
        String i = "i";
        String j = pass("j");
        boolean k = true;
        Object l = null;
        Maker<String> maker = () -> {
            String first = pass(a + b) + c + d + e;
            hit();
            return first + f + g + h + i + pass(j) + k + l;
        };
        return maker.make() + maker.make();
    }

    @Entry
    public static Object lambdaThatThrowsInItsOwnHandler() {
        Maker<String> maker = () -> {
            try {
                return Points.throwing("in lambda");
            } catch (IllegalStateException e) {
                log(e);
                return pass("handled");
            } finally {
                log("finally");
                hit();
            }
        };
        return maker.make();
    }

    @Entry
    public static Object equalLambdasAreDistinctOrNotAsPlain() {
        Maker<?>[] makers = new Maker<?>[2];
        for (int i = 0; i < 2; i++) {
            int captured = pass(i);
            makers[i] = () -> captured;
        }
        hit();
        return makers[0] == makers[1];
    }
}

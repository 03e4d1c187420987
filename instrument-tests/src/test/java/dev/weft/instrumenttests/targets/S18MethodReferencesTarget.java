// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.ArrayList;
import java.util.List;

/** Method references of fiber functional interfaces. */
@Fiber
public final class S18MethodReferencesTarget {
    private final int base;

    private S18MethodReferencesTarget(int base) {
        this.base = base;
    }

    @FunctionalInterface
    interface Mapping<A, B> {
        @Fiber
        B map(A value);
    }

    @FunctionalInterface
    interface Maker<T> {
        @Fiber
        T make();
    }

    @FunctionalInterface
    interface Combination {
        @Fiber
        Object combine(S18MethodReferencesTarget target, int n);
    }

    @FunctionalInterface
    interface Widening {
        @Fiber
        long widen(int value);
    }

    @FunctionalInterface
    interface Receiver<T> {
        @Fiber
        void accept(T value);
    }

    @Fiber
    static class Parent {
        String greet(String name) {
            return "hello " + pass(name);
        }
    }

    @Fiber
    static final class Child extends Parent {
        @Override
        String greet(String name) {
            return "not this one";
        }

        String greetBySuper(String name) {
            Mapping<String, String> mapping = super::greet;
            return mapping.map(name);
        }
    }

    static String twice(Object value) {
        return pass(value) + "" + value;
    }

    private static int increment(int n) {
        return pass(n) + 1;
    }

    private int add(int n) {
        return base + pass(n);
    }

    private int addAll(int... numbers) {
        int sum = base;
        for (int n : numbers) {
            sum += pass(n);
        }
        return sum;
    }

    @Entry
    public static Object staticMethod() {
        Mapping<Object, String> mapping = S18MethodReferencesTarget::twice;
        return mapping.map(pass("a"));
    }

    @Entry
    public static Object genericStaticMethod() {
        Mapping<String, String> mapping = Points::pass;
        return mapping.map("a") + mapping.map("b");
    }

    @Entry
    public static Object boundReceiver() {
        Mapping<Integer, Integer> mapping = new S18MethodReferencesTarget(pass(10))::add;
        return mapping.map(pass(1)) + mapping.map(2);
    }

    @Entry
    public static Object unboundReceiver() {
        Combination combination = S18MethodReferencesTarget::add;
        return combination.combine(new S18MethodReferencesTarget(5), pass(6));
    }

    @Entry
    public static Object thisReceiver() {
        return new S18MethodReferencesTarget(3).byThis();
    }

    private Object byThis() {
        Mapping<Integer, Integer> mapping = this::add;
        return mapping.map(pass(4));
    }

    @Entry
    public static Object superReceiver() {
        return new Child().greetBySuper(pass("weft"));
    }

    @Entry
    public static Object nullReceiver() {
        S18MethodReferencesTarget nobody = null;
        try {
            hit();
            Mapping<Integer, Integer> mapping = nobody::add;
            log("not reached " + mapping);
            return "none";
        } catch (NullPointerException e) {
            return pass("caught");
        }
    }

    @Entry
    public static Object boxingAndUnboxing() {
        Mapping<Integer, Integer> mapping = S18MethodReferencesTarget::increment;
        Maker<Integer> maker = () -> increment(pass(1));
        return mapping.map(pass(1)) + maker.make();
    }

    @Entry
    public static Object widening() {
        Widening widening = S18MethodReferencesTarget::increment;
        return widening.widen(pass(41));
    }

    @Entry
    public static Object variableArity() {
        Combination combination = S18MethodReferencesTarget::addAll;
        return combination.combine(new S18MethodReferencesTarget(1), pass(2));
    }

    @Entry
    public static Object resultDropped() {
        Receiver<Object> receiver = S18MethodReferencesTarget::twice;
        receiver.accept(pass("x"));
        return "end";
    }

    @Entry
    public static Object constructorReference() {
        Mapping<Integer, S18MethodReferencesTarget> mapping = S18MethodReferencesTarget::new;
        return mapping.map(pass(8)).add(pass(1));
    }

    @Entry
    public static Object constructorOfJdkClass() {
        Maker<List<Object>> maker = ArrayList::new;
        List<Object> list = maker.make();
        list.add(pass(1));
        return list;
    }

    @Entry
    public static Object arrayConstructor() {
        Mapping<Integer, int[]> mapping = int[]::new;
        return mapping.map(pass(3));
    }

    @Entry
    public static Object referenceToFunctionalInterfaceMethod() {
        Mapping<Object, String> first = S18MethodReferencesTarget::twice;
        Mapping<Object, String> second = first::map;
        return second.map(pass(1)) + pass(2);
    }

    @Entry
    public static Object methodOfJdkClass() {
        Mapping<String, Integer> mapping = String::length;
        return pass(mapping.map(pass("four")));
    }
}

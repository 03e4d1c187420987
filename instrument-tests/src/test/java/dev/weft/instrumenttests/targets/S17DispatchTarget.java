// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.List;

/** Calls through super, bridges, overloads, abstract classes and interface hierarchies. */
@Fiber
public final class S17DispatchTarget {
    private S17DispatchTarget() {}

    @Fiber
    static class Animal implements Cloneable {
        Object sound() {
            return pass("...");
        }

        String describe() {
            return getClass().getSimpleName() + " says " + sound();
        }

        Animal self() {
            hit();
            return this;
        }
    }

    @Fiber
    static class Dog extends Animal {
        @Override
        String sound() {
            return "wuff" + super.sound();
        }

        @Override
        Dog self() {
            log("dog");
            return (Dog) super.self();
        }
    }

    static final class Puppy extends Dog {
        @Override
        String sound() {
            return pass("small ") + super.sound();
        }

        @Override
        String describe() {
            return pass("puppy: ") + super.describe();
        }
    }

    interface Source<T> {
        @Fiber
        T next();
    }

    interface NumberSource<N extends Number> extends Source<N> {
        @Override
        @Fiber
        N next();
    }

    abstract static class AbstractSource<T> implements Source<T> {
        @Fiber
        T twice() {
            next();
            return next();
        }
    }

    static final class Numbers extends AbstractSource<Integer> implements NumberSource<Integer> {
        private int n;

        @Override
        public Integer next() {
            return pass(n++);
        }
    }

    static class Comparison<T extends Comparable<T>> {
        @Fiber
        int compare(T a, T b) {
            return pass(a).compareTo(pass(b));
        }
    }

    static final class StringComparison extends Comparison<String> {
        @Override
        int compare(String a, String b) {
            return -super.compare(a, b);
        }
    }

    static String over(Object value) {
        return "object " + pass(value);
    }

    static String over(String value) {
        return "string " + over((Object) value);
    }

    static String over(int value) {
        return "int " + over((long) value);
    }

    static String over(long value) {
        return "long " + pass(value);
    }

    static String over(Object... values) {
        return "many " + pass(values.length);
    }

    @Entry
    public static Object superCalls() {
        return new Animal().describe() + new Dog().describe() + new Puppy().describe();
    }

    @Entry
    public static Object covariantResultByBridge() {
        Animal animal = new Puppy();
        return animal.sound() + animal.self().describe();
    }

    @Entry
    public static Object genericInterfaceByBridge() {
        Source<? extends Number> source = new Numbers();
        NumberSource<Integer> numbers = new Numbers();
        return source.next().intValue() + source.next().longValue() + numbers.next() + numbers.next();
    }

    @Entry
    public static Object abstractClassThatImplementsAnInterface() {
        AbstractSource<Integer> source = new Numbers();
        return source.twice() + source.next();
    }

    @Entry
    public static Object genericParameterByBridge() {
        Comparison<String> comparison = new StringComparison();
        return comparison.compare("a", "b") + ":" + new Comparison<Integer>().compare(1, pass(2));
    }

    @Entry
    public static Object overloadChain() {
        return over("s") + over(1) + over(2L) + over('c') + over(1, "2") + over((Object) pass("o"));
    }

    @Entry
    public static Object polymorphicCallsInALoop() {
        String text = "";
        for (Animal animal : List.of(new Animal(), new Dog(), new Puppy(), new Dog())) {
            text += animal.sound() + ",";
        }
        return text;
    }

    @Entry
    public static Object methodOfObjectOverridden() {
        Object object = new Object() {
            @Override
            public String toString() {
                return "plain text";
            }
        };
        hit();
        return pass(object).toString() + object.equals(object);
    }

    @Entry
    public static Object castToInterfaceAndBack() {
        Object numbers = pass(new Numbers());
        int first = ((Source<?>) numbers).next().hashCode();
        return first + ((Numbers) numbers).twice();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Generic methods, bounded and intersection types, wildcards and variable arity. */
@Fiber
public final class GenericsTarget {
    private GenericsTarget() {}

    @Fiber
    static class Cell<T> {
        private T value;

        Cell(T value) {
            this.value = value;
        }

        T get() {
            return pass(value);
        }

        <U extends T> T swap(U next) {
            T old = get();
            hit();
            value = next;
            return old;
        }
    }

    @Fiber
    static final class IntCell extends Cell<Integer> {
        IntCell(int value) {
            super(value);
        }

        @Override
        Integer get() {
            return super.get() + 1;
        }
    }

    @SafeVarargs
    static <T> List<T> listOf(T... values) {
        List<T> list = new ArrayList<>();
        for (T value : values) {
            list.add(pass(value));
        }
        return list;
    }

    static <T extends Comparable<? super T>> T max(List<? extends T> values) {
        T max = values.get(0);
        for (T value : values) {
            if (pass(value).compareTo(max) > 0) {
                max = value;
            }
        }
        return max;
    }

    static <T extends Number & Comparable<T>> int sign(T a, T b) {
        hit();
        return a.compareTo(pass(b)) + a.intValue();
    }

    @Entry
    public static Object genericClass() {
        Cell<String> cell = new Cell<>(pass("first"));
        return cell.swap("second") + cell.swap(pass("third")) + cell.get().length();
    }

    @Entry
    public static Object bridgeOfGenericClass() {
        Cell<Integer> cell = new IntCell(pass(5));
        return cell.get() + cell.swap(pass(10)) + cell.get();
    }

    @Entry
    public static Object genericVariableArity() {
        return listOf(pass("a"), "b", pass("c"));
    }

    @Entry
    public static Object boundedWildcard() {
        return max(listOf(3, pass(9), 4)) + max(List.of("x", pass("y")));
    }

    @Entry
    public static Object intersectionType() {
        return sign(pass(1), 2) + sign(2.5, pass(1.5));
    }

    @Entry
    public static Object castsInsertedByErasure() {
        List<String> list = listOf("one", pass("two"));
        String last = pass(list).get(pass(1));
        Optional<String> first = pass(Optional.of(list.get(0)));
        return last.length() + first.get().toUpperCase(java.util.Locale.ROOT);
    }

    @Entry
    public static Object comparatorAsValue() {
        Comparator<String> byLength = Comparator.comparing(String::length);
        hit();
        return byLength.compare(pass("a"), pass("bb"));
    }
}

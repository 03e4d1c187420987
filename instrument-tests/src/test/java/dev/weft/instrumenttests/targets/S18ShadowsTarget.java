// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.raise;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** The JDK's functional interfaces: what instrumented code implements, and fiber methods call, suspends. */
@Fiber
public final class S18ShadowsTarget {
    private S18ShadowsTarget() {}

    /** Ends after a number of elements; each step suspends. */
    @Fiber
    public static final class Countdown implements Iterator<Integer> {
        private int left;

        Countdown(int from) {
            left = from;
        }

        @Override
        public boolean hasNext() {
            return pass(left) > 0;
        }

        @Override
        public Integer next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            return pass(left--);
        }

        @Override
        public void remove() {
            log("removed before " + pass(left));
        }
    }

    /** A list whose iterator is made in steps. */
    @Fiber
    public static class Numbers implements Iterable<Integer> {
        @Override
        public Iterator<Integer> iterator() {
            hit();
            return new Countdown(3);
        }
    }

    /** Closing takes its time. */
    @Fiber
    static final class Resource implements Closeable {
        private final String name;

        Resource(String name) {
            this.name = name;
        }

        @Override
        public void close() throws IOException {
            log("closing " + pass(name));
            if (name.equals("broken")) {
                throw new IOException("broken");
            }
        }
    }

    /** The interface is named by the subclass only. */
    @Fiber
    static class Runs {
        public void run() {
            log("runs " + pass(1));
        }
    }

    static final class RunsAsRunnable extends Runs implements Runnable {}

    /** The method is there before the interface, by another interface. */
    public interface Job extends Runnable {
        @Override
        @Fiber
        void run();
    }

    /** A JDK interface under another name. */
    interface Parser extends Function<String, Integer> {}

    /** A narrower method, with a bridge in the interface. */
    interface Answer extends Callable<String> {
        @Override
        @Fiber
        String call();
    }

    @Fiber
    abstract static class Template<T> implements Function<T, String> {
        abstract String inner(T value);

        @Override
        public String apply(T value) {
            return "<" + inner(pass(value)) + ">";
        }
    }

    static void call(Runnable runnable) {
        runnable.run();
    }

    static <V> V call(Callable<V> callable) throws Exception {
        return callable.call();
    }

    static <T> T get(Supplier<? extends T> supplier) {
        return supplier.get();
    }

    static <A, B> B map(Function<? super A, ? extends B> function, A value) {
        return function.apply(value);
    }

    @Entry
    public static Object runnable() {
        List<Object> seen = new ArrayList<>();
        Runnable first = () -> seen.add(pass(1));
        call(first);
        int n = pass(2);
        Runnable capturing = () -> seen.add(pass(n));
        capturing.run();
        capturing.run();
        return seen;
    }

    @Entry
    public static Object callable() throws Exception {
        return call(() -> pass("a") + pass("b"));
    }

    @Entry
    public static Object callableThatFails() {
        try {
            return call(() -> {
                raise(new IOException("checked"));
                return "none";
            });
        } catch (Exception e) {
            return pass(e.getMessage());
        }
    }

    @Entry
    public static Object suppliers() {
        BooleanSupplier yes = () -> pass(true);
        IntSupplier one = () -> pass(1);
        LongSupplier two = () -> pass(2L);
        DoubleSupplier three = () -> pass(3.0);
        Supplier<int[]> four = () -> pass(new int[] {4});
        return get(() -> pass("x"))
                + yes.getAsBoolean()
                + one.getAsInt()
                + two.getAsLong()
                + three.getAsDouble()
                + four.get()[0];
    }

    @Entry
    public static Object consumers() {
        List<Object> seen = new ArrayList<>();
        Consumer<String> a = s -> seen.add(pass(s));
        BiConsumer<String, Integer> b = (s, n) -> seen.add(pass(s) + n);
        IntConsumer c = n -> seen.add(pass(n));
        LongConsumer d = n -> seen.add(pass(n));
        DoubleConsumer e = n -> seen.add(pass(n));
        ObjIntConsumer<String> f = (s, n) -> seen.add(s + pass(n));
        ObjLongConsumer<String> g = (s, n) -> seen.add(s + pass(n));
        ObjDoubleConsumer<String> h = (s, n) -> seen.add(s + pass(n));
        a.accept(pass("a"));
        b.accept("b", pass(1));
        c.accept(2);
        d.accept(pass(3L));
        e.accept(4.5);
        f.accept("f", pass(5));
        g.accept("g", 6L);
        h.accept("h", pass(7.5));
        return seen;
    }

    @Entry
    public static Object functions() {
        IntFunction<String> a = n -> "a" + pass(n);
        LongFunction<String> b = n -> "b" + pass(n);
        DoubleFunction<String> c = n -> "c" + pass(n);
        ToIntFunction<String> d = s -> pass(s).length();
        ToLongFunction<String> e = s -> pass(s).length() + 1L;
        ToDoubleFunction<String> f = s -> pass(s).length() + 0.5;
        BiFunction<String, Long, String> g = (s, n) -> s + pass(n);
        ToIntBiFunction<String, String> h = (s, t) -> pass(s).length() * t.length();
        ToLongBiFunction<String, String> i = (s, t) -> pass(s).length() - (long) t.length();
        ToDoubleBiFunction<String, String> j = (s, t) -> pass(s).length() / (double) t.length();
        return map(s -> pass(s) + "!", "x")
                + a.apply(pass(1))
                + b.apply(2L)
                + c.apply(3.0)
                + d.applyAsInt("four")
                + e.applyAsLong(pass("four"))
                + f.applyAsDouble("five")
                + g.apply("g", pass(6L))
                + h.applyAsInt("ab", pass("abc"))
                + i.applyAsLong("ab", "abc")
                + j.applyAsDouble(pass("a"), "ab");
    }

    @Entry
    public static Object operators() {
        UnaryOperator<String> a = s -> pass(s) + s;
        BinaryOperator<String> b = (s, t) -> pass(t) + s;
        IntUnaryOperator c = n -> pass(n) + 1;
        LongUnaryOperator d = n -> pass(n) + 2;
        DoubleUnaryOperator e = n -> pass(n) / 2;
        IntBinaryOperator f = (m, n) -> pass(m) * n;
        LongBinaryOperator g = (m, n) -> m - pass(n);
        DoubleBinaryOperator h = (m, n) -> m / pass(n);
        return a.apply(pass("a"))
                + b.apply("b", pass("c"))
                + c.applyAsInt(1)
                + d.applyAsLong(pass(1L))
                + e.applyAsDouble(5)
                + f.applyAsInt(3, pass(4))
                + g.applyAsLong(9, 5)
                + h.applyAsDouble(1, pass(4.0));
    }

    @Entry
    public static Object conversions() {
        IntToLongFunction a = n -> pass(n) * 10_000_000_000L;
        IntToDoubleFunction b = n -> pass(n) + 0.25;
        LongToIntFunction c = n -> (int) pass(n);
        LongToDoubleFunction d = n -> pass(n) + 0.5;
        DoubleToIntFunction e = n -> (int) pass(n);
        DoubleToLongFunction f = n -> (long) pass(n);
        return "" + a.applyAsLong(pass(2)) + b.applyAsDouble(3) + c.applyAsInt(pass(4L)) + d.applyAsDouble(5L)
                + e.applyAsInt(6.7) + f.applyAsLong(pass(7.8));
    }

    @Entry
    public static Object predicates() {
        Predicate<String> a = s -> pass(s).isEmpty();
        BiPredicate<String, String> b = (s, t) -> pass(s).equals(t);
        IntPredicate c = n -> pass(n) > 0;
        LongPredicate d = n -> pass(n) > 0;
        DoublePredicate e = n -> pass(n) > 0;
        return "" + a.test(pass("")) + b.test("x", pass("y")) + c.test(1) + d.test(pass(-1L)) + e.test(0.5);
    }

    @Entry
    public static Object comparator() {
        Comparator<String> byLength = (a, b) -> Integer.compare(pass(a).length(), b.length());
        String[] words = {"ccc", "a", "bb"};
        for (int i = 1; i < words.length; i++) {
            for (int j = i; j > 0 && byLength.compare(words[j - 1], words[j]) > 0; j--) {
                String word = words[j];
                words[j] = words[j - 1];
                words[j - 1] = pass(word);
            }
        }
        return Arrays.asList(words);
    }

    @Entry
    public static Object forEachLoop() {
        int sum = 0;
        for (int n : new Numbers()) {
            sum = sum * 10 + pass(n);
        }
        Iterable<Integer> byInterface = new Numbers();
        for (int n : byInterface) {
            sum = sum * 10 + n;
        }
        Iterable<Integer> byLambda = () -> new Countdown(pass(2));
        for (int n : byLambda) {
            sum = sum * 10 + n;
        }
        return sum;
    }

    @Entry
    public static Object iteratorOfTheJdkAndOurs() {
        List<Iterator<Integer>> iterators = List.of(List.of(7, 8).iterator(), new Countdown(2));
        List<Object> seen = new ArrayList<>();
        for (Iterator<Integer> i : iterators) {
            while (i.hasNext()) {
                seen.add(i.next());
                hit();
            }
        }
        iterators.get(1).remove();
        return seen;
    }

    @Entry
    public static Object tryWithResources() {
        try (Resource first = new Resource(pass("first"));
                AutoCloseable second = new Resource("broken");
                Closeable third = () -> log("closing " + pass("third"))) {
            log("body " + first.name + (second == null) + (third == null));
            return throwing("body");
        } catch (Exception e) {
            return pass(e.getMessage()) + Arrays.toString(e.getSuppressed());
        }
    }

    @Entry
    public static Object interfaceOfTheSubclassOnly() {
        Runnable runnable = new RunsAsRunnable();
        runnable.run();
        return pass("end");
    }

    @Entry
    public static Object ownInterfaceThatNarrows() {
        Job job = () -> log("job " + pass(1));
        job.run();
        Runnable runnable = job;
        runnable.run();
        Parser parser = s -> pass(s).length();
        Function<String, Integer> function = parser;
        return parser.apply("four") + function.apply(pass("seven"));
    }

    @Entry
    public static Object bridgedLambda() throws Exception {
        Answer answer = () -> pass("answer");
        Callable<String> callable = answer;
        return callable.call();
    }

    @Entry
    public static Object genericTemplate() {
        Function<Integer, String> template = new Template<>() {
            @Override
            String inner(Integer value) {
                return "i" + pass(value);
            }
        };
        return template.apply(pass(5)) + map(template, 6);
    }

    @Entry
    public static Object methodReferences() {
        Supplier<String> supplier = () -> pass("s");
        Supplier<String> again = supplier::get;
        Function<Integer, Integer> function = Points::pass;
        IntFunction<Integer> boxing = Points::pass;
        Function<Integer, Countdown> constructor = Countdown::new;
        Function<Countdown, Integer> unbound = Countdown::next;
        return again.get() + function.apply(1) + boxing.apply(2) + unbound.apply(constructor.apply(pass(3)));
    }

    @Entry
    public static Object nestedLambdas() {
        Function<String, Supplier<String>> outer = s -> {
            String passed = pass(s);
            return () -> passed + pass("inner");
        };
        Function<String, String> composed = s -> map(outer, s).get() + map(x -> pass(x) + "?", s);
        return composed.apply(pass("a"));
    }

    @Entry
    public static Object exceptionFromALambda() {
        Runnable failing = () -> throwing("in the lambda");
        try {
            call(failing);
            return "none";
        } catch (IllegalStateException e) {
            return pass(e.getMessage());
        }
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object functionsOfTheJdkBetween() {
        Function<String, String> first = s -> pass(s) + 1;
        Function<String, String> both = first.andThen(s -> pass(s) + 2);
        Comparator<String> reversed = ((Comparator<String>) (a, b) -> pass(a).compareTo(b)).reversed();
        return both.apply(pass("a")) + reversed.compare("a", "b") + first.apply("c");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object serializableLambda() {
        hit();
        Runnable kept = (Runnable & Serializable) () -> log("kept " + pass(1));
        kept.run();
        return pass("end");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object proxyOfTheShadows() {
        hit();
        Class<?>[] interfaces = RunsAsRunnable.class.getInterfaces();
        Runnable target = new RunsAsRunnable();
        Runnable proxy = (Runnable)
                Proxy.newProxyInstance(RunsAsRunnable.class.getClassLoader(), interfaces, (self, method, arguments) -> {
                    log(method.getName() + method.getParameterCount());
                    return method.invoke(target, arguments);
                });
        proxy.run();
        return pass("end");
    }

    @Entry
    public static Object insideArguments() {
        Function<Integer, Integer> increment = n -> pass(n) + 1;
        IntBinaryOperator minus = (a, b) -> pass(a) - b;
        return new StringBuilder("=")
                .append(increment.apply(pass(1)))
                .append(minus.applyAsInt(increment.apply(2), increment.apply(pass(3))))
                .toString();
    }
}

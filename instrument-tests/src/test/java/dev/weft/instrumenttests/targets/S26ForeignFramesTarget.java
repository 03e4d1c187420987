// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import dev.weft.instrumenttests.targets.foreign.UninstrumentedOverride;
import dev.weft.instrumenttests.targets.foreign.UninstrumentedRunner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fiber methods below frames that are not instrumented: nothing suspends across them, and nothing is run twice. */
@Fiber
public final class S26ForeignFramesTarget {
    private S26ForeignFramesTarget() {}

    /** Implemented by instrumented classes, by excluded ones and by proxies. */
    @FunctionalInterface
    public interface Service {
        /** Answers. */
        @Fiber
        String serve(String request);

        /** Answers twice. */
        @Fiber
        default String serveTwice(String request) {
            return serve(request) + pass("+") + serve(request);
        }
    }

    /** Extended by an excluded class. */
    @Fiber
    public static class Base {
        /** Overridden by the excluded class. */
        public String work(String task) {
            return "base " + pass(task);
        }

        /** Calls the one that is overridden. */
        public String twice(String task) {
            return work(task) + pass("+") + work(task);
        }
    }

    @Fiber
    static final class BelowForeign extends UninstrumentedOverride {
        @Override
        public String work(String task) {
            return pass("below ") + super.work(task);
        }
    }

    /** Called by reflection. */
    public static String reflected(String text) {
        log("reflected");
        return pass(text);
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object listForEach() {
        List<Object> seen = new ArrayList<>();
        List.of(1, 2, 3).forEach(n -> seen.add(pass(n)));
        return pass(seen);
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object streamMap() {
        return pass(Stream.of("a", "b").map(s -> pass(s) + s).collect(Collectors.toList()));
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object comparator() {
        List<Integer> numbers = new ArrayList<>(List.of(3, 1, 2));
        numbers.sort((a, b) -> Integer.compare(pass(a), pass(b)));
        return pass(numbers);
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object reflection() throws ReflectiveOperationException {
        Method method = S26ForeignFramesTarget.class.getMethod("reflected", String.class);
        return (String) method.invoke(null, pass("a")) + pass("b");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object methodHandle() throws Throwable {
        var handle = MethodHandles.lookup()
                .findStatic(
                        S26ForeignFramesTarget.class, "reflected", MethodType.methodType(String.class, String.class));
        return (String) handle.invokeExact(pass("a")) + pass("b");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object jdkProxy() {
        Service target = request -> "served " + pass(request);
        InvocationHandler handler = (proxy, method, arguments) -> {
            log(method.getName() + " " + method.getParameterCount());
            return method.invoke(target, arguments);
        };
        Service proxy = (Service)
                Proxy.newProxyInstance(Service.class.getClassLoader(), new Class<?>[] {Service.class}, handler);
        return proxy.serve(pass("a")) + pass("!");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object proxyOfDefaultMethod() {
        InvocationHandler handler = (proxy, method, arguments) -> method.getName() + pass(arguments[0]);
        Service proxy = (Service)
                Proxy.newProxyInstance(Service.class.getClassLoader(), new Class<?>[] {Service.class}, handler);
        return proxy.serveTwice(pass("a")) + pass("!");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object completableFuture() {
        return pass(CompletableFuture.completedFuture("a")
                .thenApply(s -> pass(s) + "b")
                .thenApply(s -> pass(s) + "c")
                .join());
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object mapComputeIfAbsent() {
        Map<String, Integer> map = new TreeMap<>();
        map.computeIfAbsent(pass("a"), key -> pass(1));
        map.merge("a", pass(2), (x, y) -> pass(x) * 10 + y);
        return map;
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object uninstrumentedOverrideIsNotBypassed() {
        Base base = new UninstrumentedOverride();
        return base.work(pass("task")) + pass("!");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object instrumentedCallsUninstrumentedOverride() {
        return new UninstrumentedOverride().twice(pass("task")) + new Base().twice("task");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object uninstrumentedBetweenTwoInstrumented() {
        Base base = new BelowForeign();
        return base.twice(pass("task"));
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object uninstrumentedClassCallsLambda() {
        return UninstrumentedRunner.serveBy(request -> "served " + pass(request), pass("a")) + pass("!");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object uninstrumentedImplementation() {
        Service service = UninstrumentedRunner.service();
        return service.serve(pass("a")) + service.serveTwice("b") + pass("!");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object exceptionThroughForeignFrame() {
        try {
            List.of(1, 2).forEach(n -> {
                if (pass(n) == 2) {
                    Points.throwing("second");
                }
            });
        } catch (IllegalStateException e) {
            hit();
            log(e);
        }
        return "end";
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object exceptionThroughReflection() throws ReflectiveOperationException {
        Method method = S26ForeignFramesTarget.class.getMethod("failing");
        try {
            method.invoke(null);
        } catch (InvocationTargetException e) {
            hit();
            log(e);
        }
        return "end";
    }

    /** Called by reflection. */
    public static void failing() {
        Points.throwing("by reflection");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object toStringCalledByConcatenation() {
        Object object = new Object() {
            @Override
            public String toString() {
                return pass("text");
            }
        };
        return pass("a") + object;
    }
}

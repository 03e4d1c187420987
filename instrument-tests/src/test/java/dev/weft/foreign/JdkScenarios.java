// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import static dev.weft.foreign.Coins.Expect.PINS;
import static dev.weft.foreign.Coins.Expect.SUSPENDS;
import static dev.weft.foreign.Coins.check;

import dev.weft.abi.Continuation;
import dev.weft.foreign.plain.PlainTill;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The JDK calls fiber methods: by reflection, by method handles, in callbacks. */
final class JdkScenarios {
    private JdkScenarios() {}

    static void run() throws Exception {
        reflection();
        handles();
        callbacks();
    }

    private static void reflection() throws Exception {
        Method take = Shop.class.getMethod("take", String.class);
        check("reflection", PINS, 1, 1, List.of(), () -> {
            Shop shop = Coins.shop();
            return take.invoke(shop, "me");
        });
        check("reflection on an interface", PINS, 2, 102, List.of(), () -> {
            Method twice = Till.class.getMethod("takeTwice", String.class);
            Shop shop = Coins.shop();
            return twice.invoke(shop, "me");
        });
        check("members that are seen by reflection", SUSPENDS, 0, List.of("take", "take synthetic"), List.of(), () -> {
            List<String> seen = new ArrayList<>();
            for (Method method : Shop.class.getMethods()) {
                if (!method.getName().equals("take")) continue;
                boolean isFiberEntry = Arrays.asList(method.getParameterTypes()).contains(Continuation.class);
                if (isFiberEntry != method.isSynthetic()) seen.add("odd " + method);
                seen.add(method.getName() + (method.isSynthetic() ? " synthetic" : ""));
            }
            seen.sort(null);
            return seen;
        });
        check("service loader", PINS, 1, 2001, List.of(), () -> {
            Till till = ServiceLoader.load(Till.class, Till.class.getClassLoader())
                    .findFirst()
                    .orElseThrow();
            if (till.getClass() != PlainTill.class) throw new AssertionError(till);
            return till.take("me");
        });
    }

    private static void handles() throws Exception {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle take = lookup.findVirtual(Shop.class, "take", MethodType.methodType(int.class, String.class));
        check("method handle", PINS, 1, 1, List.of(), () -> {
            Shop shop = Coins.shop();
            try {
                return (int) take.invokeExact(shop, "me");
            } catch (Throwable t) {
                throw new IllegalStateException(t);
            }
        });
        check("interface around a method handle", PINS, 1, 1, List.of(), () -> {
            Counter counter = MethodHandleProxies.asInterfaceInstance(Counter.class, take.bindTo(Coins.shop()));
            return counter.take("me");
        });
    }

    private static void callbacks() {
        check("sequential stream", PINS, 3, List.of(1, 2, 3), List.of(), () -> {
            Shop shop = Coins.shop();
            return Stream.of("a", "b", "c").map(shop::take).collect(Collectors.toList());
        });
        check("parallel stream", PINS, 64, 64 * 65 / 2, List.of(), () -> {
            Shop shop = Coins.shop();
            return IntStream.range(0, 64).parallel().map(i -> shop.take("" + i)).sum();
        });
        check("future's callbacks", PINS, 2, 102, List.of(), () -> {
            Shop shop = Coins.shop();
            return CompletableFuture.completedFuture("me")
                    .thenApply(who -> shop.take(who) * 100)
                    .thenCombine(CompletableFuture.completedFuture("you"), (sum, who) -> sum + shop.take(who))
                    .join();
        });
        check("future completed by another fiber", PINS, 1, 1, List.of(), () -> {
            Shop shop = Coins.shop();
            CompletableFuture<String> who = new CompletableFuture<>();
            CompletableFuture<Integer> taken = who.thenApply(shop::take);
            dev.weft.Routine<?> completing = dev.weft.Weft.go(() -> {
                who.complete("me");
            });
            completing.join();
            return taken.join();
        });
        check("comparator", PINS, 1, List.of(1, 2), List.of(), () -> {
            Shop shop = Coins.shop();
            List<Integer> list = new ArrayList<>(List.of(2, 1));
            list.sort((a, b) -> shop.take("me") * Integer.compare(a, b));
            return list;
        });
        check("tree map", PINS, 4, "{1=a, 2=b, 3=c}", List.of(), () -> {
            Shop shop = Coins.shop();
            TreeMap<Integer, String> map = new TreeMap<>((a, b) -> {
                int coin = shop.take("me");
                return coin > 0 ? Integer.compare(a, b) : 0;
            });
            map.put(2, "b");
            map.put(1, "a");
            map.put(3, "c");
            return map.toString();
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import static dev.weft.foreign.Coins.Expect.PINS;
import static dev.weft.foreign.Coins.Expect.SUSPENDS;
import static dev.weft.foreign.Coins.called;
import static dev.weft.foreign.Coins.check;
import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.returns;

import dev.weft.Task;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import javassist.util.proxy.ProxyObject;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.SuperMethodCall;
import net.bytebuddy.implementation.bind.annotation.AllArguments;
import net.bytebuddy.implementation.bind.annotation.Origin;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.cglib.proxy.Enhancer;

/** Generated classes override fiber methods, and fiber entries. */
public final class ForwarderScenarios {
    private static final List<String> ONE = List.of("take 1", "done 1");
    private static final List<String> THREE = List.of("take 1", "done 1", "take 1", "done 2", "take 1", "done 3");

    private ForwarderScenarios() {}

    static void run() throws Exception {
        for (String kind : List.of("to super", "to a target")) {
            boolean toSuper = kind.equals("to super");
            shop("cglib " + kind, () -> cglib(toSuper));
            shop("javassist " + kind, () -> javassist(toSuper));
        }
        shop("spring-aop by class", ForwarderScenarios::springByClass);
        shop("byte-buddy delegation", () -> byteBuddy(false));
        shop("byte-buddy delegation, synthetic methods too", () -> byteBuddy(true));
        byteBuddyWithoutHandler();
        till("jdk proxy", ForwarderScenarios::jdkProxy);
        till("spring-aop by interface", ForwarderScenarios::springByInterface);
    }

    // ---------------------------------------------------------------- ways to call

    private interface Source<T> {
        T get() throws Exception;
    }

    private static void shop(String name, Source<Shop> source) {
        check(name, PINS, 1, 1, ONE, () -> {
            Shop shop = source.get();
            return shop.take("me");
        });
        check(name + ", as its interface", PINS, 1, 1, ONE, () -> {
            Till till = source.get();
            return till.take("me");
        });
        check(name + ", by a final method", PINS, 1, 1, ONE, () -> {
            Shop shop = source.get();
            return shop.fixed("me");
        });
        check(name + ", by a method reference", PINS, 1, 1, ONE, () -> {
            Shop shop = source.get();
            Till reference = shop::take;
            return reference.take("me");
        });
        check(name + ", by an unbound method reference", PINS, 1, 1, ONE, () -> {
            Shop shop = source.get();
            return call(Shop::take, shop);
        });
        check(name + ", in the middle of an expression", PINS, 1, 2_001, ONE, () -> {
            Shop shop = source.get();
            long[] sums = {1_000, 0};
            sums[1] = sums[0] + shop.take("me") + thousand();
            return (int) sums[1];
        });
        check(name + ", in a try block", PINS, 0, "no coin", List.of("take 1", "failed"), () -> {
            Shop shop = source.get();
            try {
                return String.valueOf(shop.take(null));
            } catch (NullPointerException e) {
                return "no coin";
            }
        });
    }

    private static int thousand() {
        return 1_000;
    }

    /** A functional interface with the receiver as its first argument. */
    interface Taking {
        @dev.weft.Fiber
        int take(Shop shop, String who);
    }

    @dev.weft.Fiber
    private static int call(Taking taking, Shop shop) {
        return taking.take(shop, "me");
    }

    private static void till(String name, Source<Till> source) {
        check(name, PINS, 1, 1, ONE, () -> {
            Till till = source.get();
            return till.take("me");
        });
        check(name + ", default method", PINS, 2, 102, List.of("takeTwice 1", "done 102"), () -> {
            Till till = source.get();
            return till.takeTwice("me");
        });
        check(name + ", by a method reference", PINS, 1, 1, ONE, () -> {
            Till till = source.get();
            Till reference = till::take;
            return reference.take("me");
        });
    }

    // ---------------------------------------------------------------- handlers

    /** Around a call: what it is given and what comes back. */
    private static Object around(Method method, Object[] arguments, Callable<?> call) throws Exception {
        if (method.getDeclaringClass() == Object.class) return call.call();
        called(method.getName() + " " + arguments.length);
        try {
            Object result = call.call();
            called("done " + result);
            return result;
        } catch (Exception e) {
            called("failed");
            throw e;
        }
    }

    private static Callable<?> on(Object target, Method method, Object[] arguments) {
        return () -> {
            try {
                return method.invoke(target, arguments);
            } catch (java.lang.reflect.InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                throw e;
            }
        };
    }

    private static Shop cglib(boolean toSuper) {
        Shop target = Coins.shop();
        Enhancer enhancer = new Enhancer();
        enhancer.setSuperclass(Shop.class);
        enhancer.setCallback((org.springframework.cglib.proxy.MethodInterceptor) (self, method, arguments, proxy) -> {
            if (!method.getName().equals("take")) return invoke(() -> proxy.invokeSuper(self, arguments));
            return around(
                    method,
                    arguments,
                    () -> invoke(
                            toSuper
                                    ? () -> proxy.invokeSuper(self, arguments)
                                    : () -> proxy.invoke(target, arguments)));
        });
        return (Shop) enhancer.create();
    }

    private interface Throwing {
        Object run() throws Throwable;
    }

    private static Object invoke(Throwing body) throws Exception {
        try {
            return body.run();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static Shop springByClass() {
        ProxyFactory factory = new ProxyFactory(Coins.shop());
        factory.setProxyTargetClass(true);
        factory.addAdvice(advice());
        return (Shop) factory.getProxy();
    }

    private static Till springByInterface() {
        ProxyFactory factory = new ProxyFactory(Coins.shop());
        factory.addAdvice(advice());
        return (Till) factory.getProxy();
    }

    private static MethodInterceptor advice() {
        return invocation -> {
            if (!invocation.getMethod().getName().startsWith("take")) return invocation.proceed();
            return around(invocation.getMethod(), invocation.getArguments(), () -> invoke(invocation::proceed));
        };
    }

    private static Shop javassist(boolean toSuper) throws Exception {
        Shop target = Coins.shop();
        javassist.util.proxy.ProxyFactory factory = new javassist.util.proxy.ProxyFactory();
        factory.setSuperclass(Shop.class);
        Shop shop = (Shop) factory.createClass().getDeclaredConstructor().newInstance();
        ((ProxyObject) shop).setHandler((self, method, proceed, arguments) -> {
            Callable<?> call = toSuper ? on(self, proceed, arguments) : on(target, method, arguments);
            if (!method.getName().equals("take"))
                return on(self, proceed, arguments).call();
            return around(method, arguments, call);
        });
        return shop;
    }

    /** The interceptor of the generated classes. */
    public static final class Interceptor {
        private Interceptor() {}

        /** Calls super. */
        @RuntimeType
        public static Object intercept(
                @Origin Method method, @AllArguments Object[] arguments, @SuperCall Callable<?> call) throws Exception {
            return method.getName().equals("take") ? around(method, arguments, call) : call.call();
        }
    }

    private static Shop byteBuddy(boolean synthetic) throws Exception {
        ByteBuddy byteBuddy = synthetic ? new ByteBuddy().ignore(none()) : new ByteBuddy();
        return byteBuddy
                .subclass(Shop.class)
                .method(isDeclaredBy(Shop.class))
                .intercept(MethodDelegation.to(Interceptor.class))
                .make()
                .load(Shop.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                .getLoaded()
                .getDeclaredConstructor()
                .newInstance();
    }

    /** Subclasses whose overrides call super themselves: whether they suspend depends on who instruments them. */
    private static void byteBuddyWithoutHandler() {
        Task<Shop> callsSuper = () -> new ByteBuddy()
                .ignore(none())
                .subclass(Shop.class)
                .method(any().and(isDeclaredBy(Shop.class)))
                .intercept(SuperMethodCall.INSTANCE)
                .make()
                .load(Shop.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                .getLoaded()
                .getDeclaredConstructor()
                .newInstance();
        check("byte-buddy, all methods call super", PINS, 3, 10203, List.of(), () -> {
            Shop shop = callsSuper.run();
            return shop.takeThrice("me");
        });
        check("byte-buddy, a wide call", PINS, 1, 1111, List.of(), () -> {
            Shop shop = callsSuper.run();
            return (int) (shop.sum(1000, "me", 100.5, 10));
        });
        check("byte-buddy, forwards to a field's method", PINS, 1, 1, List.of(), () -> {
            Shop target = Coins.shop();
            Shop shop = new ByteBuddy()
                    .ignore(none())
                    .subclass(Shop.class)
                    .method(returns(int.class).and(isDeclaredBy(Shop.class)))
                    .intercept(MethodCall.invokeSelf().on(target).withAllArguments())
                    .make()
                    .load(Shop.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                    .getLoaded()
                    .getDeclaredConstructor()
                    .newInstance();
            return shop.take("me");
        });
        check("the target itself", SUSPENDS, 1, 1, List.of(), () -> {
            Shop target = Coins.shop();
            return target.take("me");
        });
    }

    private static Till jdkProxy() {
        Shop target = Coins.shop();
        return (Till) Proxy.newProxyInstance(
                Till.class.getClassLoader(),
                new Class<?>[] {Till.class},
                (self, method, arguments) -> around(method, arguments, on(target, method, arguments)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.Fiber;
import dev.weft.Weft;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tells what fibers have of their own, on one carrier. */
public final class IdentityMain {
    private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
    private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

    private IdentityMain() {}

    /** Prints a line for each. */
    public static void main(String[] args) throws Exception {
        say("what another fiber has set", Weft.run(() -> leftBy(() -> LOCAL.set("found"))));
        say("in one blocking task", Weft.run(() -> inOneTask()));
        INHERITABLE.set("found");
        say("inherited", Weft.run(() -> INHERITABLE.get()));
        say(
                "name",
                Weft.run(() -> Weft.go("named", () -> Thread.currentThread().getName())
                        .join()
                        .equals("named")));
        say("class loader", Weft.run(() -> hasOwnLoader()));
        say("interrupt flag", Weft.run(() -> hasOwnFlag()));
        System.exit(0);
    }

    private static void say(String what, @Nullable Object found) {
        System.out.println(what + ": " + found);
    }

    @Fiber
    private static @Nullable String leftBy(dev.weft.Action action) {
        Weft.go(action).join();
        return LOCAL.get();
    }

    /** It stays on its thread whatever happens, also where locals are the threads'. */
    @Fiber
    private static @Nullable String inOneTask() throws Exception {
        AtomicReference<@Nullable String> found = new AtomicReference<>();
        Weft.blocking(() -> {
            LOCAL.set("found");
            try {
                Thread.sleep(1);
                found.set(LOCAL.get());
            } finally {
                LOCAL.remove();
            }
        });
        return found.get();
    }

    @Fiber
    private static boolean hasOwnLoader() throws Exception {
        ClassLoader usual = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new URLClassLoader(new URL[0]);
        Thread.currentThread().setContextClassLoader(own);
        AtomicReference<@Nullable ClassLoader> found = new AtomicReference<>();
        Weft.blocking(() -> found.set(Thread.currentThread().getContextClassLoader()));
        ClassLoader inherited =
                Weft.go(() -> Thread.currentThread().getContextClassLoader()).join();
        Thread.currentThread().setContextClassLoader(usual);
        ClassLoader others =
                Weft.go(() -> Thread.currentThread().getContextClassLoader()).join();
        return found.get() == own && inherited == own && others == usual;
    }

    @Fiber
    private static boolean hasOwnFlag() {
        Thread.currentThread().interrupt();
        var others = Weft.go(() -> Thread.currentThread().isInterrupted());
        Weft.yield();
        return Thread.interrupted() && !others.join();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.coexistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Loads the same program in many ways, and prints what each one computes.
 *
 * <p>Arguments: the folder of the program, the runtime, the folder of the program as instrumented at build time.
 */
public final class LoadersMain {
    private static final PrintStream OUT = System.out;
    private static final int THREADS = 8;

    private final URL app;
    private final URL runtime;
    private final Path instrumented;

    private LoadersMain(String[] args) throws Exception {
        app = Path.of(args[0]).toUri().toURL();
        runtime = Path.of(args[1]).toUri().toURL();
        instrumented = Path.of(args[2]);
    }

    /** Runs all. */
    public static void main(String[] args) throws Exception {
        LoadersMain main = new LoadersMain(args);
        main.isolated();
        main.parentLast();
        main.bundles();
        main.defined();
        main.concurrently();
        main.nothingIsInitialized();
        System.exit(0);
    }

    private static void print(String what, Object result) {
        OUT.println(what + ": " + result);
    }

    private static Object count(ClassLoader loader) throws Exception {
        return loader.loadClass("app.Counter").getMethod("count").invoke(null);
    }

    private void isolated() throws Exception {
        URLClassLoader one = new URLClassLoader(new URL[] {app, runtime}, ClassLoader.getPlatformClassLoader());
        URLClassLoader other = new URLClassLoader(new URL[] {app, runtime}, ClassLoader.getPlatformClassLoader());
        print("isolated", count(one) + ", " + count(other));
        boolean differ = one.loadClass("dev.weft.abi.Continuation") != other.loadClass("dev.weft.abi.Continuation");
        print("isolated runtimes", differ);
    }

    private void parentLast() throws Exception {
        ClassLoader system = LoadersMain.class.getClassLoader();
        print("parent last", count(new Restricted(new URL[] {app, runtime}, system, n -> false)));
        print(
                "parent last, shared runtime",
                count(new Restricted(new URL[] {app}, system, n -> n.startsWith("dev.weft."))));
    }

    /** Loaders that see of others only the packages that they import. */
    private void bundles() throws Exception {
        ClassLoader system = LoadersMain.class.getClassLoader();
        print("bundle", count(new Restricted(new URL[] {app}, system, n -> n.startsWith("dev.weft."))));
        Restricted unaware = new Restricted(new URL[] {app}, system, n -> n.startsWith("dev.weft.Fiber"));
        print(
                "bundle without the runtime",
                unaware.loadClass("app.Plain").getMethod("twice").invoke(null));
    }

    private void defined() throws Exception {
        URLClassLoader loader = new URLClassLoader(new URL[] {app, runtime}, ClassLoader.getPlatformClassLoader());
        Class<?> host = loader.loadClass("app.Host");
        MethodHandles.Lookup lookup =
                (MethodHandles.Lookup) host.getMethod("lookup").invoke(null);
        byte[] plain = bytes(loader, "app/Defined.class");
        Class<?> hidden = lookup.defineHiddenClass(plain, true).lookupClass();
        print("hidden class, not instrumented", run(host, hidden));
        byte[] build = Files.readAllBytes(instrumented.resolve("app/Defined.class"));
        print(
                "hidden class, instrumented",
                run(host, lookup.defineHiddenClass(build, true).lookupClass()));
        print("defined by a lookup", run(host, lookup.defineClass(plain)));
    }

    private static Object run(Class<?> host, Class<?> type) throws Exception {
        return host.getMethod("run", Object.class)
                .invoke(null, type.getDeclaredConstructor().newInstance());
    }

    private static byte[] bytes(ClassLoader loader, String resource) throws IOException {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    private void concurrently() throws Exception {
        URL[] urls = {app, runtime};
        List<ClassLoader> loaders = List.of(
                new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()),
                new Restricted(urls, LoadersMain.class.getClassLoader(), n -> false));
        for (ClassLoader loader : loaders) {
            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<Object>> results = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t;
                results.add(pool.submit(() -> {
                    start.await();
                    for (int i = 0; i < 60; i++) Class.forName("app.C" + (i * 7 + first * 13) % 60, true, loader);
                    return loader.loadClass("app.Chain").getMethod("count").invoke(null);
                }));
            }
            List<Object> distinct = new ArrayList<>();
            for (Future<Object> result : results) if (!distinct.contains(result.get())) distinct.add(result.get());
            print("concurrently", distinct);
            pool.shutdown();
        }
    }

    private void nothingIsInitialized() throws Exception {
        URLClassLoader loader = new URLClassLoader(new URL[] {app, runtime}, ClassLoader.getPlatformClassLoader());
        Class<?> uses = Class.forName("app.Uses", false, loader);
        print("initialized by loading", System.getProperty("app.initialized", "nothing"));
        print("initialized by use", uses.getMethod("use").invoke(null) + System.getProperty("app.initialized"));
    }

    /** Loads classes of its own first, and asks its parent only for some. Not parallel-capable. */
    private static final class Restricted extends ClassLoader {
        private final URLClassLoader own;
        private final Predicate<String> imported;

        Restricted(URL[] urls, ClassLoader parent, Predicate<String> imported) {
            super(parent);
            own = new URLClassLoader(urls, null);
            this.imported = imported;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) return known;
                if (name.startsWith("java.") || imported.test(name)) return super.loadClass(name, resolve);
                String file = name.replace('.', '/') + ".class";
                try (InputStream in = own.getResourceAsStream(file)) {
                    if (in == null) throw new ClassNotFoundException(name);
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }

        @Override
        public URL getResource(String name) {
            URL found = own.getResource(name);
            String type = name.replace('/', '.').replaceFirst("\\.class$", "");
            boolean asksParent = type.startsWith("java.") || imported.test(type);
            return found == null && asksParent ? super.getResource(name) : found;
        }
    }
}

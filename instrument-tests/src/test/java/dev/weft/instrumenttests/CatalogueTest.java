// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Task;
import dev.weft.instrument.Configuration;
import dev.weft.instrument.classify.CallCatalogue;
import dev.weft.instrument.classify.Classifier;
import dev.weft.instrument.classify.ResourceLocator;
import dev.weft.instrument.classify.SpecialCall;
import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.InstrumentedClasses;
import dev.weft.instrumenttests.harness.InstrumentingClassLoader;
import dev.weft.instrumenttests.harness.SourceCompiler;
import dev.weft.sync.concurrent.FiberReentrantLock;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Each line of the agent's catalogue: what it names is there, and while the call blocks, another fiber goes on, though there is one carrier
 * and no stand-in for it.
 */
class CatalogueTest {
    private static final Set<String> SUBSTITUTED = Set.of("fiber", "lock");

    /** A line for one class. */
    private record Line(String treatment, Class<?> type, List<String> methods, String substitute) {
        List<Method> calls() {
            return Stream.of(type.getMethods())
                    .filter(m -> methods.contains(m.getName())
                            || methods.contains(m.getName() + Type.getMethodDescriptor(m)))
                    .filter(m -> !m.isBridge())
                    .toList();
        }
    }

    private static List<Line> lines() {
        return CallCatalogue.standardText()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(CatalogueTest::line)
                .toList();
    }

    private static Line line(String text) {
        int arrow = text.indexOf("->");
        String[] words = (arrow < 0 ? text : text.substring(0, arrow)).strip().split("\\s+");
        String substitute = arrow < 0 ? "" : text.substring(arrow + 2).strip();
        try {
            return new Line(words[0], Class.forName(words[1]), List.of(words).subList(2, words.length), substitute);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(text, e);
        }
    }

    private static @Nullable SpecialCall specialCall(Classifier classifier, Class<?> owner, Method m) {
        int opcode = Modifier.isStatic(m.getModifiers())
                ? Opcodes.INVOKESTATIC
                : owner.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        return classifier.specialCall(opcode, Type.getInternalName(owner), m.getName(), Type.getMethodDescriptor(m));
    }

    @Test
    void eachLineIsUnderstoodAndHasItsSubstitute() throws Exception {
        Classifier classifier = new Classifier(
                Configuration.builder().build(), ResourceLocator.of(CatalogueTest.class.getClassLoader()));
        for (Line line : lines()) {
            if (line.treatment.equals("create") && !line.methods.isEmpty()) {
                for (Method m : line.calls())
                    assertThat(classifier.factoryFor(
                                    Type.getInternalName(line.type), m.getName(), Type.getMethodDescriptor(m)))
                            .as("%s", m)
                            .isEqualTo(line.substitute.replace('.', '/'));
                continue;
            }
            if (line.treatment.equals("create")) {
                for (Constructor<?> c : line.type.getConstructors()) {
                    assertThat(classifier.createdFor(Type.getInternalName(line.type), Type.getConstructorDescriptor(c)))
                            .as("%s", c)
                            .isEqualTo(line.substitute.replace('.', '/'));
                }
                assertThat(line.type).isAssignableFrom(Class.forName(line.substitute));
                continue;
            }
            for (Method m : line.calls()) {
                SpecialCall found = specialCall(classifier, line.type, m);
                if (line.treatment.equals("pin")) assertThat(found).as("%s", m).isNull();
                else assertThat(found).as("%s", m).isNotNull();
                boolean hasSubstitute = found != null && found.substitute() != null;
                assertThat(hasSubstitute).as("%s", m).isEqualTo(SUBSTITUTED.contains(line.treatment));
            }
        }
    }

    // ---------------------------------------------------------------- calls

    private static final String HOST = "catalogue.Calls";

    /** By type and method: makes, of the receiver and what is to be done before, the task that calls it. */
    public static final Map<String, BiFunction<Object, Runnable, Task<Object>>> CALLS = new HashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @BeforeAll
    static void compile() throws Exception {
        StringBuilder source = new StringBuilder("package catalogue;\npublic final class Calls {\n"
                + "    public static void all(java.util.Map<String, java.util.function.BiFunction<Object, Runnable,"
                + " dev.weft.Task<Object>>> calls) {\n");
        for (Line line : lines()) {
            if (!isPlayed(line)) continue;
            for (Method m : line.calls()) source.append(source(line.type, m));
        }
        source.append("    }\n}\n");
        Path file = Files.writeString(folder.resolve("Calls.java"), source);
        CompiledClasses compiled = new CompiledClasses(
                HOST, SourceCompiler.compile(List.of(file), Runtime.version().feature()));
        InstrumentedClasses instrumented =
                InstrumentedClasses.of(compiled, Configuration.builder().build());
        assertThat(instrumented.failures()).isEmpty();
        new InstrumentingClassLoader(instrumented, CatalogueTest.class.getClassLoader())
                .loadClass(HOST)
                .getMethod("all", Map.class)
                .invoke(null, CALLS);
    }

    private static String key(Class<?> type, Method m) {
        return type.getName() + "." + m.getName() + Type.getMethodDescriptor(m);
    }

    private static String source(Class<?> type, Method m) {
        String name = type.getCanonicalName();
        String receiver = Modifier.isStatic(m.getModifiers()) ? name : "((" + name + ") r)";
        String arguments =
                Stream.of(m.getParameterTypes()).map(CatalogueTest::argument).collect(Collectors.joining(", "));
        String call = receiver + "." + m.getName() + "(" + arguments + ")";
        return "        calls.put(\"" + key(type, m) + "\", (r, before) -> () -> { before.run(); "
                + (m.getReturnType() == void.class ? call + "; return null; });\n" : "return " + call + "; });\n");
    }

    /** Times are of an hour or more. */
    private static String argument(Class<?> type) {
        if (type == TimeUnit.class) return "java.util.concurrent.TimeUnit.HOURS";
        if (type == Date.class) return "new java.util.Date(System.currentTimeMillis() + 3_600_000)";
        if (type == Duration.class) return "java.time.Duration.ofHours(1)";
        if (type == long.class) return "3_600_000_000_000L";
        if (type == Object.class) return "\"element\"";
        if (type == boolean.class) return "false";
        if (type.isPrimitive()) return "(" + type + ") 1";
        return "(" + type.getCanonicalName() + ") null";
    }

    // ---------------------------------------------------------------- what they block on

    /** Something that a call blocks on: what the fiber does before, and what ends it, if anything but a cancellation does. */
    private record Scene(
            Object receiver, Runnable before, @Nullable Runnable release) {
        Scene(Object receiver, Runnable release) {
            this(receiver, () -> {}, release);
        }
    }

    /** The JDK's object, and the one that instrumented code creates in its place. */
    private static List<Object> both(Class<?> type, Object... arguments) {
        List<Object> objects = new ArrayList<>();
        for (String name :
                new String[] {type.getName(), CallCatalogue.standard().createdFor(Type.getInternalName(type))}) {
            if (name == null) continue;
            try {
                for (Constructor<?> c : Class.forName(name.replace('/', '.')).getConstructors()) {
                    if (takes(c, arguments)) {
                        objects.add(c.newInstance(arguments));
                        break;
                    }
                }
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(name, e);
            }
        }
        return objects;
    }

    private static boolean takes(Constructor<?> c, Object... arguments) {
        Class<?>[] parameters = c.getParameterTypes();
        if (parameters.length != arguments.length) return false;
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] != (arguments[i] instanceof Integer ? int.class : Object.class)) return false;
        }
        return true;
    }

    /** Not every class of the JDK's that reads files or sockets can be made to block here. */
    private static boolean isPlayed(Line line) {
        if (SUBSTITUTED.contains(line.treatment)) return true;
        Set<Class<?>> others = Set.of(InputStream.class, Thread.class, StampedLock.class);
        return line.substitute.isEmpty()
                && !line.treatment.equals("pin")
                && (line.type.isInterface() || others.contains(line.type));
    }

    private static List<Scene> scenes(Line line, Method m) {
        String substitute = line.substitute.substring(line.substitute.lastIndexOf('.') + 1);
        return switch (substitute) {
            case "Locks" ->
                m.getName().equals("unlock") || key(line.type, m).endsWith("tryLock()Z")
                        ? List.of()
                        : heldLocks(line.type);
            case "Conditions" -> conditions();
            case "Semaphores" ->
                both(Semaphore.class, 0).stream()
                        .map(s -> new Scene(s, () -> ((Semaphore) s).release(5)))
                        .toList();
            case "CountDownLatches" ->
                both(CountDownLatch.class, 1).stream()
                        .map(l -> new Scene(l, () -> ((CountDownLatch) l).countDown()))
                        .toList();
            case "CyclicBarriers" ->
                both(CyclicBarrier.class, 2).stream()
                        .map(b -> new Scene(b, () -> meet((CyclicBarrier) b)))
                        .toList();
            case "BlockingQueues", "BlockingDeques", "TransferQueues" -> queues(line.type, m.getName());
            case "Futures" -> futures(line.type);
            case "Threads" ->
                m.getName().equals("yield") ? List.of() : List.of(new Scene(TimeUnit.HOURS, () -> {}, null));
            case "HttpClients" -> List.of(); // HttpIT
            case "", "DataSources" -> inPool(line.type, m);
            default -> throw new AssertionError("no scene for " + line);
        };
    }

    /** Those of the JDK block the carrier, and aren't played. */
    private static List<Scene> heldLocks(Class<?> type) {
        List<Scene> scenes = new ArrayList<>();
        String name = type.getSimpleName();
        for (Object lock : both(
                name.endsWith("Lock") && name.length() < 10 && name.length() > 4
                        ? ReentrantReadWriteLock.class
                        : ReentrantLock.class)) {
            if (lock instanceof ReentrantReadWriteLock pair && lock.getClass() != ReentrantReadWriteLock.class) {
                pair.writeLock().lock();
                Lock one = name.equals("ReadLock") ? pair.readLock() : pair.writeLock();
                scenes.add(new Scene(one, () -> pair.writeLock().unlock()));
            } else if (lock instanceof ReentrantLock one && lock.getClass() != ReentrantLock.class) {
                one.lock();
                scenes.add(new Scene(one, one::unlock));
            }
        }
        return scenes;
    }

    private static List<Scene> conditions() {
        ReentrantLock lock = new FiberReentrantLock();
        Condition condition = lock.newCondition();
        return List.of(new Scene(condition, lock::lock, () -> {
            lock.lock();
            try {
                condition.signalAll();
            } finally {
                lock.unlock();
            }
        }));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    /** To be taken from a {@code DelayQueue} at once. */
    private record Due() implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return -1;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Scene> queues(Class<?> type, String method) {
        boolean takes = method.startsWith("take") || method.startsWith("poll");
        if (type == TransferQueue.class && (method.equals("put") || method.equals("offer")))
            return List.of(); // they never wait
        Class<?> made = type == BlockingQueue.class
                ? ArrayBlockingQueue.class
                : type == BlockingDeque.class
                        ? LinkedBlockingDeque.class
                        : type == TransferQueue.class ? LinkedTransferQueue.class : type;
        boolean isBounded = Set.of(ArrayBlockingQueue.class, LinkedBlockingQueue.class, LinkedBlockingDeque.class)
                .contains(made);
        List<Object> queues = isBounded ? both(made, 1) : both(made);
        return queues.stream()
                .map(q -> (BlockingQueue<Object>) q)
                .map(q -> {
                    if (!takes && isBounded) q.add("first");
                    Object element = made == DelayQueue.class ? new Due() : "element";
                    return new Scene(q, () -> {
                        if (!takes) while (q.poll() == null) Thread.onSpinWait();
                        else while (!q.offer(element)) Thread.onSpinWait();
                    });
                })
                .toList();
    }

    private static List<Scene> futures(Class<?> type) {
        List<Scene> scenes = new ArrayList<>();
        CompletableFuture<String> completable = new CompletableFuture<>();
        if (type.isInstance(completable)) scenes.add(new Scene(completable, () -> completable.complete("x")));
        FutureTask<String> task = new FutureTask<>(() -> "x");
        if (type.isInstance(task)) scenes.add(new Scene(task, task));
        ForkJoinTask<?> forked = ForkJoinTask.adapt(() -> "x");
        if (type.isInstance(forked)) scenes.add(new Scene(forked, () -> forked.invoke()));
        return scenes.isEmpty() ? List.of(blockingProxy(type)) : scenes;
    }

    /** Only what can be made to block by somebody who implements it, and a few more. */
    private static List<Scene> inPool(Class<?> type, Method m) {
        if (type.isInterface() && !Modifier.isStatic(m.getModifiers())) return List.of(blockingProxy(type));
        if (type == InputStream.class) {
            Blocking b = new Blocking();
            InputStream in = new InputStream() {
                @Override
                public int read() {
                    b.block();
                    return -1;
                }

                @Override
                public int available() {
                    b.block();
                    return 0;
                }

                @Override
                public void close() {
                    b.block();
                }
            };
            return Set.of("read", "available", "close").contains(m.getName()) && m.getParameterCount() == 0
                    ? List.of(new Scene(in, b.latch::countDown))
                    : List.of();
        }
        if (type == Thread.class) {
            CountDownLatch latch = new CountDownLatch(1);
            Thread thread = new Thread(() -> new Blocking(latch).block());
            thread.setDaemon(true); // not every scene ends by its release
            thread.start();
            return List.of(new Scene(thread, latch::countDown));
        }
        if (type == StampedLock.class) {
            StampedLock lock = new StampedLock();
            long stamp = lock.writeLock();
            return List.of(new Scene(lock, () -> lock.unlockWrite(stamp)));
        }
        return List.of();
    }

    /** Blocks until it is released; an interrupted one fails. */
    private record Blocking(CountDownLatch latch) {
        Blocking() {
            this(new CountDownLatch(1));
        }

        void block() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(INTERRUPTED, e);
            }
        }
    }

    private static final String INTERRUPTED = "interrupted";

    private static Scene blockingProxy(Class<?> type) {
        Blocking blocking = new Blocking();
        Object proxy = Proxy.newProxyInstance(
                CatalogueTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("isDone")) return false;
                    blocking.block();
                    Class<?> result = method.getReturnType();
                    return result.isPrimitive() && result != void.class
                            ? Array.get(Array.newInstance(result, 1), 0)
                            : null;
                });
        return new Scene(proxy, blocking.latch::countDown);
    }

    // ---------------------------------------------------------------- while they block

    @Test
    void anotherFiberGoesOnWhileACallBlocks() throws Exception {
        Set<String> played = new HashSet<>();
        try (Scheduler one = Scheduler.builder()
                .parallelism(1)
                .spares(0)
                .ioThreads(4)
                .isolated(true)
                .build()) {
            for (Line line : lines()) {
                if (!isPlayed(line)) continue;
                for (Method m : line.calls()) {
                    int count = scenes(line, m).size();
                    if (count > 0) played.add(line.type.getSimpleName());
                    for (int i = 0; i < count; i++) {
                        play(one, key(line.type, m), scenes(line, m).get(i), false, false);
                        play(one, key(line.type, m), scenes(line, m).get(i), true, canBeInterrupted(line, m));
                    }
                }
            }
        }
        assertThat(played)
                .contains(
                        "Lock",
                        "Condition",
                        "Semaphore",
                        "CountDownLatch",
                        "CyclicBarrier",
                        "Future",
                        "Thread",
                        "TimeUnit")
                .contains("BlockingQueue", "BlockingDeque", "TransferQueue", "DelayQueue", "CompletableFuture")
                .contains("InputStream", "Connection", "Statement", "ResultSet", "ExecutorService");
    }

    private static boolean canBeInterrupted(Line line, Method m) {
        return List.of(m.getExceptionTypes()).contains(InterruptedException.class)
                || line.substitute.endsWith("DataSources")
                || (line.substitute.isEmpty() && line.type != StampedLock.class);
    }

    private static void play(Scheduler one, String key, Scene scene, boolean cancels, boolean interrupts)
            throws Exception {
        Runnable release = scene.release;
        if (release == null && !cancels) return;
        CountDownLatch begun = new CountDownLatch(1);
        Routine<Object> blocked =
                one.go(Objects.requireNonNull(CALLS.get(key), key).apply(scene.receiver, () -> {
                    scene.before.run();
                    begun.countDown();
                }));
        assertThat(begun.await(10, TimeUnit.SECONDS)).as(key).isTrue();
        Routine<Integer> other = one.go(() -> 42);
        try {
            assertThat(other.join(Duration.ofSeconds(10))).as(key).isEqualTo(42);
            assertThat(blocked.isDone()).as(key).isFalse();
        } finally {
            if (cancels) blocked.cancel();
            if (release != null && !(cancels && interrupts)) release.run();
        }
        Throwable thrown = null;
        try {
            Object unused = blocked.join(Duration.ofSeconds(10));
        } catch (Exception e) {
            thrown = e;
        }
        if (!cancels || !interrupts) assertThat(thrown).as(key).isNull();
        else assertThat(tellsOfInterruption(thrown)).as("%s: %s", key, thrown).isTrue();
    }

    private static boolean tellsOfInterruption(@Nullable Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException || INTERRUPTED.equals(t.getMessage())) return true;
        }
        return false;
    }
}

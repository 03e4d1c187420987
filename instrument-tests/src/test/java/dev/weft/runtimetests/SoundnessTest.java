// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.Pinning;
import dev.weft.internal.fiber.Pinning.PinReason;
import dev.weft.internal.fiber.Pinning.PinnedAt;
import dev.weft.runtimetests.plain.JdkTypes;
import dev.weft.runtimetests.plain.PlainCaller;
import dev.weft.runtimetests.plain.PlainSource;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F6: a fiber that blocks below a frame that can't be unwound is right, pinned, reported once, and holds nobody up. */
class SoundnessTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final Queue<PinnedAt> reports = new ConcurrentLinkedQueue<>();
    private Runnable endOfListening = () -> {};

    @BeforeEach
    void listen() {
        endOfListening = Pinning.listen(reports::add);
    }

    @AfterEach
    void endListening() {
        endOfListening.run();
    }

    /** Something that takes from a channel in its own way. */
    @FunctionalInterface
    interface Way {
        @Fiber
        int take(Channel<Integer> channel) throws Exception;
    }

    /**
     * Has two fibers take in that way, three times each, with the senders in the same scheduler, at parallelism 1, 2 and
     * 8. At parallelism 1 the senders need a stand-in for the only carrier.
     */
    private void takeEverywhere(int line, PinReason reason, String callee, int extra, Way way) {
        for (int parallelism : new int[] {1, 2, 8}) {
            try (World world = new World(parallelism)) {
                int sum = world.run(() -> {
                    Channel<Integer> channel = Channel.rendezvous();
                    List<Routine<Integer>> takers = new ArrayList<>();
                    for (int i = 0; i < 2; i++) takers.add(Weft.go(() -> takeThrice(channel, way)));
                    for (int i = 0; i < 6; i++) {
                        int element = i;
                        Weft.go(() -> channel.send(element));
                    }
                    int total = 0;
                    for (Routine<Integer> taker : takers) total += taker.join();
                    return total;
                });
                assertThat(sum).as("parallelism %d", parallelism).isEqualTo(15 + 6 * extra);
            }
        }
        assertThat(reports).as("once for the site").hasSize(1);
        PinnedAt report = reports.element();
        assertThat(report.className()).isEqualTo(SoundnessTest.class.getName());
        assertThat(report.line()).isEqualTo(line);
        assertThat(report.reason()).isEqualTo(reason);
        assertThat(report.callee()).contains(callee);
        String method = "lambda$" + Thread.currentThread().getStackTrace()[2].getMethodName();
        assertThat(report.method()).startsWith(method);
        assertThat(report.toString()).contains(SoundnessTest.class.getName()).contains(":" + line);
    }

    @Fiber
    private static int takeThrice(Channel<Integer> channel, Way way) throws Exception {
        int sum = 0;
        for (int i = 0; i < 3; i++) sum += way.take(channel);
        return sum;
    }

    private static int here() {
        return Arrays.stream(new Throwable().getStackTrace())
                .filter(e -> !e.getMethodName().equals("here"))
                .findFirst()
                .orElseThrow()
                .getLineNumber();
    }

    // ---------------------------------------------------------------- one foreign frame of each kind

    @Test
    void belowListForEach() {
        int line = here() + 3;
        takeEverywhere(line, PinReason.FOREIGN_FRAME, "forEach", 0, channel -> {
            int[] sum = {0};
            List.of(1).forEach(x -> sum[0] += channel.receive());
            return sum[0];
        });
    }

    @Test
    void belowReflection() throws NoSuchMethodException {
        Method take = SoundnessTest.class.getDeclaredMethod("take", Channel.class);
        int line = here() + 2;
        takeEverywhere(line, PinReason.FOREIGN_FRAME, "Method.invoke", 0, channel -> {
            return (int) take.invoke(null, channel);
        });
    }

    @Fiber
    private static int take(Channel<Integer> channel) {
        return channel.receive();
    }

    @Test
    void belowAJdkProxyOfAnInterfaceOfTheJdk() {
        int line = here() + 4;
        takeEverywhere(line, PinReason.FOREIGN_FRAME, "Proxy", 0, channel -> {
            Comparable<Object> proxy = proxy(Comparable.class, channel);

            return proxy.compareTo("");
        });
    }

    @Test
    void belowAJdkProxyOfAFiberInterface() {
        int line = here() + 4;
        takeEverywhere(line, PinReason.FOREIGN_FRAME, "Proxy", 0, channel -> {
            Way proxy = proxy(Way.class, channel);

            return proxy.take(channel);
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<? super T> type, Channel<Integer> channel) {
        return (T) Proxy.newProxyInstance(
                SoundnessTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getParameterCount() != 1)
                        throw new AssertionError("called with " + Arrays.toString(arguments));
                    return channel.receive();
                });
    }

    @Test
    void belowAComparator() {
        int line = here() + 4;
        takeEverywhere(line, PinReason.FOREIGN_FRAME, "sort", 0, channel -> {
            int[] taken = {0};
            List<Integer> list = new ArrayList<>(List.of(2, 1));
            list.sort((a, b) -> {
                taken[0] = channel.receive();
                return a - b;
            });
            if (!list.equals(List.of(1, 2))) throw new AssertionError(list.toString());
            return taken[0];
        });
    }

    @Test
    void f8BelowAConstructor() {
        int line = here() + 2;
        takeEverywhere(line, PinReason.CONSTRUCTOR, "Taker", 0, channel -> {
            return new Taker(channel).taken;
        });
    }

    private static final class Taker {
        final int taken;

        Taker(Channel<Integer> channel) {
            taken = channel.receive();
        }
    }

    @Test
    void f8BelowAClassInitializer() {
        try (World world = new World(1)) {
            int taken = world.run(() -> {
                Routine<Integer> taker = Weft.go(() -> Initialized.TAKEN);
                Routine<Integer> second = Weft.go(() -> Initialized.TAKEN); // the JVM has it wait for the first
                Weft.go(() -> TO_INITIALIZE.send(5));
                return taker.join() + second.join();
            });
            assertThat(taken).isEqualTo(10);
        }
        assertThat(reports).hasSize(1);
        assertThat(reports.element().reason()).isEqualTo(PinReason.CLASS_INITIALIZER);
        assertThat(reports.element().callee()).contains("Initialized");
    }

    private static final class Initialized {
        static final int TAKEN = TO_INITIALIZE.receive();
    }

    private static final Channel<Integer> TO_INITIALIZE = Channel.rendezvous();

    @Test
    void f7InASynchronizedBlock() {
        Object monitor = new Object();
        int line = here() + 3;
        takeEverywhere(line, PinReason.SYNCHRONIZED, "receive", 0, channel -> {
            synchronized (monitor) {
                return channel.receive();
            }
        });
    }

    @Fiber
    private static synchronized int takeSynchronized(Channel<Integer> channel) {
        return channel.receive();
    }

    @Test
    void f7InASynchronizedMethod() {
        int line = here() + 2;
        takeEverywhere(line, PinReason.SYNCHRONIZED, "takeSynchronized", 0, channel -> {
            return takeSynchronized(channel);
        });
    }

    /** The body itself is synchronized: there is no call of it in fiber code to be named. */
    private static final class SynchronizedTask implements Task<Integer> {
        static final int LINE = here() + 6;
        final Channel<Integer> channel = Channel.rendezvous();

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public synchronized Integer run() {
            return channel.receive();
        }
    }

    @Test
    void f7InABodyThatIsSynchronized() {
        try (World world = new World(1)) {
            SynchronizedTask task = new SynchronizedTask();
            int got = world.run(() -> {
                Routine<Integer> routine = Weft.go(task);
                Weft.go(() -> task.channel.send(3));
                return routine.join();
            });
            assertThat(got).isEqualTo(3);
        }
        assertThat(reports).hasSize(1);
        PinnedAt report = reports.element();
        assertThat(report.className()).isEqualTo(SynchronizedTask.class.getName());
        assertThat(report.method()).isEqualTo("run");
        assertThat(report.line()).isEqualTo(SynchronizedTask.LINE);
        assertThat(report.reason()).isEqualTo(PinReason.SYNCHRONIZED);
    }

    @Test
    void belowAnOverrideThatIsNotInstrumented() {
        PlainSource plain = new PlainSource();
        Source source = plain;
        int line = here() + 2;
        takeEverywhere(line, PinReason.FOREIGN_FRAME, "PlainSource.take", 1_000, channel -> {
            return source.take(channel);
        });
        assertThat(plain.entered).as("never entered twice for one call").isEqualTo(18);
    }

    @Test
    void belowAMethodThatIsNotInstrumented() {
        int line = here() + 2;
        takeEverywhere(line, PinReason.FOREIGN_FRAME, "PlainCaller.call", 0, channel -> {
            return PlainCaller.call(() -> channel.receive());
        });
    }

    // ---------------------------------------------------------------- others aren't held up

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void f6AFiberWaitsForAMonitorWhoseOwnerIsPinned(int parallelism) {
        try (World world = new World(parallelism)) {
            Object monitor = new Object();
            Channel<Integer> channel = Channel.rendezvous();
            int[] entered = {0};
            world.run(() -> {
                Routine<?> owner = Weft.go("owner", () -> {
                    synchronized (monitor) {
                        entered[0]++;
                        channel.receive();
                    }
                });
                List<Routine<?>> blocked = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    blocked.add(Weft.go("blocked " + i, () -> {
                        synchronized (monitor) {
                            entered[0]++;
                        }
                    }));
                }
                Weft.go("sender", () -> channel.send(1));
                owner.join();
                for (Routine<?> b : blocked) b.join();
            });
            assertThat(entered[0]).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void f6FibersThatBlockInWaysTheRuntimeDoesNotKnowHoldNobodyUp(int parallelism) {
        try (World world = new World(parallelism)) {
            ReentrantLock lock = JdkTypes.lock(false);
            CountDownLatch latch = JdkTypes.latch(1);
            int done = world.run(() -> {
                List<Routine<Integer>> routines = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    routines.add(Weft.go(() -> {
                        latch.await();
                        lock.lock();
                        try {
                            return 1;
                        } finally {
                            lock.unlock();
                        }
                    }));
                }
                Weft.go(latch::countDown);
                int sum = 0;
                for (Routine<Integer> routine : routines) sum += routine.join();
                return sum;
            });
            assertThat(done).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void f6ManyFibersArePinnedAtOnce(int parallelism) {
        try (World world = new World(parallelism)) {
            int n = 50;
            int sum = world.run(() -> {
                Channel<Integer> channel = Channel.rendezvous();
                Channel<Integer> results = Channel.unbounded();
                for (int i = 0; i < n; i++) Weft.go(() -> List.of(1).forEach(x -> results.send(channel.receive())));
                for (int i = 0; i < n; i++) channel.send(i);
                int total = 0;
                for (int i = 0; i < n; i++) total += results.receive();
                return total;
            });
            assertThat(sum).isEqualTo(n * (n - 1) / 2);
        }
    }

    @Test
    void f6WithoutSparesAPinnedFiberStillEnds() {
        try (World world = new World(1, 0)) {
            Channel<Integer> channel = Channel.rendezvous();
            int[] got = {0};
            FiberStrand pinned = world.start("pinned", () -> List.of(1).forEach(x -> got[0] = channel.receive()));
            Watchdog.await("the fiber to be pinned", pinned::isParked, world::describe);
            channel.send(3); // by this thread, since the only carrier is blocked
            world.await("the pinned fiber", pinned);
            assertThat(got[0]).isEqualTo(3);
            for (int i = 0; i < 3; i++) world.run(() -> Weft.yield()); // and the carrier is there again
        }
    }

    @Test
    void f6TheCarriersComeBackToTheirNumber() {
        int parallelism = 2;
        try (World world = new World(parallelism)) {
            for (int round = 0; round < 20; round++) {
                world.run(() -> {
                    Channel<Integer> channel = Channel.rendezvous();
                    List<Routine<?>> takers = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        takers.add(Weft.go(() -> List.of(1).forEach(x -> channel.receive())));
                    }
                    for (int i = 0; i < 10; i++) channel.send(i);
                    for (Routine<?> taker : takers) taker.join();
                });
            }
            world.run(() -> {
                List<Routine<?>> all = new ArrayList<>();
                for (int i = 0; i < 200; i++) all.add(Weft.go(() -> Weft.yield()));
                for (Routine<?> routine : all) routine.join();
            });
            Watchdog.await(
                    "no more than " + parallelism + " on duty",
                    () -> world.carriers.scheduler().toString().matches("(?s).* on duty [0-" + parallelism + "],.*"),
                    () -> {
                        world.run(() -> Weft.yield());
                        return world.describe();
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "nonsense"})
    void aRefusedWaitHasNoEffect(String policy) {
        System.setProperty("weft.pinned", policy);
        try (World world = new World(1)) {
            Channel<Integer> channel = Channel.rendezvous();
            for (Action wait : List.<Action>of(channel::receive, () -> channel.send(1), () -> Weft.sleep(LONG))) {
                FiberStrand refused = world.start(
                        "refused",
                        () -> List.of(wait).forEach(w -> {
                            try {
                                w.run();
                            } catch (Exception e) {
                                World.<RuntimeException>sneakyThrow(e);
                            }
                        }));
                Watchdog.await("the refused fiber", refused::isEnded, world::describe);
                assertThat(refused.thrown())
                        .isInstanceOf(RuntimeException.class)
                        .hasMessageContaining("weft.pinned");
                assertThat(channel.trySend(1)).as("nobody receives").isFalse();
                assertThat(channel.tryReceive()).as("nobody sends").isNull();
            }
        } finally {
            System.clearProperty("weft.pinned");
        }
    }

    /** Were one of them pinned, it would fail. */
    @Test
    void interfacesOfTheJdkSuspendBetweenInstrumentedFrames() {
        System.setProperty("weft.pinned", "fail");
        try (World world = new World(1)) {
            Channel<Integer> channel = Channel.rendezvous();
            int sum = world.run(() -> {
                Runnable sender = () -> {
                    for (int i = 1; i <= 10; i++) channel.send(i);
                    channel.close();
                };
                Routine<Void> sending = Weft.go(() -> sender.run());
                int total = 0;
                for (int element : channel.elements()) total += element;
                sending.join();
                return total;
            });
            assertThat(sum).isEqualTo(55);
        } finally {
            System.clearProperty("weft.pinned");
        }
    }

    @Test
    void f2AnInterruptThatAFiberLeavesBehindIsNotTheNextOnes() {
        try (World world = new World(1)) {
            boolean leaked = world.run(() -> {
                Weft.go(() -> Thread.currentThread().interrupt());
                Routine<Boolean> next = Weft.go(() -> Thread.currentThread().isInterrupted());
                return next.join();
            });
            assertThat(leaked).isFalse();
        }
    }
}

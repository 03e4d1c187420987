// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.join;
import static dev.weft.channel.Select.on;
import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.Event;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.ReceiveChannel;
import dev.weft.channel.Select;
import dev.weft.channel.Ticker;
import dev.weft.channel.Timer;
import dev.weft.context.Context;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What nobody needs any more is garbage. */
class LeakTest {
    static void awaitCollected(String what, WeakReference<?> reference) {
        Watchdog.await(
                what + " to be collected",
                () -> {
                    System.gc();
                    return reference.get() == null;
                },
                () -> "still there: " + reference.get());
    }

    /** All at once: each look takes a collection. */
    private static void awaitCollected(Map<String, WeakReference<?>> references) {
        Map<String, WeakReference<?>> left = new HashMap<>(references);
        Watchdog.await(
                "all to be collected",
                () -> {
                    System.gc();
                    left.values().removeIf(reference -> reference.get() == null);
                    return left.isEmpty();
                },
                () -> "still there: " + left.keySet());
    }

    @Fiber
    static int receiveHolding(Channel<Integer> channel, AtomicReference<WeakReference<Object>> held) {
        Object local = new byte[1_000];
        held.set(new WeakReference<>(local));
        int got = channel.receive();
        return got + local.hashCode();
    }

    /** Can be overridden, so its fiber entry looks at the receiver's class. */
    public static class Above {
        @Fiber
        public int value() {
            Weft.yield();
            return 1;
        }
    }

    /** Is loaded once more, by a loader that goes. */
    public static class Below extends Above {
        @Override
        @Fiber
        public int value() {
            return super.value() + 1;
        }
    }

    private static final class ShortLived extends ClassLoader {
        ShortLived() {
            super(LeakTest.class.getClassLoader());
        }

        Above below() throws Exception {
            String name = Below.class.getName();
            try (InputStream in =
                    Objects.requireNonNull(getParent().getResourceAsStream(name.replace('.', '/') + ".class"))) {
                byte[] classFile = in.readAllBytes();
                Class<?> type = defineClass(name, classFile, 0, classFile.length);
                return (Above) type.getConstructor().newInstance();
            }
        }
    }

    @Test
    void theLoaderOfASubclassIsCollected() throws Exception {
        awaitCollected("the loader of a class with fiber methods", callIntoAnotherLoader());
    }

    private static WeakReference<ClassLoader> callIntoAnotherLoader() throws Exception {
        ShortLived loader = new ShortLived();
        Above below = loader.below();
        assertThat(below.getClass()).isNotEqualTo(Below.class);
        assertThat(Weft.run(() -> below.value() + below.value())).isEqualTo(4);
        return new WeakReference<>(loader);
    }

    @InEachSetting
    void f5AParkedFiberThatNothingReachesIsCollected(Setting setting) {
        awaitCollected("the local of an abandoned fiber", Cast.ask(setting, () -> startOneThatNobodyWakes()));
    }

    @Fiber
    private static WeakReference<Object> startOneThatNobodyWakes() {
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        Channel<Integer> channel = Channel.rendezvous();
        letWait(Weft.go(() -> receiveHolding(channel, held)));
        return held.get();
    }

    @Test
    void anEndedFiberKeepsItsResultOnly() {
        Channel<Integer> channel = Channel.rendezvous();
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        Routine<Integer> routine = Weft.go(() -> receiveHolding(channel, held));
        channel.send(1);
        routine.join();
        awaitCollected("the local of an ended fiber", held.get());
        Reference.reachabilityFence(routine);
    }

    @Test
    void aTaskIsForgottenWhenItHasEnded() {
        WeakReference<Object> captured = new WeakReference<>(new Object());
        Routine<Integer> routine = start(captured);
        routine.join();
        awaitCollected("what the task has captured", captured);
        Reference.reachabilityFence(routine);
    }

    private static Routine<Integer> start(WeakReference<Object> reference) {
        Object captured = reference.get();
        return Weft.go(() -> captured == null ? 0 : captured.hashCode());
    }

    @Test
    void c9AChannelForgetsWhoWasCancelled() {
        Channel<Integer> channel = Channel.rendezvous();
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        cancelOneThatReceives(channel, held);
        awaitCollected("the local of a cancelled fiber", held.get());
        Reference.reachabilityFence(channel);
    }

    @Test
    void c9ARoutineThatWasCancelledForgetsItsChannel() {
        AtomicReference<WeakReference<Object>> stored = new AtomicReference<>();
        Routine<?> routine = cancelOneThatSends(stored);
        awaitCollected("what is in the channel", stored.get());
        Reference.reachabilityFence(routine);
    }

    private static Routine<?> cancelOneThatSends(AtomicReference<WeakReference<Object>> stored) {
        Channel<Object> channel = Channel.buffered(1);
        Object element = new byte[1_000];
        stored.set(new WeakReference<>(element));
        channel.send(element);
        Routine<?> routine = Weft.go(() -> channel.send(2));
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        routine.cancel();
        RoutineTest.awaitState(routine, Routine.State.CANCELLED);
        return routine;
    }

    private static void cancelOneThatReceives(Channel<Integer> channel, AtomicReference<WeakReference<Object>> held) {
        Routine<Integer> routine = Weft.go(() -> receiveHolding(channel, held));
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        routine.cancel();
        RoutineTest.awaitState(routine, Routine.State.CANCELLED);
    }

    @Test
    void theTimerOfACancelledSleepIsForgotten() {
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        cancelOneThatSleeps(held);
        awaitCollected("the local of a cancelled sleeper", held.get());
    }

    private static void cancelOneThatSleeps(AtomicReference<WeakReference<Object>> held) {
        Routine<Integer> routine = Weft.go(() -> sleepHolding(held));
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        routine.cancel();
        RoutineTest.awaitState(routine, Routine.State.CANCELLED);
    }

    @Fiber
    private static int sleepHolding(AtomicReference<WeakReference<Object>> held) {
        Object local = new byte[1_000];
        held.set(new WeakReference<>(local));
        Weft.sleep(Duration.ofDays(1));
        return local.hashCode();
    }

    @Test
    void aRoutineForgetsAJoinerThatHasGivenUp() {
        Channel<Integer> channel = Channel.rendezvous();
        Routine<Integer> slow = Weft.go(() -> channel.receive());
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        joinForATime(slow, held);
        awaitCollected("the local of a joiner that has given up", held.get());
        channel.send(1);
        slow.join();
    }

    private static void joinForATime(Routine<Integer> slow, AtomicReference<WeakReference<Object>> held) {
        Routine<Integer> joiner = Weft.go(() -> {
            Object local = new byte[1_000];
            held.set(new WeakReference<>(local));
            try {
                return slow.join(Duration.ofNanos(1)) + local.hashCode();
            } catch (TimeoutException | CancelledException e) {
                return 0;
            }
        });
        assertThat(joiner.join()).isZero();
    }

    @Test
    void anElementIsForgottenOnceItIsReceived() {
        Channel<Object> rendezvous = Channel.rendezvous();
        Channel<Object> buffered = Channel.buffered(2);
        Channel<Object> unbounded = Channel.unbounded();
        Channel<Integer> never = Channel.rendezvous();
        for (Channel<Object> channel : java.util.List.of(rendezvous, buffered, unbounded)) {
            AtomicReference<WeakReference<Object>> element = new AtomicReference<>();
            Routine<Integer> sender = Weft.go(() -> sendAndWait(channel, never, element));
            Routine<Integer> receiver = Weft.go(() -> receiveAndWait(channel, never));
            RoutineTest.awaitState(receiver, Routine.State.WAITING);
            RoutineTest.awaitState(sender, Routine.State.WAITING);
            Watchdog.await("the element to be sent", () -> element.get() != null, channel::toString);
            awaitCollected("an element", element.get());
            sender.cancel();
            receiver.cancel();
            Reference.reachabilityFence(channel);
        }
    }

    @Fiber
    private static int sendAndWait(
            Channel<Object> channel, Channel<Integer> never, AtomicReference<WeakReference<Object>> sent) {
        sendOne(channel, sent);
        return never.receive();
    }

    @Fiber
    private static void sendOne(Channel<Object> channel, AtomicReference<WeakReference<Object>> sent) {
        Object element = new byte[1_000];
        sent.set(new WeakReference<>(element));
        channel.send(element);
    }

    @Fiber
    private static int receiveAndWait(Channel<Object> channel, Channel<Integer> never) {
        int hash = channel.receive().hashCode();
        return hash + never.receive();
    }

    @Test
    void s5AChannelForgetsTheSelectsThatItHasNotServed() {
        Channel<Object> quiet = Channel.rendezvous();
        Channel<Integer> busy = Channel.rendezvous();
        AtomicReference<WeakReference<Object>> element = new AtomicReference<>();
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        selectBetween(quiet, busy, element, held);
        awaitCollected("what a select has offered to another channel", element.get());
        awaitCollected("the local of a fiber that has selected", held.get());
        assertThat(quiet.tryReceive()).isNull();
        Reference.reachabilityFence(quiet);
    }

    private static void selectBetween(
            Channel<Object> quiet,
            Channel<Integer> busy,
            AtomicReference<WeakReference<Object>> element,
            AtomicReference<WeakReference<Object>> held) {
        Routine<Integer> routine = Weft.go(() -> {
            Object offered = new byte[1_000];
            Object local = new byte[1_000];
            element.set(new WeakReference<>(offered));
            held.set(new WeakReference<>(local));
            int got = Select.of(receive(busy), send(quiet, offered, () -> -1), timeout(Duration.ofDays(1), () -> -2))
                    .await();
            return got + 0 * local.hashCode();
        });
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        busy.send(5);
        assertThat(routine.join()).isEqualTo(5);
    }

    @Test
    void s9ARoutineForgetsTheSelectsThatWaitForItNoLonger() {
        Channel<Integer> channel = Channel.rendezvous();
        Routine<Integer> slow = Weft.go(() -> channel.receive());
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        selectForATime(slow, held);
        awaitCollected("the local of a fiber that has selected", held.get());
        channel.send(1);
        slow.join();
    }

    private static void selectForATime(Routine<Integer> slow, AtomicReference<WeakReference<Object>> held) {
        Routine<Integer> routine = Weft.go(() -> {
            Object local = new byte[1_000];
            held.set(new WeakReference<>(local));
            int got =
                    Select.of(join(slow), timeout(Duration.ofNanos(1), () -> 0)).await();
            return got * local.hashCode();
        });
        assertThat(routine.join()).isZero();
    }

    /** A select that is used again refers to nobody in between. */
    @Test
    void s5ASelectForgetsWhoHasUsedIt() {
        Channel<Object> channel = Channel.rendezvous();
        Select<Object> select = Select.of(receive(channel));
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        AtomicReference<WeakReference<Object>> element = new AtomicReference<>();
        useOnce(select, channel, element, held);
        awaitCollected("the local of a fiber that has selected", held.get());
        awaitCollected("the element", element.get());
        Reference.reachabilityFence(select);
    }

    private static void useOnce(
            Select<Object> select,
            Channel<Object> channel,
            AtomicReference<WeakReference<Object>> element,
            AtomicReference<WeakReference<Object>> held) {
        Routine<Integer> routine = Weft.go(() -> {
            Object local = new byte[1_000];
            held.set(new WeakReference<>(local));
            return 0 * (select.await().hashCode() + local.hashCode());
        });
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        Object sent = new byte[1_000];
        element.set(new WeakReference<>(sent));
        channel.send(sent);
        assertThat(routine.join()).isZero();
    }

    // ---------------------------------------------------------------- contexts

    @InEachSetting
    void x4AContextThatIsClosedIsReleasedByItsParent(Setting setting) {
        try (Context.Cancellable parent = Context.background().withCancel()) {
            awaitCollected(Cast.ask(setting, () -> leaveAllThatBelongsTo(parent)));
            assertThat(parent.isCancelled()).isFalse();
        }
    }

    @Fiber
    private static Map<String, WeakReference<?>> leaveAllThatBelongsTo(Context parent) {
        return Map.of(
                "a closed context", closedContext(parent),
                "the action of a stopped afterFunc", stoppedAfterFunc(parent),
                "a fiber that has ended in a context", endedFiber(parent),
                "a fiber that has left a context", fiberThatHasLeft(parent),
                "a select that has chosen something else", loser(parent));
    }

    private static WeakReference<?> closedContext(Context parent) {
        Context.Cancellable child = parent.withTimeout(Duration.ofDays(1));
        child.close();
        return new WeakReference<>(child.cause());
    }

    private static WeakReference<?> stoppedAfterFunc(Context parent) {
        Object captured = new Object();
        Context.Registration after = parent.afterFunc(() -> captured.hashCode());
        assertThat(after.stop()).isTrue();
        return new WeakReference<>(captured);
    }

    @Fiber
    private static WeakReference<?> endedFiber(Context parent) {
        Object result = new Object();
        Routine<Object> routine = parent.run(() -> Weft.go(() -> result));
        assertThat(routine.join()).isSameAs(result);
        return new WeakReference<>(result);
    }

    @Fiber
    private static WeakReference<?> fiberThatHasLeft(Context parent) {
        Channel<Integer> channel = Channel.rendezvous();
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        Routine<?> routine = Weft.go(() -> {
            parent.run(() -> Weft.yield());
            receiveHolding(channel, held);
        });
        letWait(routine);
        return held.get();
    }

    /** By whoever may wait. */
    @Fiber
    private static void letWait(Routine<?> routine) {
        while (routine.state() != Routine.State.WAITING) Weft.yield();
    }

    @Fiber
    private static WeakReference<?> loser(Context parent) {
        Event<Throwable> done = parent.done();
        assertThat(Select.of(on(done), timeout(Duration.ofMillis(1), () -> new Throwable("time")))
                        .await())
                .hasMessage("time");
        return new WeakReference<>(done);
    }

    // ---------------------------------------------------------------- timers

    @InEachSetting
    void t2TimersThatNobodyWaitsForAreCollectedWithoutBeingStopped(Setting setting) {
        awaitCollected(Cast.ask(setting, () -> leaveTimers()));
    }

    @Fiber
    private static Map<String, WeakReference<?>> leaveTimers() {
        return Map.of(
                "a timer", ticksOf(new Timer(Duration.ofDays(1)).channel()),
                "a ticker", ticksOf(new Ticker(Duration.ofMillis(1)).channel()),
                "a timer that has lost", lostTimer(),
                "a ticker that a fiber has left", leftTicker(),
                "the action of a stopped afterFunc of a timer", stoppedAfterFunc());
    }

    /** What a timer that is set refers to; not to the channel, which is a handle only. */
    private static WeakReference<?> ticksOf(ReceiveChannel<Instant> channel) {
        try {
            Field flavor = Channel.class.getDeclaredField("flavor");
            flavor.setAccessible(true);
            return new WeakReference<>(flavor.get(channel));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Fiber
    private static WeakReference<?> lostTimer() {
        ReceiveChannel<Instant> after = Channel.after(Duration.ofDays(1));
        assertThat(Select.of(receive(after), timeout(Duration.ofMillis(1), () -> Instant.MIN))
                        .await())
                .isEqualTo(Instant.MIN);
        return ticksOf(after);
    }

    @Fiber
    private static WeakReference<?> leftTicker() {
        Ticker ticker = new Ticker(Duration.ofDays(1));
        Routine<Instant> routine = Weft.go(() -> ticker.channel().receive());
        letWait(routine);
        routine.cancel();
        while (!routine.isDone()) Weft.yield();
        return ticksOf(ticker.channel());
    }

    private static WeakReference<?> stoppedAfterFunc() {
        Object captured = new Object();
        assertThat(Timer.afterFunc(Duration.ofDays(1), () -> captured.hashCode())
                        .stop())
                .isTrue();
        return new WeakReference<>(captured);
    }

    @Test
    void t2AFiberThatOnlyItsTimerWakesIsWoken() {
        Routine<Instant> routine =
                Weft.go(() -> Channel.after(Duration.ofMillis(50)).receive());
        for (int i = 0; i < 3; i++) System.gc();
        assertThat(routine.join()).isNotNull();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import dev.weft.sync.Mutex;
import dev.weft.sync.WaitGroup;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Those that have left a queue are garbage, and what they have offered; those that can be cancelled at the end aren't. */
class WaiterLeakTest {
    /** Such a scheduler has to cancel its fibers when it is closed. */
    @Test
    void f5ASchedulerThatCanBeClosedHoldsOnToItsFibers() {
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        try (Scheduler scheduler =
                Scheduler.builder().name("holds on").parallelism(1).build()) {
            startOneThatNobodyWakes(scheduler, held);
            System.gc();
            assertThat(held.get().get()).as("the local of a fiber").isNotNull();
            assertThat(scheduler.shutdown(Duration.ZERO)).isFalse();
        }
        LeakTest.awaitCollected("the local of a fiber that was cancelled by the close", held.get());
    }

    private static void startOneThatNobodyWakes(Scheduler scheduler, AtomicReference<WeakReference<Object>> held) {
        Channel<Integer> channel = Channel.rendezvous();
        Routine<Integer> routine = scheduler.go(() -> LeakTest.receiveHolding(channel, held));
        RoutineTest.awaitState(routine, Routine.State.WAITING);
    }

    /** Go's test/chan/select2.go: thousands of selects leave nothing on a channel that nobody uses. */
    @Test
    void s5ThousandsOfSelectsLeaveNothingBehind() {
        int rounds = 2_000;
        Channel<Object> quiet = Channel.rendezvous();
        List<WeakReference<Object>> offered = new ArrayList<>();
        Channel<Integer> busy = Channel.rendezvous();
        Routine<?> sender = Weft.go(() -> {
            for (int i = 0; i < rounds; i++) busy.send(i);
        });
        Weft.run(() -> selectAgainAndAgain(quiet, busy, offered, rounds));
        sender.join();
        Watchdog.await(
                "what was offered to be collected",
                () -> {
                    System.gc();
                    return offered.stream().allMatch(element -> element.get() == null);
                },
                offered::toString);
        Reference.reachabilityFence(quiet);
    }

    @Fiber
    private static void selectAgainAndAgain(
            Channel<Object> quiet, Channel<Integer> busy, List<WeakReference<Object>> offered, int rounds) {
        for (int i = 0; i < rounds; i++) {
            Object element = new byte[100];
            offered.add(new WeakReference<>(element));
            int got = Select.of(receive(busy), send(quiet, element, () -> -1), receive(quiet, e -> -2))
                    .await();
            if (got != i) throw new AssertionError(got + " instead of " + i);
        }
    }

    /** Whoever leaves a queue because of a cancellation leaves the others in it. */
    @Test
    void c9WhoIsCancelledInAQueueIsForgottenAndTheOthersStay() {
        Channel<Integer> channel = Channel.rendezvous();
        AtomicReference<WeakReference<Object>> held = new AtomicReference<>();
        Routine<Integer> before = startReceiving(channel);
        cancelOneThat(() -> channel.receive(), held);
        Routine<Integer> behind = startReceiving(channel);
        LeakTest.awaitCollected("the local of a cancelled fiber", held.get());
        channel.send(1);
        channel.send(2);
        assertThat(before.join()).isEqualTo(1);
        assertThat(behind.join()).isEqualTo(2);
    }

    private static Routine<Integer> startReceiving(Channel<Integer> channel) {
        Routine<Integer> routine = Weft.go(() -> channel.receive());
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        return routine;
    }

    /** What waits for a lock or a group is forgotten as it is by a channel. */
    @Test
    void w8AMutexAndAGroupForgetWhoWasCancelled() {
        Mutex mutex = new Mutex();
        mutex.lock();
        WaitGroup group = new WaitGroup();
        group.add(1);
        AtomicReference<WeakReference<Object>> locking = new AtomicReference<>();
        AtomicReference<WeakReference<Object>> waiting = new AtomicReference<>();
        cancelOneThat(mutex::lock, locking);
        cancelOneThat(group::await, waiting);
        LeakTest.awaitCollected("the local of one that wanted the mutex", locking.get());
        LeakTest.awaitCollected("the local of one that waited for the group", waiting.get());
        mutex.unlock();
        group.done();
    }

    private static void cancelOneThat(Action waits, AtomicReference<WeakReference<Object>> held) {
        Routine<?> routine = Weft.go(() -> {
            Object local = new byte[1_000];
            held.set(new WeakReference<>(local));
            waits.run();
            return local.hashCode();
        });
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        routine.cancel();
        RoutineTest.awaitState(routine, Routine.State.CANCELLED);
    }
}

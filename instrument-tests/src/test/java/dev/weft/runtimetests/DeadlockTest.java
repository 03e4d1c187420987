// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.DeadlockException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import dev.weft.channel.Timer;
import dev.weft.context.Context;
import dev.weft.sync.Mutex;
import dev.weft.sync.Once;
import dev.weft.sync.WaitGroup;
import dev.weft.sync.concurrent.FiberReentrantLock;
import dev.weft.sync.concurrent.FiberReentrantReadWriteLock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** D2, D4 and D5 of docs/semantics.md: isolated schedulers. DeadlockIT has the others. */
class DeadlockTest {
    /** By then a run that is stuck has been found several times. */
    private static final Duration LONGER_THAN_LOOKS = Duration.ofMillis(300);

    private static Scheduler isolated() {
        return Scheduler.builder()
                .name("isolated")
                .parallelism(2)
                .isolated(true)
                .build();
    }

    /** Runs something that must end in a deadlock, and answers the report. */
    private static String report(Action action) {
        try (Scheduler scheduler = isolated()) {
            DeadlockException e = catchThrowableOfType(DeadlockException.class, () -> scheduler.run(action));
            boolean unused = scheduler.shutdown(Duration.ZERO); // which cancels those that are left
            assertThat(e).as("a deadlock").isNotNull();
            return e.getMessage();
        }
    }

    @Fiber
    private static void receiveBelow(Channel<Integer> channel) {
        channel.receive();
    }

    @Test
    void d4WhoReceivesAndWhoSendsIsNamedWithItsCalls() {
        Channel<Integer> empty = Channel.rendezvous();
        Channel<Integer> full = Channel.buffered(1);
        String report = report(() -> {
            full.send(1);
            Weft.go("sender", () -> full.send(2));
            receiveBelow(empty);
        });
        assertThat(report)
                .contains("\"main\" waits in Channel.receive at Channel#", " (rendezvous):\n")
                .contains("at " + DeadlockTest.class.getName() + ".receiveBelow(DeadlockTest.java:")
                .contains("\"sender\" waits in Channel.send at Channel#", " (1 of 1 stored):\n")
                .contains("None has run since ")
                .doesNotContain("Circle", "dev.weft.internal", "Continuation");
    }

    @Test
    void d4ACircleOfJoinsIsNamed() {
        String report = report(() -> {
            AtomicReference<Routine<Void>> b = new AtomicReference<>();
            Channel<Integer> bIsThere = Channel.rendezvous();
            Routine<Void> a = Weft.go("a", () -> {
                bIsThere.receive();
                b.get().join();
            });
            b.set(Weft.go("b", () -> a.join()));
            bIsThere.send(1);
            a.join();
        });
        assertThat(report)
                .containsAnyOf(
                        "Circle: \"a\" waits for the end of \"b\"; \"b\" waits for the end of \"a\".\n",
                        "Circle: \"b\" waits for the end of \"a\"; \"a\" waits for the end of \"b\".\n")
                .contains("\"main\" waits in Routine.join for the end of \"a\":\n");
    }

    @Test
    void d4TheHolderOfWhatIsDoneOnceIsNamed() {
        String report = report(() -> {
            Once once = new Once();
            AtomicReference<Routine<Void>> second = new AtomicReference<>();
            Routine<Void> first = Weft.go(
                    "first",
                    () -> once.run(() -> {
                        while (second.get() == null) Weft.yield();
                        second.get().join();
                    }));
            second.set(Weft.go("second", () -> once.run(() -> {})));
            first.join();
        });
        assertThat(report)
                .contains("\"second\" waits at Once#")
                .contains("which \"first\" has")
                .contains("Circle: ");
    }

    @Test
    void d2EveryKindOfWaitCounts() {
        assertThat(report(() -> {
                    Mutex mutex = new Mutex();
                    mutex.lock();
                    mutex.lock();
                }))
                .contains("\"main\" waits in Mutex.lock at Mutex#");
        assertThat(report(() -> {
                    WaitGroup group = new WaitGroup();
                    group.add(1);
                    group.await();
                }))
                .contains("\"main\" waits in WaitGroup.await at Count#");
        assertThat(report(() -> {
                    Channel<Integer> channel = Channel.rendezvous();
                    Routine<Void> other = Weft.go("other", () -> channel.send(1));
                    Channel<Integer> never = Channel.buffered(3);
                    Select.of(Select.receive(never), Select.join(other)).await();
                }))
                .contains("\"main\" waits in Select.await for one of: receive from Channel#")
                .contains("(0 of 3 stored) | the end of \"other\"");
        assertThat(report(() -> Select.of().await())).contains("\"main\" waits in Select.await for one of: nothing");
    }

    @Test
    void d2APinnedFiberThatWaitsForOthersCountsToo() {
        Channel<Integer> never = Channel.rendezvous();
        assertThat(report(() -> {
                    Object monitor = new Object();
                    synchronized (monitor) {
                        never.receive();
                    }
                }))
                .contains("\"main\" waits in Channel.receive at Channel#");
    }

    @Test
    void d2ARunInAFiberIsAWaitLikeOthers() {
        assertThat(report(() -> Weft.run(() -> {
                    Channel.rendezvous().receive();
                })))
                .contains("in Channel.receive at")
                .contains("for the end of \"main\"");
    }

    @Test
    void d5TheMainFiberIsCancelledAndOthersStay() {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        AtomicReference<Routine<Void>> other = new AtomicReference<>();
        Channel<Integer> never = Channel.rendezvous();
        try (Scheduler scheduler = isolated()) {
            assertThatThrownBy(() -> scheduler.run(() -> {
                        other.set(Weft.go(() -> {
                            never.receive();
                        }));
                        try {
                            never.receive();
                        } catch (CancelledException e) {
                            seen.set(e);
                            throw e;
                        }
                    }))
                    .isInstanceOf(DeadlockException.class);
            Watchdog.await("the cancellation", () -> seen.get() != null, scheduler::toString);
            assertThat(other.get().state()).isEqualTo(Routine.State.WAITING);
            boolean unused = scheduler.shutdown(Duration.ZERO);
        }
    }

    /** Each of these would be found to be stuck if what it waits for weren't looked at; it takes longer than the looks. */
    @Test
    void d2NoReportWhileSomethingIsGoingToHappen() {
        Duration longer = Duration.ofMillis(300);
        List<Action> actions = List.of(
                () -> Weft.sleep(longer),
                () -> Weft.blocking(() -> Thread.sleep(longer.toMillis())),
                () -> Weft.go(() -> Weft.sleep(longer)).join(),
                () -> Select.of(Select.timeout(longer, () -> 1)).await(),
                () -> Thread.sleep(longer.toMillis()),
                () -> {
                    long end = System.nanoTime() + longer.toNanos();
                    while (System.nanoTime() < end) Weft.yield();
                });
        try (Scheduler first = isolated();
                Scheduler second = isolated()) {
            for (Action action : actions) (actions.indexOf(action) % 2 == 0 ? first : second).run(action);
        }
    }

    @Test
    void d4TheHolderOfALockIsNamed() {
        assertThat(report(() -> {
                    FiberReentrantLock lock = new FiberReentrantLock();
                    lock.lock();
                    Routine<Void> other = Weft.go("other", () -> lock.lockInterruptibly());
                    other.join();
                }))
                .contains("\"other\" waits", "which \"main\" has")
                .contains("Circle: ");
        assertThat(report(() -> {
                    FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock();
                    lock.readLock().lock();
                    Routine<Void> other =
                            Weft.go("other", () -> lock.writeLock().lockInterruptibly());
                    other.join();
                }))
                .contains("\"other\" waits", "which \"main\" has")
                .contains("Circle: ");
    }

    /** What a thread has set, or a fiber of another scheduler, has its timer there. */
    @Test
    void d2AndD3ATimeThatWasSetElsewhereCountsWhileItIsWaitedFor() {
        try (Scheduler scheduler = isolated()) {
            Timer plain = new Timer(LONGER_THAN_LOOKS);
            assertThat(scheduler.<Instant>run(() -> plain.channel().receive())).isNotNull();
            Timer selected = new Timer(LONGER_THAN_LOOKS);
            Channel<Instant> never = Channel.rendezvous();
            assertThat(scheduler.<Instant>run(() -> Select.of(Select.receive(selected.channel()), Select.receive(never))
                            .await()))
                    .isNotNull();
            try (Context.Cancellable context = Context.background().withTimeout(LONGER_THAN_LOOKS)) {
                assertThat(scheduler.<Throwable>run(
                                () -> Select.of(Select.on(context.done())).await()))
                        .isInstanceOf(TimeoutException.class);
            }
            try (Context.Cancellable context = Context.background().withTimeout(LONGER_THAN_LOOKS)) {
                assertThatThrownBy(() -> context.run(() -> scheduler.run(() -> never.receive())))
                        .isInstanceOf(CancelledException.class);
            }
        }
        Timer stopped = new Timer(Duration.ofDays(1));
        stopped.stop();
        assertThat(report(() -> stopped.channel().receive())).contains("\"main\" waits");
    }
}

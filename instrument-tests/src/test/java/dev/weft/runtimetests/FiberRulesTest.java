// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** F1 to F9 of docs/semantics.md as fibers, threads and both see them; F5 is in LeakTest. */
@Timeout(60)
class FiberRulesTest {
    private static final Duration LONG = Duration.ofDays(1);

    // ---------------------------------------------------------------- F1: failures

    @InEachSetting
    void f1AFailureIsThrownToEachThatJoins(Setting setting) {
        IOException failure = new IOException("expected");
        Channel<Integer> gate = Channel.rendezvous();
        Routine<?> routine = Weft.go("failing", () -> {
            gate.receive();
            throw failure;
        });
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < 3; i++) cast.startParked("joining before " + i, () -> joinFailing(routine, failure));
            gate.send(1);
            cast.joinAll();
            cast.start("joining after", () -> joinFailing(routine, failure)).join();
        }
    }

    @Fiber
    private static void joinFailing(Routine<?> routine, Throwable failure) {
        try {
            routine.join();
        } catch (RoutineFailedException e) {
            if (e.getCause() == failure) return;
            throw e;
        }
        throw new AssertionError("it has failed");
    }

    @InEachSetting
    void f1RunThrowsWhatIsUncheckedAsItIs(Setting setting) {
        Cast.all(setting, () -> {
            IllegalStateException unchecked = new IllegalStateException("expected");
            IOException checked = new IOException("expected");
            try {
                Weft.run(() -> {
                    throw unchecked;
                });
                throw new AssertionError("it has failed");
            } catch (IllegalStateException e) {
                assertThat(e).isSameAs(unchecked);
            }
            try {
                Weft.run(() -> {
                    throw checked;
                });
                throw new AssertionError("it has failed");
            } catch (RoutineFailedException e) {
                assertThat(e).hasCause(checked);
            }
        });
    }

    // ---------------------------------------------------------------- F2: interruption

    @InEachSetting
    void f2WhoIsInterruptedStaysSoAndNobodyElseIs(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        Channel<Integer> gate = Channel.rendezvous();
        Routine<Integer> routine = Weft.go(gate::receive);
        try (Cast cast = new Cast(setting)) {
            for (Action wait : List.<Action>of(never::receive, routine::join, () -> Weft.sleep(LONG))) {
                Actor.cancelled(cast.startParked("interrupted", () -> {
                    try {
                        wait.run();
                    } catch (CancelledException e) {
                        assertThat(Weft.inFiber() || Thread.currentThread().isInterrupted())
                                .isTrue();
                        throw e;
                    }
                }));
                cast.start("another, maybe on its carrier", () -> Weft.sleep(Duration.ofNanos(1)))
                        .join();
            }
        }
        gate.send(1);
        routine.join();
    }

    // ---------------------------------------------------------------- F3: thread locals

    @InEachSetting
    void f3WhatIsSetInAThreadLocalIsThereAlsoAfterAWait(Setting setting) {
        ThreadLocal<Integer> local = new ThreadLocal<>();
        AtomicInteger numbers = new AtomicInteger();
        Cast.all(setting, () -> {
            for (int i = 0; i < 100; i++) {
                Integer number = numbers.incrementAndGet();
                local.set(number);
                Weft.yield();
                if (!number.equals(local.get())) throw new AssertionError(local.get());
            }
        });
        assertThat(local.get()).isNull();
    }

    // ---------------------------------------------------------------- F4: yield

    @InEachSetting
    void f4WhoYieldsLetsTheOthersGoOnAndTakesNoWakeUp(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        AtomicInteger received = new AtomicInteger();
        int each = 50;
        try (Cast cast = new Cast(setting)) {
            cast.start("asking", () -> {
                while (received.get() < 2 * each) Weft.yield();
            });
            for (int i = 0; i < 2; i++) {
                cast.start("receiving " + i, () -> {
                    for (int n = 0; n < each; n++) {
                        Weft.yield();
                        channel.receive();
                        received.incrementAndGet();
                        Weft.yield();
                    }
                });
            }
            cast.start("sending", () -> {
                for (int n = 0; n < 2 * each; n++) {
                    channel.send(n);
                    Weft.yield();
                }
            });
            cast.joinAll();
        }
        assertThat(received).hasValue(2 * each);
    }

    // ---------------------------------------------------------------- F6 to F8: where nobody can be suspended

    /** More of them than there are carriers, by hand-over to each. */
    private static void takenBy(Setting setting, TakesOne takes) {
        Channel<Integer> channel = Channel.rendezvous();
        AtomicInteger sum = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < 4; i++)
                cast.startParked("taking " + i, () -> {
                    int taken = takes.from(channel);
                    sum.addAndGet(taken);
                });
            cast.start("sending", () -> {
                for (int n = 1; n <= 4; n++) channel.send(n);
            });
            cast.joinAll();
        }
        assertThat(sum).hasValue(10);
    }

    /** Receives, in some place. */
    interface TakesOne {
        @Fiber
        int from(Channel<Integer> channel);
    }

    @InEachSetting
    void f6WhoWaitsBelowAForeignFrameHoldsNobodyUp(Setting setting) {
        takenBy(setting, channel -> {
            int[] taken = {0};
            List.of(1).forEach(x -> taken[0] = channel.receive());
            return taken[0];
        });
    }

    @InEachSetting
    void f7AMonitorIsHeldAllTheTime(Setting setting) {
        takenBy(setting, channel -> {
            Object monitor = new Object();
            synchronized (monitor) {
                int taken = channel.receive();
                if (!Thread.holdsLock(monitor)) throw new AssertionError("it was left");
                return taken;
            }
        });
    }

    @InEachSetting
    void f7NobodyElseEntersAMonitorMeanwhile(Setting setting) {
        Object monitor = new Object();
        Channel<Integer> channel = Channel.rendezvous();
        int[] inside = {0};
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < 3; i++) {
                cast.start("entering " + i, () -> {
                    synchronized (monitor) {
                        if (++inside[0] != 1) throw new AssertionError(inside[0]);
                        channel.receive();
                        inside[0]--;
                    }
                });
            }
            cast.start("sending", () -> {
                for (int i = 0; i < 3; i++) channel.send(i);
            });
            cast.joinAll();
        }
        assertThat(inside[0]).isZero();
    }

    private static final class Taker {
        final int taken;

        Taker(Channel<Integer> channel) {
            taken = channel.receive();
        }
    }

    @InEachSetting
    void f8AConstructorWaits(Setting setting) {
        takenBy(setting, channel -> new Taker(channel).taken);
    }

    // ---------------------------------------------------------------- F9: what is visible

    @InEachSetting
    void f9WhatWasDoneBeforeGoIsSeenByTheFiberAndWhatItDidAfterTheJoin(Setting setting) {
        Cast.all(setting, () -> {
            for (int round = 0; round < 50; round++) {
                int number = round;
                int[] plain = {0, 0, 0};
                plain[0] = number;
                Routine<Integer> routine = Weft.go(() -> {
                    plain[1] = plain[0];
                    if (number % 3 == 0) Weft.yield();
                    return plain[1]++;
                });
                if (routine.join() != number || plain[1] != number + 1) throw new AssertionError(plain[1]);
                Weft.run(() -> {
                    plain[2] = plain[1];
                });
                if (plain[2] != number + 1) throw new AssertionError(plain[2]);
            }
        });
    }
}

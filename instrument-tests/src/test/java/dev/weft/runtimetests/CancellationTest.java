// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** K1 to K5 of docs/semantics.md; what a context ends is in ContextWaitsTest. */
@Timeout(60)
class CancellationTest {
    private static final Duration LONG = Duration.ofDays(1);

    @InEachSetting
    void k1WhoIsCancelledCannotWaitAnyMoreButCleansUp(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        Channel<Integer> full = Channel.buffered(1);
        AtomicInteger ends = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            Actor actor = cast.startParked("waiting", () -> {
                try {
                    never.receive();
                } catch (CancelledException e) {
                    ends.incrementAndGet();
                }
                full.send(1); // need not wait
                try {
                    full.send(2);
                } catch (CancelledException e) {
                    ends.incrementAndGet();
                }
                assertThat(full.receive()).isEqualTo(1);
                Weft.sleep(LONG);
            });
            Actor.cancelled(actor);
        }
        assertThat(ends).hasValue(2);
        assertThat(full.tryReceive()).isNull();
        assertThat(never.trySend(1)).as("nobody waits any more").isFalse();
    }

    @InEachSetting
    void k1ARoutineIsCancelledBeforeItWaits(Setting setting) {
        Cast.all(setting, () -> {
            AtomicInteger steps = new AtomicInteger();
            Channel<Integer> begun = Channel.rendezvous();
            Channel<Integer> never = Channel.rendezvous();
            Routine<Integer> routine = Weft.go(() -> {
                begun.receive();
                while (steps.get() == 0) Weft.yield();
                steps.incrementAndGet();
                return never.receive();
            });
            begun.send(1);
            routine.cancel();
            steps.set(1);
            expectCancelled(routine);
            assertThat(steps).hasValue(2);
        });
    }

    @Fiber
    private static void expectCancelled(Routine<?> routine) {
        try {
            routine.join();
        } catch (CancelledException e) {
            assertThat(routine.state()).isEqualTo(Routine.State.CANCELLED);
            return;
        }
        throw new AssertionError("it was cancelled");
    }

    @InEachSetting
    void k2AJoinTellsHowARoutineHasEnded(Setting setting) {
        Cast.all(setting, () -> {
            Routine<?> cancelled = Weft.go(() -> Weft.sleep(LONG));
            Routine<Integer> returns = Weft.go(() -> {
                try {
                    Weft.sleep(LONG);
                } catch (CancelledException e) {
                    return 1;
                }
                return 2;
            });
            Routine<?> joining = Weft.go(() -> cancelled.join());
            for (Routine<?> routine : List.of(cancelled, returns)) routine.cancel();
            expectCancelled(cancelled);
            expectCancelled(joining);
            assertThat(returns.join()).isEqualTo(1);
            returns.cancel();
            assertThat(returns.state()).isEqualTo(Routine.State.SUCCEEDED);
            assertThat(returns.join()).isEqualTo(1);
        });
    }

    @InEachSetting
    void k3WhatAContextHasEndedWaitsOutsideOfIt(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        AtomicInteger ends = new AtomicInteger();
        try (Cast cast = new Cast(setting);
                Context.Cancellable context = Context.background().withCancel()) {
            Actor actor = cast.startParked("waiting", () -> {
                try {
                    context.run(() -> channel.receive());
                } catch (CancelledException e) {
                    ends.incrementAndGet();
                }
                if (channel.receive() != 1) throw new AssertionError("only one was sent");
            });
            context.cancel();
            Watchdog.await("the first wait to end", () -> ends.get() == 1, context::toString);
            channel.send(1);
            actor.join();
        }
        assertThat(ends).hasValue(1);
    }

    @InEachSetting
    void k3WhoWasCancelledHimselfWaitsInNoContext(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            Actor.cancelled(cast.startParked("waiting", () -> {
                try {
                    never.receive();
                } catch (CancelledException e) {
                    Context.background().run(() -> never.receive());
                }
            }));
        }
    }

    @InEachSetting
    void k4AWaitInABlockingCallIsCalledPlainlyAndEndsToo(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        Cast.all(setting, () -> {
            Routine<Integer> waits = Weft.go(() -> Weft.blocking(() -> {
                if (Weft.inFiber()) throw new AssertionError("it would be suspended");
                return channel.receive();
            }));
            channel.send(1);
            assertThat(waits.join()).isEqualTo(1);
            Routine<?> cancelled = Weft.go(() -> Weft.blocking(() -> Weft.sleep(LONG)));
            cancelled.cancel();
            expectCancelled(cancelled);
        });
    }

    @InEachSetting
    void k5WhatWasDoneBeforeACancelIsSeenByWhatItEnds(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 20; round++) {
                int[] plain = {0};
                AtomicInteger seen = new AtomicInteger();
                Routine<?> routine = Weft.go(() -> {
                    try {
                        never.receive();
                    } finally {
                        seen.set(plain[0]);
                    }
                });
                cast.start("cancelling", () -> {
                            plain[0] = 7;
                            routine.cancel();
                        })
                        .join();
                Watchdog.await("the end", routine::isDone, routine::toString);
                assertThat(seen).hasValue(7);
            }
        }
    }
}

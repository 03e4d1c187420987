// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.IntChannel;
import dev.weft.channel.Ticker;
import dev.weft.context.Context;
import dev.weft.context.Race;
import dev.weft.sync.SingleFlight;
import dev.weft.sync.concurrent.FiberArrayBlockingQueue;
import dev.weft.sync.concurrent.FiberCountDownLatch;
import dev.weft.sync.concurrent.FiberCyclicBarrier;
import dev.weft.sync.concurrent.FiberSemaphore;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;

/** The edges of happens-before of docs/semantics.md that the tests of the operations don't look at: all fields are plain. */
@Timeout(60)
class MemoryEffectsTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final int ROUNDS = 50;

    private static void expect(int expected, int actual) {
        if (expected != actual) throw new AssertionError(actual + " instead of " + expected);
    }

    @InEachSetting
    void c16WhatHappenedBeforeASendIsSeenAfterTheReceive(Setting setting) {
        IntChannel channel = IntChannel.buffered(1);
        IntChannel back = IntChannel.rendezvous();
        int[] plain = {0, 0};
        try (Cast cast = new Cast(setting)) {
            cast.start("sending", () -> {
                for (int i = 1; i <= ROUNDS; i++) {
                    plain[0] = i;
                    channel.send(i);
                    expect(i, back.receive());
                    expect(i, plain[1]);
                }
            });
            cast.start("receiving", () -> {
                for (int i = 1; i <= ROUNDS; i++) {
                    expect(i, channel.receive());
                    expect(i, plain[0]);
                    plain[1] = i;
                    back.send(i);
                }
            });
            cast.joinAll();
        }
    }

    @InEachSetting
    void x9WhatWasDoneBeforeACancelIsSeenByAllThatLearnOfIt(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        Channel<Integer> ran = Channel.rendezvous();
        int[] plain = {0};
        try (Cast cast = new Cast(setting);
                Context.Cancellable context = Context.background().withCancel()) {
            context.afterFunc(() -> ran.send(plain[0]));
            cast.startParked("waiting", () -> {
                try {
                    context.run(() -> never.receive());
                } catch (CancelledException e) {
                    expect(7, plain[0]);
                    return;
                }
                throw new AssertionError("nothing was sent");
            });
            cast.start("asking", () -> {
                while (!context.isCancelled()) Weft.yield();
                expect(7, plain[0]);
            });
            cast.start("cancelling", () -> {
                plain[0] = 7;
                context.cancel();
            });
            cast.joinAll();
            assertThat(ran.receive()).isEqualTo(7);
        }
    }

    @InEachSetting
    void t1WhatWasDoneBeforeATickerWasSetIsSeenAfterItsTick(Setting setting) {
        int[] plain = {0};
        Ticker ticker = new Ticker(Duration.ofDays(1));
        try (Cast cast = new Cast(setting)) {
            cast.startParked("waiting", () -> {
                ticker.channel().receive();
                expect(7, plain[0]);
            });
            cast.start("setting", () -> {
                plain[0] = 7;
                ticker.reset(SHORT);
            });
            cast.joinAll();
        }
        ticker.stop();
    }

    @InEachSetting
    void g7WhatTheWinnerDidIsSeenAfterTheJoin(Setting setting) {
        Cast.all(setting, () -> {
            int[] plain = {0};
            try (Race<Integer> race = Race.open()) {
                race.fork(() -> {
                    Weft.yield();
                    return plain[0] = 7;
                });
                expect(7, race.join());
                expect(7, plain[0]);
            }
        });
    }

    @InEachSetting
    void w7WhatOneDidIsSeenByAllThatTakeTheResult(Setting setting) {
        SingleFlight<String, int[]> flight = new SingleFlight<>();
        Channel<Integer> gate = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < 3; i++) {
                cast.startParked("wanting " + i, () -> {
                    int[] plain = flight.get("key", () -> {
                        int[] made = {gate.receive()};
                        made[0]++;
                        return made;
                    });
                    expect(7, plain[0]);
                });
            }
            gate.send(6);
            cast.joinAll();
        }
    }

    private int own;

    @Fiber
    private void countUp(Channel<Integer> channel) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            expect(3 * i, own++);
            Weft.yield();
            expect(3 * i + 1, own++);
            Weft.blocking(
                    () -> { // on a thread of the I/O pool, if it is a fiber
                        own++;
                    });
            channel.receive();
        }
    }

    /** One actor at a time writes; it goes from thread to thread, and others make it go. */
    @InEachSetting
    void f9WhoeverGoesFromThreadToThreadSeesWhatHeDidHimself(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        own = 0;
        try (Cast cast = new Cast(setting)) {
            cast.start("counting", () -> countUp(channel));
            cast.start("sending", () -> {
                for (int i = 0; i < ROUNDS; i++) channel.send(i);
            });
            cast.joinAll();
        }
        assertThat(own).isEqualTo(3 * ROUNDS);
    }

    @InEachSetting
    void f9WhatFibersDidIsSeenAfterTheirSchedulerHasEnded(Setting setting) {
        Cast.all(setting, () -> {
            int[] plain = {0, 0};
            Scheduler scheduler = Scheduler.builder().parallelism(1).build();
            scheduler.go(() -> {
                Weft.yield();
                plain[0] = 7;
            });
            expect(1, scheduler.shutdown(Duration.ofDays(1)) ? 1 : 0);
            expect(7, plain[0]);
        });
    }

    @InEachSetting
    void j2TheEffectsAreThoseOfTheJdk(Setting setting) {
        FiberArrayBlockingQueue<Integer> queue = new FiberArrayBlockingQueue<>(1);
        FiberCountDownLatch latch = new FiberCountDownLatch(1);
        FiberSemaphore semaphore = new FiberSemaphore(0);
        FiberCyclicBarrier barrier = new FiberCyclicBarrier(2);
        int[] plain = new int[5];
        try (Cast cast = new Cast(setting)) {
            cast.start("after", () -> {
                expect(1, queue.take());
                expect(1, plain[0]);
                latch.await();
                expect(2, plain[1]);
                semaphore.acquire();
                expect(3, plain[2]);
                plain[3] = 4;
                barrier.await();
                expect(5, plain[4]);
            });
            cast.start("before", () -> {
                plain[0] = 1;
                queue.put(1);
                Weft.yield();
                plain[1] = 2;
                latch.countDown();
                Weft.yield();
                plain[2] = 3;
                semaphore.release();
                plain[4] = 5;
                barrier.await();
                expect(4, plain[3]);
            });
            cast.joinAll();
        }
    }
}

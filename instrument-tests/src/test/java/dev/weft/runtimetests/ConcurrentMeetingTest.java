// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.sync.concurrent.FiberExchanger;
import dev.weft.sync.concurrent.FiberPhaser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** J2 and J3 of docs/semantics.md for those that wait for each other: exchangers and phasers. */
class ConcurrentMeetingTest {
    private static final int ACTORS = 4;
    private static final int ROUNDS = 60;

    // ---------------------------------------------------------------- exchanger

    @InEachSetting
    void j2WhatIsExchangedIsNeitherLostNorDoubled(Setting setting) {
        FiberExchanger<Long> exchanger = new FiberExchanger<>();
        AtomicLong sum = new AtomicLong();
        AtomicInteger meetings = new AtomicInteger(ACTORS / 2 * ROUNDS);
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                long first = 1L << (8 * a);
                boolean gives = a % 2 == 0;
                cast.start("actor " + a, () -> {
                    long own = first;
                    while (meetings.get() > 0) {
                        try {
                            own = exchanger.exchange(own, 1, TimeUnit.MILLISECONDS);
                            if (gives) meetings.decrementAndGet();
                        } catch (TimeoutException e) {
                            continue; // the others may have gone
                        }
                    }
                    sum.addAndGet(own);
                });
            }
            cast.joinAll();
        }
        assertThat(sum).hasValue(0x01_01_01_01);
    }

    @InEachSetting
    void j3WhoIsCancelledHasExchangedNothing(Setting setting) {
        FiberExchanger<Integer> exchanger = new FiberExchanger<>();
        List<Integer> got = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            Actor cancelled = cast.startParked("cancelled", () -> got.add(exchanger.exchange(1)));
            cancelled.cancel();
            cancelled.awaitEnd();
            assertThat(cancelled.failure()).isInstanceOf(InterruptedException.class);
            Actor timed = cast.start("timed", () -> got.add(exchanger.exchange(2, 1, TimeUnit.MICROSECONDS)));
            timed.awaitEnd();
            assertThat(timed.failure()).isInstanceOf(TimeoutException.class);
            Actor first = cast.startParked("first", () -> got.add(exchanger.exchange(null)));
            cast.start("second", () -> got.add(exchanger.exchange(3))).join();
            first.join();
        }
        assertThat(got).containsExactlyInAnyOrder(3, null);
    }

    // ---------------------------------------------------------------- phaser

    @InEachSetting
    void j2APhaseEndsWhenAllHaveArrived(Setting setting) {
        for (boolean tiered : List.of(false, true)) {
            AtomicInteger ended = new AtomicInteger();
            FiberPhaser root = new FiberPhaser(tiered ? 0 : ACTORS) {
                @Override
                protected boolean onAdvance(int phase, int parties) {
                    return ended.incrementAndGet() == ROUNDS;
                }
            };
            List<FiberPhaser> phasers = new ArrayList<>();
            for (int a = 0; a < ACTORS; a++) phasers.add(tiered ? new FiberPhaser(root, 1) : root);
            try (Cast cast = new Cast(setting)) {
                for (int a = 0; a < ACTORS; a++) {
                    FiberPhaser phaser = phasers.get(a);
                    int kind = a % 3;
                    cast.start("party " + a, () -> {
                        for (int r = 0; r < ROUNDS; r++) {
                            int next = kind == 0
                                    ? phaser.arriveAndAwaitAdvance()
                                    : kind == 1
                                            ? phaser.awaitAdvanceInterruptibly(phaser.arrive())
                                            : phaser.awaitAdvanceInterruptibly(phaser.arrive(), 1, TimeUnit.DAYS);
                            if (ended.get() < r + 1) throw new AssertionError("passed too early");
                            if (next >= 0 != r < ROUNDS - 1) throw new AssertionError("terminated otherwise: " + next);
                        }
                    });
                }
                cast.joinAll();
            }
            assertThat(ended).hasValue(ROUNDS);
            assertThat(root.isTerminated()).isTrue();
        }
    }

    @InEachSetting
    void j3APartyThatIsCancelledHasArrivedAllTheSame(Setting setting) {
        FiberPhaser phaser = new FiberPhaser(3);
        try (Cast cast = new Cast(setting)) {
            Actor cancelled = cast.startParked("cancelled", () -> phaser.awaitAdvanceInterruptibly(phaser.arrive()));
            cancelled.cancel();
            cancelled.awaitEnd();
            assertThat(cancelled.failure()).isInstanceOf(InterruptedException.class);
            Actor timed = cast.start("timed", () -> phaser.awaitAdvanceInterruptibly(0, 1, TimeUnit.MICROSECONDS));
            timed.awaitEnd();
            assertThat(timed.failure()).isInstanceOf(TimeoutException.class);
            Actor other = cast.startParked("uninterruptible", phaser::arriveAndAwaitAdvance);
            other.cancel();
            assertThat(phaser.getUnarrivedParties()).isEqualTo(1);
            assertThat(phaser.arriveAndDeregister()).isZero();
            other.join();
            assertThat(phaser.getPhase()).isEqualTo(1);
            Actor waiting = cast.startParked("until the end", () -> phaser.awaitAdvance(1));
            phaser.forceTermination();
            waiting.join();
        }
    }
}

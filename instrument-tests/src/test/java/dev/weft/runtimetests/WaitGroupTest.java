// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.runtimetests.Actor.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.sync.WaitGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** W1 to W5 of docs/semantics.md: {@code WaitGroup}. */
class WaitGroupTest {
    private static final int ACTORS = 6;
    private static final Duration SHORT = Duration.ofMillis(1);

    /** Go's TestWaitGroupMisuse. */
    @InEachSetting
    void w1MoreDoneThanAddedThrowsAndChangesNothing(Setting setting) {
        WaitGroup group = new WaitGroup();
        try (Cast cast = new Cast(setting)) {
            Actor free = cast.start("done of nothing", group::done);
            free.awaitEnd();
            assertThat(free.failure()).isInstanceOf(IllegalStateException.class);
            group.add(2);
            cast.startParked("waiting", group::await);
            Actor tooMany = cast.start("done of more", () -> group.add(-3));
            tooMany.awaitEnd();
            assertThat(tooMany.failure()).isInstanceOf(IllegalStateException.class);
            assertThat(group.toString()).isEqualTo("WaitGroup[2 to be done]");
            cast.start("all", () -> group.add(-2)).join();
        }
        assertThat(group.await(Duration.ZERO)).isTrue();
    }

    @InEachSetting
    void w2AllThatWaitGoOnWhenTheCountIsZeroAndTheGroupIsUsedAgain(Setting setting) {
        WaitGroup group = new WaitGroup();
        for (int round = 0; round < 3; round++) {
            group.add(ACTORS);
            int[] plain = new int[ACTORS];
            try (Cast cast = new Cast(setting)) {
                for (int i = 0; i < 3; i++) {
                    cast.startParked("waiting " + i, () -> {
                        group.await();
                        if (Arrays.stream(plain).sum() != ACTORS) throw new AssertionError(Arrays.toString(plain));
                    });
                }
                for (int i = 0; i < ACTORS; i++) {
                    int number = i;
                    cast.start("done " + i, () -> {
                        plain[number] = 1;
                        group.done();
                    });
                }
                cast.joinAll();
            }
        }
    }

    @InEachSetting
    void w2AWaitEndsByTimeAndByCancellation(Setting setting) {
        WaitGroup group = new WaitGroup();
        group.add(1);
        try (Cast cast = new Cast(setting)) {
            cast.start("for a time", () -> {
                if (group.await(SHORT)) throw new AssertionError("nothing was done");
            });
            cast.joinAll();
            cancelled(cast.startParked("cancelled", group::await));
        }
        group.done();
    }

    /** Go's TestWaitGroupGo, with a body that fails. */
    @InEachSetting
    void w5AFiberThatThrowsIsDoneToo(Setting setting) {
        WaitGroup group = new WaitGroup();
        AtomicInteger done = new AtomicInteger();
        Routine<?> failing = Cast.ask(setting, () -> {
            Routine<?> routine = group.go(() -> {
                throw new IOException("expected");
            });
            for (int i = 0; i < 100; i++) {
                group.go(() -> {
                    Weft.yield();
                    done.incrementAndGet();
                });
            }
            group.await();
            return routine;
        });
        assertThat(done).hasValue(100);
        Watchdog.await("the failure", () -> failing.failure() != null, failing::toString);
        assertThat(failing.failure()).isInstanceOf(IOException.class);
    }

    /** In the place of Go's TestWaitGroupMisuse2: what is added is waited for by those only that come later. */
    @InEachSetting
    void w2WhatIsAddedAfterZeroKeepsNobodyWhoWaitedBefore(Setting setting) {
        WaitGroup group = new WaitGroup();
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 200; round++) {
                group.add(1);
                Actor waiting = cast.start("waiting", group::await);
                if (round % 2 == 0) waiting.awaitParked();
                cast.start("zero, and more", () -> {
                            group.done();
                            group.add(1);
                        })
                        .join();
                if (round % 2 == 0) waiting.join();
                group.done();
                waiting.join();
            }
        }
    }

    /** In the place of Go's TestWaitGroupMisuse3: it is used again while some have yet to return from the time before. */
    @InEachSetting
    void w3AGroupIsUsedAgainBeforeAllHaveReturned(Setting setting) {
        WaitGroup group = new WaitGroup();
        AtomicInteger returned = new AtomicInteger();
        group.add(1);
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 20; round++) {
                List<Actor> waiting = new ArrayList<>();
                for (int i = 0; i < ACTORS; i++) {
                    waiting.add(cast.startParked("waiting " + i, () -> {
                        group.await();
                        returned.incrementAndGet();
                    }));
                }
                assertThat(returned).hasValue(round * ACTORS);
                group.done();
                group.add(1);
                for (Actor actor : waiting) actor.join();
            }
        }
        assertThat(group.await(Duration.ZERO)).isFalse();
    }

    /** Go's TestWaitGroupRace. */
    @InEachSetting
    void w4WhatWasDoneBeforeDoneIsSeenAfterTheWait(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 200; round++) {
                WaitGroup group = new WaitGroup();
                int[] plain = new int[2];
                group.add(2);
                for (int i = 0; i < 2; i++) {
                    int number = i;
                    cast.start("done " + i, () -> {
                        plain[number] = 1;
                        group.done();
                    });
                }
                cast.start("waiting", () -> {
                            group.await();
                            if (plain[0] + plain[1] != 2) throw new AssertionError(Arrays.toString(plain));
                        })
                        .join();
            }
            cast.joinAll();
        }
    }
}

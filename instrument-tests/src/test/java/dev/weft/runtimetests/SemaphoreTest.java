// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.runtimetests.Actor.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Weft;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** W12 of docs/semantics.md: {@code Semaphore}. */
class SemaphoreTest {
    private static final int ACTORS = 6;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    /** x/sync's TestWeighted. */
    @InEachSetting
    void w12NoMorePermitsAreOutThanThereAre(Setting setting) {
        Semaphore semaphore = new Semaphore(5);
        AtomicInteger out = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int wanted = 1 + a % 4;
                cast.start("actor " + a, () -> {
                    for (int i = 0; i < 500; i++) {
                        if (wanted != 2 || !semaphore.tryAcquire(wanted)) semaphore.acquire(wanted);
                        if (out.addAndGet(wanted) > 5) throw new AssertionError("too many permits");
                        if (i % 16 == 0) Weft.yield();
                        out.addAndGet(-wanted);
                        semaphore.release(wanted);
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(semaphore.available()).isEqualTo(5);
        assertThat(semaphore.toString()).isEqualTo("Semaphore[5 of 5 free]");
    }

    /** x/sync's TestAllocCancelDoesntStarve. */
    @InEachSetting
    void w12WhoWantsManyIsNotOvertakenAndBlocksNobodyOnceCancelled(Setting setting) {
        Semaphore semaphore = new Semaphore(4);
        semaphore.acquire(2);
        try (Cast cast = new Cast(setting)) {
            Actor large = cast.startParked("large", () -> semaphore.acquire(4));
            Actor small = cast.startParked("small", semaphore::acquire);
            assertThat(semaphore.tryAcquire()).isFalse();
            cancelled(large);
            small.join();
            assertThat(semaphore.available()).isEqualTo(1);
            Actor again = cast.startParked("again", () -> semaphore.acquire(4));
            cast.start("for a time", () -> {
                        if (semaphore.tryAcquire(1, SHORT)) throw new AssertionError("overtaken");
                    })
                    .join();
            semaphore.release(3);
            again.join();
        }
    }

    /** x/sync's TestWeightedPanic and TestWeightedDoesntBlockIfTooBig. */
    @Test
    void w12WrongNumbersAreErrors() {
        assertThatThrownBy(() -> new Semaphore(0)).isInstanceOf(IllegalArgumentException.class);
        Semaphore semaphore = new Semaphore(2);
        assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> semaphore.acquire(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> semaphore.tryAcquire(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(semaphore.tryAcquire(2, LONG)).isTrue();
        assertThatThrownBy(() -> semaphore.release(3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(semaphore.available()).isZero();
    }

    /** x/sync's TestWeightedTryAcquire. */
    @InEachSetting
    void w12ATryTakesWhatIsFree(Setting setting) {
        assertThat(Cast.ask(setting, () -> {
                    Semaphore semaphore = new Semaphore(2);
                    List<Boolean> tries = new ArrayList<>();
                    semaphore.acquire(1);
                    tries.add(semaphore.tryAcquire(1));
                    tries.add(semaphore.tryAcquire(1));
                    semaphore.release(2);
                    tries.add(semaphore.tryAcquire(1));
                    semaphore.acquire(1);
                    tries.add(semaphore.tryAcquire(1, SHORT));
                    return tries;
                }))
                .containsExactly(true, false, true, false);
    }

    /** x/sync's TestLargeAcquireDoesntStarve: those that take one at a time, again and again, let it through. */
    @InEachSetting
    void w12WhoWantsAllGetsItThoughOthersTakeOneAgainAndAgain(Setting setting) {
        int permits = 4;
        Semaphore semaphore = new Semaphore(permits);
        AtomicInteger stop = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            semaphore.acquire(permits);
            for (int i = 0; i < permits; i++) {
                cast.start("small " + i, () -> {
                    while (stop.get() == 0) {
                        semaphore.acquire();
                        Weft.yield();
                        semaphore.release();
                    }
                });
            }
            semaphore.release(permits);
            cast.start("large", () -> {
                semaphore.acquire(permits);
                stop.set(1);
                semaphore.release(permits);
            });
            cast.joinAll();
        }
    }

    @InEachSetting
    void w12WhoAcquiresSeesWhatWasDoneBeforeTheRelease(Setting setting) {
        Semaphore semaphore = new Semaphore(1);
        int[] plain = {0};
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                cast.start("actor " + a, () -> {
                    for (int i = 0; i < 500; i++) {
                        semaphore.acquire();
                        plain[0]++;
                        semaphore.release();
                        if (i % 64 == 0) Weft.yield();
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(plain[0]).isEqualTo(ACTORS * 500);
    }
}

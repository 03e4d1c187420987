// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.runtimetests.Actor.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.sync.Barrier;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** W13 of docs/semantics.md: {@code Barrier}. */
class BarrierTest {
    private static final int ACTORS = 6;

    @InEachSetting
    void w13AllComeBeforeAnyGoesOn(Setting setting) {
        int phases = 50;
        Barrier barrier = new Barrier(ACTORS);
        int[] plain = new int[ACTORS];
        AtomicInteger last = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int number = a;
                cast.start("actor " + a, () -> {
                    for (int phase = 1; phase <= phases; phase++) {
                        plain[number] = phase;
                        if (barrier.await()) last.incrementAndGet();
                        for (int p : plain) if (p != phase) throw new AssertionError(Arrays.toString(plain));
                        barrier.await();
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(last).hasValue(phases);
    }

    @InEachSetting
    void w13WhoIsCancelledHasNotCome(Setting setting) {
        Barrier barrier = new Barrier(2);
        try (Cast cast = new Cast(setting)) {
            cancelled(cast.startParked("cancelled", barrier::await));
            Actor first = cast.startParked("first", barrier::await);
            assertThat(barrier.await()).isTrue();
            first.join();
        }
        assertThatThrownBy(() -> new Barrier(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Barrier(1).await()).isTrue();
    }
}

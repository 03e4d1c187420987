// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.runtimetests.Actor.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Weft;
import dev.weft.sync.Mutex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** W8 of docs/semantics.md: {@code Mutex}. */
class MutexTest {
    private static final int ACTORS = 6;
    private static final Duration SHORT = Duration.ofMillis(1);

    /** Go's TestMutex (HammerMutex). */
    @InEachSetting
    void w8OneAtATimeHoldsAMutexAndSeesWhatTheOthersDid(Setting setting) {
        Mutex mutex = new Mutex();
        int[] count = {0};
        int each = 2_000;
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int number = a;
                cast.start("actor " + a, () -> {
                    for (int i = 0; i < each; i++) {
                        if (number == 0) while (!mutex.tryLock()) Weft.yield();
                        else if (number == 1) while (!mutex.tryLock(SHORT)) Weft.yield();
                        else mutex.lock();
                        try {
                            int before = count[0];
                            if (i % 64 == 0) Weft.yield();
                            count[0] = before + 1;
                        } finally {
                            mutex.unlock();
                        }
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(count[0]).isEqualTo(ACTORS * each);
        assertThat(mutex.isLocked()).isFalse();
    }

    /** Go's TestMutexMisuse. */
    @Test
    void w8UnlockOfAFreeMutexThrows() {
        Mutex mutex = new Mutex();
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalStateException.class);
        mutex.lock();
        assertThat(mutex.tryLock()).isFalse();
        assertThat(mutex.tryLock(SHORT)).isFalse();
        assertThat(mutex.toString()).isEqualTo("Mutex[locked]");
        mutex.unlock();
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalStateException.class);
        assertThat(mutex.tryLock(Duration.ZERO)).isTrue();
    }

    /** Go's TestMutexFairness: one that locks again and again doesn't keep another from it. */
    @InEachSetting
    void w8NobodyIsStarved(Setting setting) {
        Mutex mutex = new Mutex();
        AtomicInteger stop = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("greedy", () -> {
                while (stop.get() == 0) {
                    mutex.lock();
                    Weft.yield();
                    mutex.unlock();
                }
            });
            cast.start("modest", () -> {
                for (int i = 0; i < 20; i++) {
                    Weft.sleep(Duration.ofNanos(100_000));
                    mutex.lock();
                    mutex.unlock();
                }
                stop.set(1);
            });
            cast.joinAll();
        }
    }

    @InEachSetting
    void w8WhoIsCancelledIsNotHandedTheMutex(Setting setting) {
        Mutex mutex = new Mutex();
        mutex.lock();
        try (Cast cast = new Cast(setting)) {
            Actor first = cast.startParked("first", mutex::lock);
            Actor second = cast.startParked("second", mutex::lock);
            cancelled(first);
            mutex.unlock();
            second.join();
        }
        assertThat(mutex.isLocked()).isTrue();
    }

    @InEachSetting
    void w8CancellationsThatRaceWithUnlocksLoseNothing(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 200; round++) {
                Mutex mutex = new Mutex();
                mutex.lock();
                List<Actor> actors = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    actors.add(cast.start("actor " + i, () -> {
                        mutex.lock();
                        mutex.unlock();
                    }));
                }
                if (round % 2 == 0) actors.get(0).awaitParked();
                Actor unlocking = cast.start("unlocking", mutex::unlock);
                actors.get(0).cancel();
                unlocking.join();
                actors.get(0).awaitEnd();
                actors.get(1).join();
                actors.get(2).join();
                assertThat(mutex.tryLock()).isTrue();
            }
        }
    }
}

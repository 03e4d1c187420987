// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.runtimetests.Actor.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.sync.RwMutex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** W11 of docs/semantics.md: {@code RwMutex}. */
class RwMutexTest {
    private static final int ACTORS = 6;

    /** Go's TestRWMutex (HammerRWMutex). */
    @InEachSetting
    void w11ReadersShareAndWritersDoNot(Setting setting) {
        RwMutex mutex = new RwMutex();
        int[] pair = {0, 0};
        int each = 1_000;
        AtomicInteger reading = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                boolean writes = a % 3 == 0;
                cast.start("actor " + a, () -> {
                    for (int i = 0; i < each; i++) {
                        if (writes) write(mutex, pair, reading, i);
                        else read(mutex, pair, reading, i);
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(pair).containsOnly(each * ACTORS / 3);
        assertThat(mutex.tryLock()).isTrue();
    }

    @Fiber
    private static void write(RwMutex mutex, int[] pair, AtomicInteger reading, int i) {
        mutex.lock();
        pair[0]++;
        if (i % 32 == 0) Weft.yield();
        if (reading.get() != 0) throw new AssertionError("somebody reads");
        pair[1]++;
        mutex.unlock();
    }

    @Fiber
    private static void read(RwMutex mutex, int[] pair, AtomicInteger reading, int i) {
        mutex.lockRead();
        reading.incrementAndGet();
        if (i % 32 == 0) Weft.yield();
        if (pair[0] != pair[1]) throw new AssertionError("somebody writes");
        reading.decrementAndGet();
        mutex.unlockRead();
    }

    @InEachSetting
    void w11AWriterThatWaitsKeepsLaterReadersWaiting(Setting setting) {
        RwMutex mutex = new RwMutex();
        mutex.lockRead();
        assertThat(mutex.tryLockRead()).isTrue();
        assertThat(mutex.tryLock()).isFalse();
        mutex.unlockRead();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            Actor gone = cast.startParked("gone", mutex::lock);
            cast.startParked("writer", () -> {
                mutex.lock();
                order.add("writer");
                mutex.unlock();
            });
            for (int i = 0; i < 2; i++) {
                cast.startParked("reader " + i, () -> {
                    mutex.lockRead();
                    order.add("reader");
                    mutex.unlockRead();
                });
            }
            assertThat(mutex.tryLockRead()).isFalse();
            cancelled(gone);
            assertThat(order).isEmpty();
            mutex.unlockRead();
            Watchdog.await("all to have been there", () -> order.size() == 3, order::toString);
            assertThat(order).containsExactly("writer", "reader", "reader");
        }
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(mutex::unlockRead).isInstanceOf(IllegalStateException.class);
    }

    @InEachSetting
    void w11ReadersGoOnWhenTheWriterBeforeThemIsCancelled(Setting setting) {
        RwMutex mutex = new RwMutex();
        mutex.lockRead();
        try (Cast cast = new Cast(setting)) {
            Actor writer = cast.startParked("writer", mutex::lock);
            Actor reader = cast.startParked("reader", mutex::lockRead);
            cancelled(writer);
            reader.join();
        }
    }

    /** Go's TestParallelReaders: all of them hold it at once. */
    @InEachSetting
    void w11ReadersHoldItAtTheSameTime(Setting setting) {
        RwMutex mutex = new RwMutex();
        Channel<Integer> locked = Channel.unbounded();
        Channel<Integer> unlock = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.start("reader " + i, () -> {
                    mutex.lockRead();
                    locked.send(number);
                    unlock.receive();
                    mutex.unlockRead();
                });
            }
            for (int i = 0; i < ACTORS; i++) locked.receive();
            assertThat(mutex.tryLock()).isFalse();
            for (int i = 0; i < ACTORS; i++) unlock.send(i);
            cast.joinAll();
        }
        assertThat(mutex.tryLock()).isTrue();
    }
}

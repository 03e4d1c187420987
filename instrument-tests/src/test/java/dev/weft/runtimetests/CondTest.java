// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.channel.Channel;
import dev.weft.sync.Cond;
import dev.weft.sync.Mutex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** W9 of docs/semantics.md: {@code Cond}. */
class CondTest {
    private static final int ACTORS = 6;

    @InEachSetting
    void w9ASignalGoesToWhoHasWaitedLongest(Setting setting) {
        Mutex mutex = new Mutex();
        Cond cond = new Cond(mutex);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.startParked("waiting " + i, () -> {
                    mutex.lock();
                    cond.await();
                    order.add(number);
                    mutex.unlock();
                });
            }
            for (int i = 0; i < ACTORS - 2; i++) {
                int size = i + 1;
                cond.signal();
                Watchdog.await("number " + i, () -> order.size() == size, order::toString);
            }
            assertThat(order).isEqualTo(ChannelContract.range(0, ACTORS - 2));
            cond.signalAll();
            cast.joinAll();
            cond.signal();
        }
        assertThat(order).hasSize(ACTORS);
        assertThat(mutex.isLocked()).isFalse();
        assertThatThrownBy(cond::await).isInstanceOf(IllegalStateException.class);
    }

    @InEachSetting
    void w9WhoIsCancelledHoldsTheMutexAgainAndTakesNoSignal(Setting setting) {
        Mutex mutex = new Mutex();
        Cond cond = new Cond(mutex);
        AtomicInteger signalled = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            Actor first = cast.startParked("cancelled", () -> {
                mutex.lock();
                try {
                    cond.await();
                } finally {
                    mutex.unlock();
                }
            });
            cast.startParked("signalled", () -> {
                mutex.lock();
                cond.await();
                signalled.incrementAndGet();
                mutex.unlock();
            });
            mutex.lock();
            first.cancel();
            mutex.unlock();
            first.awaitEnd();
            assertThat(first.failure()).isInstanceOf(CancelledException.class);
            cond.signal();
            Watchdog.await("the other one", () -> signalled.get() == 1, mutex::toString);
        }
    }

    /** Go's TestCondSignalGenerations: a hundred of them wait, each is woken in its turn. */
    @InEachSetting
    void w9ThoseOfALaterGenerationComeLater(Setting setting) {
        int waiting = 100;
        Mutex mutex = new Mutex();
        Cond cond = new Cond(mutex);
        Channel<Boolean> running = Channel.unbounded();
        Channel<Integer> awake = Channel.unbounded();
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < waiting; i++) {
                int number = i;
                cast.start("waiting " + i, () -> {
                    mutex.lock();
                    running.send(true);
                    cond.await();
                    awake.send(number);
                    mutex.unlock();
                });
                if (i > 0) assertThat(awake.receive()).isEqualTo(i - 1);
                running.receive();
                mutex.lock(); // so it waits for the signal
                cond.signal();
                mutex.unlock();
            }
            cast.joinAll();
        }
    }

    /** Go's TestCondBroadcast: whoever waits is told, again and again, until the end. */
    @InEachSetting
    void w9SignalAllReachesAllThatWait(Setting setting) {
        int waiting = 30;
        Mutex mutex = new Mutex();
        Cond cond = new Cond(mutex);
        Channel<Integer> running = Channel.unbounded();
        Channel<Integer> awake = Channel.unbounded();
        boolean[] exit = {false};
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < waiting; i++) {
                int number = i;
                cast.start("waiting " + i, () -> {
                    mutex.lock();
                    while (!exit[0]) {
                        running.send(number);
                        cond.await();
                        awake.send(number);
                    }
                    mutex.unlock();
                });
            }
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < waiting; i++) running.receive();
                assertThat(awake.tryReceive())
                        .as("nobody wakes without a signal")
                        .isNull();
                mutex.lock();
                exit[0] = round == 9;
                cond.signalAll();
                mutex.unlock();
                boolean[] seen = new boolean[waiting];
                for (int i = 0; i < waiting; i++) {
                    int number = awake.receive();
                    assertThat(seen[number])
                            .as("number %d was woken already", number)
                            .isFalse();
                    seen[number] = true;
                }
            }
            cast.joinAll();
        }
    }

    /** Go's TestCondSignalStealing: a signal is for one that waits already, not for one that is about to. */
    @InEachSetting
    void w9WhoComesAfterASignalDoesNotTakeIt(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 100; round++) {
                Mutex mutex = new Mutex();
                Cond cond = new Cond(mutex);
                Channel<Boolean> started = Channel.unbounded();
                boolean[] done = {false};
                Actor first = cast.start("first", () -> {
                    mutex.lock();
                    started.send(true);
                    cond.await();
                    mutex.unlock();
                });
                started.receive();
                mutex.lock(); // the first one waits
                mutex.unlock();
                Actor second = cast.start("second", () -> {
                    mutex.lock();
                    started.send(true);
                    while (!done[0]) cond.await();
                    mutex.unlock();
                });
                cond.signal();
                first.join();
                started.receive();
                mutex.lock();
                done[0] = true;
                mutex.unlock();
                cond.signalAll();
                second.join();
            }
        }
    }
}

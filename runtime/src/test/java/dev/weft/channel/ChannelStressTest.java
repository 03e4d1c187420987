// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Platform threads on one channel; the same with fibers is in instrument-tests. */
@Tag("stress")
@Timeout(300)
class ChannelStressTest {
    private static final int SCALE = Integer.getInteger("weft.stress", 1);

    private static Channel<Integer> create(int capacity) {
        return capacity < 0 ? Channel.unbounded() : Channel.buffered(capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, -1})
    void eachElementArrivesOnceAndInTheOrderOfItsSender(int capacity) throws InterruptedException {
        int senders = 4;
        int each = 4_000 * SCALE;
        Channel<Integer> channel = create(capacity);
        AtomicIntegerArray seen = new AtomicIntegerArray(senders * each);
        List<Thread> sending = new ArrayList<>();
        List<Thread> receiving = new ArrayList<>();
        List<Throwable> problems = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            int first = s * each;
            sending.add(new Thread(() -> {
                for (int i = 0; i < each; i++) channel.send(first + i);
            }));
            receiving.add(new Thread(() -> receiveAll(channel, seen, senders, each)));
        }
        for (Thread t : receiving) {
            t.setUncaughtExceptionHandler((thread, e) -> problems.add(e));
            t.start();
        }
        for (Thread t : sending) t.start();
        for (Thread t : sending) t.join();
        channel.close();
        for (Thread t : receiving) t.join();

        assertThat(problems).isEmpty();
        for (int i = 0; i < seen.length(); i++)
            assertThat(seen.get(i)).as("element %d", i).isEqualTo(1);
    }

    private static void receiveAll(Channel<Integer> channel, AtomicIntegerArray seen, int senders, int each) {
        int[] last = new int[senders];
        for (Integer i = channel.receiveOrNull(); i != null; i = channel.receiveOrNull()) {
            seen.incrementAndGet(i);
            int sender = i / each;
            assertThat(i + 1).as("of sender %d", sender).isGreaterThan(last[sender]);
            last[sender] = i + 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16})
    void interruptionNeitherLosesNorDoublesAnElement(int capacity) throws InterruptedException {
        int each = 3_000 * SCALE;
        Channel<Integer> channel = create(capacity);
        AtomicIntegerArray sent = new AtomicIntegerArray(2 * each);
        AtomicIntegerArray received = new AtomicIntegerArray(2 * each);
        List<Thread> senders = new ArrayList<>();
        List<Thread> receivers = new ArrayList<>();
        for (int s = 0; s < 2; s++) {
            int first = s * each;
            senders.add(new Thread(() -> {
                for (int i = first; i < first + each; i++) {
                    try {
                        channel.send(i);
                        sent.incrementAndGet(i);
                    } catch (CancelledException e) {
                        Thread.interrupted();
                    }
                }
            }));
            receivers.add(new Thread(() -> receiveInterrupted(channel, received)));
        }
        for (Thread t : receivers) t.start();
        for (Thread t : senders) t.start();
        while (senders.stream().anyMatch(Thread::isAlive)) {
            for (Thread t : senders) t.interrupt();
            for (Thread t : receivers) t.interrupt();
            Thread.yield();
        }
        channel.close();
        for (Thread t : receivers) t.join();

        for (int i = 0; i < 2 * each; i++)
            assertThat(received.get(i)).as("element %d", i).isEqualTo(sent.get(i));
    }

    private static void receiveInterrupted(Channel<Integer> channel, AtomicIntegerArray received) {
        while (true) {
            try {
                Integer i = channel.receiveOrNull();
                if (i == null) return;
                received.incrementAndGet(i);
            } catch (CancelledException e) {
                Thread.interrupted();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16})
    void whatIsSentBeforeAConcurrentCloseArrives(int capacity) throws InterruptedException {
        for (int round = 0; round < 300 * SCALE; round++) {
            Channel<Integer> channel = create(capacity);
            int[] sent = new int[1];
            Thread sender = new Thread(() -> {
                try {
                    while (true) {
                        channel.send(1);
                        sent[0]++;
                    }
                } catch (ChannelClosedException e) {
                    assertThat(channel.isClosed()).isTrue();
                }
            });
            int[] received = new int[1];
            Thread receiver = new Thread(() -> {
                while (channel.receiveOrNull() != null) received[0]++;
            });
            sender.start();
            receiver.start();
            for (int i = 0; i < round % 50; i++) Thread.onSpinWait();
            channel.close();
            sender.join();
            receiver.join();
            assertThat(received[0]).isEqualTo(sent[0]);
        }
    }
}

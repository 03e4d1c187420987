// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import static dev.weft.channel.Waiting.startAndAwaitWaiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for each flavor of channel. Subclasses say which; the numbers are those of docs/semantics.md. */
@Timeout(60)
abstract class ChannelContract {
    final List<Object> log = Collections.synchronizedList(new ArrayList<>());

    abstract <E> Channel<E> create();

    /** How many elements can be sent without a receiver; a number that tests can fill if there is no bound. */
    abstract int room();

    private Channel<Integer> full() {
        Channel<Integer> channel = create();
        for (int i = 0; i < room(); i++) channel.send(i);
        return channel;
    }

    private boolean isBounded() {
        return create().capacity() < Integer.MAX_VALUE;
    }

    @Test
    void elementsArriveInTheirOrder() throws InterruptedException {
        Channel<Integer> channel = create();
        Thread sender = new Thread(() -> {
            for (int i = 0; i < 10_000; i++) channel.send(i);
        });
        sender.start();
        for (int i = 0; i < 10_000; i++) assertThat(channel.receive()).isEqualTo(i);
        sender.join();
    }

    @Test
    void c02SendOnAClosedChannelThrows() {
        Channel<Integer> channel = create();
        channel.close();
        assertThatThrownBy(() -> channel.send(1)).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> channel.trySend(1)).isInstanceOf(ChannelClosedException.class);
        assertThat(channel.isClosed()).isTrue();
    }

    @Test
    void c02CloseTwiceThrows() {
        Channel<Integer> channel = create();
        channel.close();
        assertThatThrownBy(channel::close).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void c02SendersThatWaitThrowWhenTheChannelIsClosed() throws InterruptedException {
        if (!isBounded()) return;
        Channel<Integer> channel = full();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            senders.add(startAndAwaitWaiting(() -> {
                try {
                    channel.send(-1);
                    log.add("sent");
                } catch (ChannelClosedException e) {
                    log.add("closed");
                }
            }));
        }
        channel.close();
        for (Thread t : senders) t.join();

        assertThat(log).containsExactly("closed", "closed", "closed");
        for (int i = 0; i < room(); i++) assertThat(channel.receive()).isEqualTo(i);
        assertThat(channel.receiveOrNull()).isNull();
    }

    @Test
    void c03ClosedChannelIsDrainedAndThenReportsTheEnd() {
        Channel<Integer> channel = full();
        channel.close();
        assertThat(channel.size()).isEqualTo(room());
        for (int i = 0; i < room(); i++) assertThat(channel.receive()).isEqualTo(i);
        assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosedException.class);
        assertThat(channel.receiveOrNull()).isNull();
    }

    @Test
    void c03NullElementIsRejected() {
        Channel<Object> channel = create();
        assertThatThrownBy(() -> channel.send(nothing())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.trySend(nothing())).isInstanceOf(NullPointerException.class);
        assertThat(channel.size()).isZero();
    }

    @SuppressWarnings("NullAway") // the point of the test
    private static Object nothing() {
        return null;
    }

    @Test
    void c04CloseWakesAllReceiversThatWait() throws InterruptedException {
        Channel<Integer> channel = create();
        List<Thread> receivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            receivers.add(startAndAwaitWaiting(() -> log.add(String.valueOf(channel.receiveOrNull()))));
        }
        receivers.add(startAndAwaitWaiting(() -> {
            try {
                log.add(channel.receive());
            } catch (ChannelClosedException e) {
                log.add("closed");
            }
        }));
        channel.close();
        for (Thread t : receivers) t.join();
        assertThat(log).containsExactlyInAnyOrder("null", "null", "null", "closed");
    }

    @Test
    void c05ReceiversAreServedInTheOrderOfTheirArrival() throws InterruptedException {
        Channel<Integer> channel = create();
        List<AtomicReference<Integer>> got = new ArrayList<>();
        List<Thread> receivers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            AtomicReference<Integer> slot = new AtomicReference<>();
            got.add(slot);
            receivers.add(startAndAwaitWaiting(() -> slot.set(channel.receive())));
        }
        for (int i = 0; i < 4; i++) channel.send(i);
        for (Thread t : receivers) t.join();
        for (int i = 0; i < 4; i++) assertThat(got.get(i).get()).isEqualTo(i);
    }

    @Test
    void c05SendersThatWaitAreServedInTheOrderOfTheirArrivalBehindTheBuffer() throws InterruptedException {
        if (!isBounded()) return;
        Channel<Integer> channel = full();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int element = room() + i;
            senders.add(startAndAwaitWaiting(() -> channel.send(element)));
        }
        for (int i = 0; i < room() + 4; i++) assertThat(channel.receive()).isEqualTo(i);
        for (Thread t : senders) t.join();
    }

    @Test
    void c06ReceiverThatWaitsIsHandedTheElementItself() throws InterruptedException {
        Channel<Integer> channel = create();
        Thread receiver = startAndAwaitWaiting(() -> log.add(channel.receive()));
        assertThat(channel.trySend(1)).isTrue();
        assertThat(channel.size()).isZero();
        receiver.join();
        assertThat(log).containsExactly(1);
    }

    @Test
    void c07SizeAndCapacityTellOfTheBuffer() {
        Channel<Integer> channel = full();
        assertThat(channel.size()).isEqualTo(room());
        assertThat(channel.capacity()).isGreaterThanOrEqualTo(room());
        if (room() > 0) channel.receive();
        assertThat(channel.size()).isEqualTo(Math.max(0, room() - 1));
        assertThat(channel.toString()).contains("Channel[");
    }

    @Test
    void c09InterruptedReceiverHasReceivedNothingAndStaysInterrupted() throws InterruptedException {
        Channel<Integer> channel = create();
        Thread receiver = startAndAwaitWaiting(() -> {
            try {
                channel.receive();
            } catch (CancelledException e) {
                log.add(Thread.currentThread().isInterrupted());
            }
        });
        receiver.interrupt();
        receiver.join();
        assertThat(log).containsExactly(true);

        Thread next = startAndAwaitWaiting(() -> log.add(channel.receive()));
        channel.send(7);
        next.join();
        assertThat(log).containsExactly(true, 7);
    }

    @Test
    void c09InterruptedSenderHasSentNothing() throws InterruptedException {
        if (!isBounded()) return;
        Channel<Integer> channel = full();
        Thread first = startAndAwaitWaiting(() -> sendOrLog(channel, -1));
        Thread second = startAndAwaitWaiting(() -> sendOrLog(channel, room()));
        first.interrupt();
        first.join();
        assertThat(log).containsExactly("cancelled");

        for (int i = 0; i <= room(); i++) assertThat(channel.receive()).isEqualTo(i);
        second.join();
        assertThat(channel.tryReceive()).isNull();
    }

    private void sendOrLog(Channel<Integer> channel, int element) {
        try {
            channel.send(element);
        } catch (CancelledException e) {
            log.add("cancelled");
        }
    }

    @Test
    void interruptedThreadMayDoWhatNeedsNoWaiting() throws InterruptedException {
        Channel<Integer> channel = create();
        Thread receiver = startAndAwaitWaiting(() -> log.add(channel.receive()));
        Thread.currentThread().interrupt();
        channel.send(1);
        assertThat(Thread.interrupted()).isTrue();
        receiver.join();
        assertThat(log).containsExactly(1);
    }

    @Test
    void c10ForEachAndIterationEndWhenClosedAndDrained() throws Exception {
        for (int way = 0; way < 2; way++) {
            Channel<Integer> channel = create();
            Thread sender = new Thread(() -> {
                for (int i = 0; i < 100; i++) channel.send(i);
                channel.close();
            });
            sender.start();
            List<Integer> got = new ArrayList<>();
            if (way == 0) {
                channel.forEach(got::add);
            } else {
                for (Iterator<Integer> i = channel.elements().iterator(); i.hasNext(); ) got.add(i.next());
            }
            sender.join();
            assertThat(got).hasSize(100).isSorted();
        }
    }

    @Test
    void c10ForEachIsEndedByWhatItsReceiverThrows() throws InterruptedException {
        Channel<Integer> channel = create();
        Thread sender = new Thread(() -> channel.send(1));
        sender.start();
        Exception expected = new Exception("expected");
        assertThatThrownBy(() -> channel.forEach(e -> {
                    throw expected;
                }))
                .isSameAs(expected);
        sender.join();
    }

    @Test
    void c12TryOperationsFailOnlyWhereAnOperationWouldWait() {
        Channel<Integer> channel = create();
        assertThat(channel.tryReceive()).isNull();
        for (int i = 0; i < room(); i++) assertThat(channel.trySend(i)).isTrue();
        if (isBounded()) assertThat(channel.trySend(-1)).isFalse();
        for (int i = 0; i < room(); i++) assertThat(channel.tryReceive()).isEqualTo(i);
        assertThat(channel.tryReceive()).isNull();
    }

    @Test
    void c12TryReceiveTakesFromASenderThatWaits() throws InterruptedException {
        if (!isBounded()) return;
        Channel<Integer> channel = full();
        Thread sender = startAndAwaitWaiting(() -> channel.send(room()));
        for (int i = 0; i <= room(); i++) assertThat(channel.tryReceive()).isEqualTo(i);
        sender.join();
    }
}

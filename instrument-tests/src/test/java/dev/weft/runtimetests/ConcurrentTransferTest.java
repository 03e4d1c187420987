// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.sync.concurrent.FiberDelayQueue;
import dev.weft.sync.concurrent.FiberLinkedBlockingDeque;
import dev.weft.sync.concurrent.FiberLinkedTransferQueue;
import dev.weft.sync.concurrent.FiberSynchronousQueue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** J2 to J8 of docs/semantics.md for what hands elements over, and for delays, besides {@link ConcurrentQueueTest}. */
class ConcurrentTransferTest {
    private static final int ACTORS = 3;
    private static final int EACH = 40;

    // ---------------------------------------------------------------- hand-overs

    @InEachSetting
    void j8ATransferWaitsUntilItsElementIsTakenOrRemoved(Setting setting) {
        FiberLinkedTransferQueue<Integer> queue = new FiberLinkedTransferQueue<>();
        try (Cast cast = new Cast(setting)) {
            List<Runnable> removals = List.of(
                    () -> assertThat(queue.poll()).isEqualTo(7),
                    () -> assertThat(queue.remove(7)).isTrue(),
                    () -> assertThat(queue.removeIf(e -> e == 7)).isTrue(),
                    () -> assertThat(queue.drainTo(new ArrayList<>())).isEqualTo(1),
                    queue::clear,
                    () -> {
                        Iterator<Integer> it = queue.iterator();
                        it.next();
                        it.remove();
                    });
            for (Runnable removal : removals) {
                Actor transferring = cast.startParked("transferring", () -> queue.transfer(7));
                assertThat(queue).containsExactly(7);
                assertThat(queue.size()).isEqualTo(1);
                removal.run();
                transferring.join();
                assertThat(queue).isEmpty();
            }
        }
    }

    @InEachSetting
    void j3AHandOverThatIsCancelledIsNone(Setting setting) {
        FiberLinkedTransferQueue<Integer> transfers = new FiberLinkedTransferQueue<>();
        FiberSynchronousQueue<Integer> synchronous = new FiberSynchronousQueue<>();
        try (Cast cast = new Cast(setting)) {
            transfers.add(1);
            List<Actor> waiting = List.of(
                    cast.startParked("transfer", () -> transfers.transfer(2)),
                    cast.startParked("timed transfer", () -> transfers.tryTransfer(3, 1, TimeUnit.DAYS)),
                    cast.startParked("put", () -> synchronous.put(2)),
                    cast.startParked("timed put", () -> synchronous.offer(3, 1, TimeUnit.DAYS)));
            for (Actor actor : waiting) {
                actor.cancel();
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(InterruptedException.class);
            }
            cast.start("late", () -> {
                        assertThat(transfers.tryTransfer(4, 1, TimeUnit.MICROSECONDS))
                                .isFalse();
                        assertThat(transfers.tryTransfer(4)).isFalse();
                        assertThat(synchronous.offer(4, 1, TimeUnit.MICROSECONDS))
                                .isFalse();
                        assertThat(synchronous.offer(4)).isFalse();
                        assertThat(synchronous.poll(1, TimeUnit.MICROSECONDS)).isNull();
                    })
                    .join();
            assertThat(transfers).containsExactly(1);
            assertThat(synchronous.poll()).isNull();
            transfers.clear();
            List<Actor> takers = List.of(
                    cast.startParked("taker", transfers::take),
                    cast.startParked("timed taker", () -> transfers.poll(1, TimeUnit.DAYS)),
                    cast.startParked("synchronous taker", synchronous::take));
            assertThat(transfers.getWaitingConsumerCount()).isEqualTo(2);
            for (Actor actor : takers) {
                actor.cancel();
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(InterruptedException.class);
            }
            assertThat(transfers.hasWaitingConsumer()).isFalse();
            assertThat(synchronous.offer(5)).isFalse();
        }
    }

    @InEachSetting
    void j8WhoHasWaitedLongestIsServedFirst(Setting setting) {
        FiberSynchronousQueue<Integer> queue = new FiberSynchronousQueue<>(true);
        List<String> got = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.startParked("putter " + i, () -> queue.put(number));
            }
            for (int i = 0; i < ACTORS; i++) got.add("put " + queue.poll());
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.startParked("taker " + i, () -> got.add(number + " took " + queue.take()));
            }
            for (int i = 0; i < ACTORS; i++) assertThat(queue.offer(i)).isTrue();
            cast.joinAll();
        }
        assertThat(got.subList(0, 3)).containsExactly("put 0", "put 1", "put 2");
        assertThat(got.subList(3, 6)).containsExactlyInAnyOrder("0 took 0", "1 took 1", "2 took 2");
    }

    // ---------------------------------------------------------------- delays

    /** Due at a time. */
    private record Due(long nanos) implements Delayed {
        static Due in(long time, TimeUnit unit) {
            return new Due(System.nanoTime() + unit.toNanos(time));
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.signum(nanos - ((Due) other).nanos);
        }
    }

    @InEachSetting
    void j2EachElementComesOutOnceAndNoneBeforeItsTime(Setting setting) {
        FiberDelayQueue<Due> queue = new FiberDelayQueue<>();
        List<Due> taken = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int actor = a;
                cast.start("taker " + a, () -> {
                    for (int i = 0; i < EACH; i++) {
                        Due due = i % 2 == 0 ? queue.take() : queue.poll(1, TimeUnit.DAYS);
                        if (due == null || due.getDelay(TimeUnit.NANOSECONDS) > 0) throw new AssertionError("early");
                        taken.add(due);
                    }
                });
                cast.start("putter " + a, () -> {
                    for (int i = 0; i < EACH; i++) queue.put(Due.in((i * 37L + actor) % 20, TimeUnit.MILLISECONDS));
                });
            }
            cast.joinAll();
        }
        assertThat(taken).hasSize(ACTORS * EACH);
        assertThat(queue).isEmpty();
    }

    /** Those that wait for a later element, or for none, see to the earlier one, also if the first to be told leaves. */
    @InEachSetting
    void j3WhoLeavesLetsTheNextWaitForTheHead(Setting setting) {
        FiberDelayQueue<Due> queue = new FiberDelayQueue<>();
        Due far = Due.in(1, TimeUnit.DAYS);
        Due near = Due.in(50, TimeUnit.MILLISECONDS);
        List<Due> got = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            Actor first = cast.startParked("first", queue::take);
            Actor second = cast.startParked("second", () -> got.add(queue.take()));
            queue.add(far);
            queue.add(near);
            first.cancel();
            first.awaitEnd();
            if (first.failure() == null) queue.add(near); // it had it before it was cancelled
            else assertThat(first.failure()).isInstanceOf(InterruptedException.class);
            second.join();
            assertThat(got).containsExactly(near);
            Actor timed = cast.startParked("timed", () -> got.add(queue.poll(1, TimeUnit.DAYS)));
            queue.clear();
            queue.add(near);
            timed.join();
            assertThat(got).containsExactly(near, near);
        }
    }

    // ---------------------------------------------------------------- serialized

    @Test
    void j6SerializedTheyComeBackAsTheJdks() throws Exception {
        FiberLinkedBlockingDeque<Integer> deque = new FiberLinkedBlockingDeque<>(3);
        deque.addAll(List.of(1, 2));
        LinkedBlockingDeque<?> copy = (LinkedBlockingDeque<?>) copied(deque);
        assertThat(copy.toArray()).containsExactly(1, 2);
        assertThat(copy.remainingCapacity()).isEqualTo(1);
        assertThat(((LinkedTransferQueue<?>) copied(new FiberLinkedTransferQueue<>(List.of(1, 2)))).toArray())
                .containsExactly(1, 2);
        assertThat(copied(new FiberSynchronousQueue<>(true))).isExactlyInstanceOf(SynchronousQueue.class);
    }

    private static Object copied(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(object);
        return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    }
}

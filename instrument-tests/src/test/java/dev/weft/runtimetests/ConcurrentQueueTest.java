// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.sync.concurrent.FiberArrayBlockingQueue;
import dev.weft.sync.concurrent.FiberLinkedBlockingDeque;
import dev.weft.sync.concurrent.FiberLinkedBlockingQueue;
import dev.weft.sync.concurrent.FiberLinkedTransferQueue;
import dev.weft.sync.concurrent.FiberPriorityBlockingQueue;
import dev.weft.sync.concurrent.FiberSynchronousQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** J2 to J4 of docs/semantics.md for the queues. The JDK's own on threads is the first case of each: what is expected is expected of it. */
class ConcurrentQueueTest {
    private static final int ACTORS = 4;
    private static final int EACH = 300;

    /** Puts an element. */
    interface Put {
        @Fiber
        void call(int element) throws InterruptedException;
    }

    /** Takes one. */
    interface Take {
        @Fiber
        int call() throws InterruptedException;
    }

    /** Puts one if there is room in a millisecond. */
    interface Offer {
        @Fiber
        boolean call(int element) throws InterruptedException;
    }

    /** Takes one if it comes in a millisecond. */
    interface Poll {
        @Fiber
        @Nullable
        Integer call() throws InterruptedException;
    }

    /** A queue, and how it is called by its own type: fibers do so in order that they may wait. */
    record Buffer(BlockingQueue<Integer> queue, Put put, Take take, Offer offer, Poll poll) {
        static Buffer of(BlockingQueue<Integer> q) {
            return new Buffer(q, q::put, q::take, e -> q.offer(e, 1, MILLISECONDS), () -> q.poll(1, MILLISECONDS));
        }

        static Buffer of(FiberArrayBlockingQueue<Integer> q) {
            return new Buffer(q, q::put, q::take, e -> q.offer(e, 1, MILLISECONDS), () -> q.poll(1, MILLISECONDS));
        }

        static Buffer of(FiberLinkedBlockingQueue<Integer> q) {
            return new Buffer(q, q::put, q::take, e -> q.offer(e, 1, MILLISECONDS), () -> q.poll(1, MILLISECONDS));
        }

        static Buffer of(FiberPriorityBlockingQueue<Integer> q) {
            return new Buffer(q, q::put, q::take, e -> q.offer(e, 1, MILLISECONDS), () -> q.poll(1, MILLISECONDS));
        }

        static Buffer of(FiberLinkedBlockingDeque<Integer> q) {
            return new Buffer(q, q::put, q::take, e -> q.offer(e, 1, MILLISECONDS), () -> q.poll(1, MILLISECONDS));
        }

        static Buffer ofTheOtherEnd(FiberLinkedBlockingDeque<Integer> q) {
            return new Buffer(
                    q,
                    q::putFirst,
                    q::takeLast,
                    e -> q.offerFirst(e, 1, MILLISECONDS),
                    () -> q.pollLast(1, MILLISECONDS));
        }

        static Buffer of(FiberSynchronousQueue<Integer> q) {
            return new Buffer(q, q::put, q::take, e -> q.offer(e, 1, MILLISECONDS), () -> q.poll(1, MILLISECONDS));
        }

        static Buffer of(FiberLinkedTransferQueue<Integer> q) {
            return new Buffer(
                    q, q::transfer, q::take, e -> q.tryTransfer(e, 1, MILLISECONDS), () -> q.poll(1, MILLISECONDS));
        }

        @Override
        public String toString() {
            return queue.getClass().getSimpleName();
        }
    }

    /** Not the JDK's: ArrayBlockingQueue wakes nobody when {@code removeIf} makes room. */
    static Stream<Arguments> bounded() {
        return Setting.all().stream()
                .flatMap(s -> Stream.of(
                        Arguments.of(s, Buffer.of(new FiberArrayBlockingQueue<>(2))),
                        Arguments.of(s, Buffer.of(new FiberLinkedBlockingQueue<>(2))),
                        Arguments.of(s, Buffer.of(new FiberLinkedBlockingDeque<>(2))),
                        Arguments.of(s, Buffer.ofTheOtherEnd(new FiberLinkedBlockingDeque<>(2)))));
    }

    static Stream<Arguments> all() {
        return Stream.concat(
                Stream.concat(
                        Stream.of(Arguments.of(Setting.THREADS, Buffer.of(new ArrayBlockingQueue<>(2)))), bounded()),
                Setting.all().stream()
                        .flatMap(s -> Stream.of(
                                Arguments.of(s, Buffer.of(new FiberPriorityBlockingQueue<>())),
                                Arguments.of(s, Buffer.of(new FiberSynchronousQueue<>())),
                                Arguments.of(s, Buffer.of(new FiberLinkedTransferQueue<>())))));
    }

    @Tag(InEachSetting.TAG)
    @ParameterizedTest
    @MethodSource("all")
    void j2EachElementComesOutOnce(Setting setting, Buffer buffer) {
        AtomicLong sum = new AtomicLong();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int from = a * EACH;
                cast.start("putter " + a, () -> {
                    for (int i = 0; i < EACH; i++) {
                        if (i % 3 == 0) while (!buffer.offer().call(from + i)) {}
                        else buffer.put().call(from + i);
                    }
                });
                cast.start("taker " + a, () -> {
                    for (int i = 0; i < EACH; i++) {
                        Integer element = i % 3 == 0
                                ? buffer.poll().call()
                                : Integer.valueOf(buffer.take().call());
                        while (element == null) element = buffer.poll().call();
                        sum.addAndGet(element);
                    }
                });
            }
            cast.joinAll();
        }
        long n = ACTORS * EACH;
        assertThat(sum).hasValue(n * (n - 1) / 2);
        assertThat(buffer.queue()).isEmpty();
    }

    @Tag(InEachSetting.TAG)
    @ParameterizedTest
    @MethodSource("all")
    void j3WhoIsCancelledTakesNothingAndTheNextIsServed(Setting setting, Buffer buffer) {
        try (Cast cast = new Cast(setting)) {
            Actor cancelled =
                    start(cast, buffer, "cancelled", () -> buffer.take().call());
            List<Integer> got = new ArrayList<>();
            Actor next = start(cast, buffer, "next", () -> got.add(buffer.take().call()));
            cancelled.cancel();
            cancelled.awaitEnd();
            assertThat(cancelled.failure()).isInstanceOf(InterruptedException.class);
            buffer.queue().add(7);
            next.join();
            assertThat(got).containsExactly(7);
        }
    }

    @Tag(InEachSetting.TAG)
    @ParameterizedTest
    @MethodSource("bounded")
    void j3WhoWaitsForRoomIsServedByEverythingThatMakesIt(Setting setting, Buffer buffer) {
        BlockingQueue<Integer> queue = buffer.queue();
        List<Runnable> removals = List.of(
                queue::poll,
                () -> queue.remove(1),
                () -> queue.removeIf(e -> true),
                queue::clear,
                () -> queue.drainTo(new ArrayList<>()),
                () -> queue.retainAll(List.of()),
                () -> queue.removeAll(List.of(1)),
                () -> {
                    var it = queue.iterator();
                    it.next();
                    it.remove();
                });
        try (Cast cast = new Cast(setting)) {
            for (Runnable removal : removals) {
                queue.addAll(List.of(1, 1));
                Actor putter = start(cast, buffer, "putter", () -> buffer.put().call(3));
                removal.run();
                putter.join();
                assertThat(queue).contains(3);
                queue.clear();
            }
        }
    }

    /** The JDK's own waits aren't the runtime's, and aren't recognised as such: that they may not have begun makes no difference. */
    private static Actor start(Cast cast, Buffer buffer, String name, dev.weft.Action action) {
        return buffer.queue().getClass() == ArrayBlockingQueue.class
                ? cast.start(name, action)
                : cast.startParked(name, action);
    }
}

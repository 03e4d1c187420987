// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.sync.concurrent.FiberArrayBlockingQueue;
import dev.weft.sync.concurrent.FiberLinkedBlockingQueue;
import dev.weft.sync.concurrent.FiberPriorityBlockingQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** J2 to J4 of docs/semantics.md for the queues. The JDK's own on threads is the first case of each: what is expected is expected of it. */
class ConcurrentQueueTest {
    private static final int ACTORS = 4;
    private static final int EACH = 300;

    /** A queue by its own type: fibers call it so that they may wait. */
    interface Buffer {
        @Fiber
        void put(int element) throws InterruptedException;

        @Fiber
        int take() throws InterruptedException;

        @Fiber
        boolean offer(int element, long millis) throws InterruptedException;

        @Fiber
        @Nullable
        Integer poll(long millis) throws InterruptedException;

        BlockingQueue<Integer> queue();
    }

    record OfJdk(BlockingQueue<Integer> queue) implements Buffer {
        @Override
        public void put(int element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public int take() throws InterruptedException {
            return queue.take();
        }

        @Override
        public boolean offer(int element, long millis) throws InterruptedException {
            return queue.offer(element, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public @Nullable Integer poll(long millis) throws InterruptedException {
            return queue.poll(millis, TimeUnit.MILLISECONDS);
        }
    }

    record OfArray(FiberArrayBlockingQueue<Integer> queue) implements Buffer {
        @Override
        public void put(int element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public int take() throws InterruptedException {
            return queue.take();
        }

        @Override
        public boolean offer(int element, long millis) throws InterruptedException {
            return queue.offer(element, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public @Nullable Integer poll(long millis) throws InterruptedException {
            return queue.poll(millis, TimeUnit.MILLISECONDS);
        }
    }

    record OfLinked(FiberLinkedBlockingQueue<Integer> queue) implements Buffer {
        @Override
        public void put(int element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public int take() throws InterruptedException {
            return queue.take();
        }

        @Override
        public boolean offer(int element, long millis) throws InterruptedException {
            return queue.offer(element, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public @Nullable Integer poll(long millis) throws InterruptedException {
            return queue.poll(millis, TimeUnit.MILLISECONDS);
        }
    }

    record OfPriority(FiberPriorityBlockingQueue<Integer> queue) implements Buffer {
        @Override
        public void put(int element) {
            queue.put(element);
        }

        @Override
        public int take() throws InterruptedException {
            return queue.take();
        }

        @Override
        public boolean offer(int element, long millis) {
            return queue.offer(element, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public @Nullable Integer poll(long millis) throws InterruptedException {
            return queue.poll(millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Not the JDK's: ArrayBlockingQueue wakes nobody when {@code removeIf} makes room. */
    static Stream<Arguments> bounded() {
        return Setting.all().stream()
                .flatMap(s -> Stream.of(
                        Arguments.of(s, new OfArray(new FiberArrayBlockingQueue<>(2))),
                        Arguments.of(s, new OfLinked(new FiberLinkedBlockingQueue<>(2)))));
    }

    static Stream<Arguments> all() {
        return Stream.concat(
                Stream.concat(
                        Stream.of(Arguments.of(Setting.THREADS, new OfJdk(new ArrayBlockingQueue<>(2)))), bounded()),
                Setting.all().stream().map(s -> Arguments.of(s, new OfPriority(new FiberPriorityBlockingQueue<>()))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void j2EachElementComesOutOnce(Setting setting, Buffer buffer) {
        AtomicLong sum = new AtomicLong();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int from = a * EACH;
                cast.start("putter " + a, () -> {
                    for (int i = 0; i < EACH; i++) {
                        if (i % 3 == 0) while (!buffer.offer(from + i, 1)) {}
                        else buffer.put(from + i);
                    }
                });
                cast.start("taker " + a, () -> {
                    for (int i = 0; i < EACH; i++) {
                        Integer element = i % 3 == 0 ? buffer.poll(1) : Integer.valueOf(buffer.take());
                        while (element == null) element = buffer.poll(1);
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

    @ParameterizedTest
    @MethodSource("all")
    void j3WhoIsCancelledTakesNothingAndTheNextIsServed(Setting setting, Buffer buffer) {
        try (Cast cast = new Cast(setting)) {
            Actor cancelled = start(cast, buffer, "cancelled", buffer::take);
            List<Integer> got = new ArrayList<>();
            Actor next = start(cast, buffer, "next", () -> got.add(buffer.take()));
            cancelled.cancel();
            cancelled.awaitEnd();
            assertThat(cancelled.failure()).isInstanceOf(InterruptedException.class);
            buffer.queue().add(7);
            next.join();
            assertThat(got).containsExactly(7);
        }
    }

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
                Actor putter = start(cast, buffer, "putter", () -> buffer.put(3));
                removal.run();
                putter.join();
                assertThat(queue).contains(3);
                queue.clear();
            }
        }
    }

    /** The JDK's own waits aren't the runtime's, and aren't recognised as such: that they may not have begun makes no difference. */
    private static Actor start(Cast cast, Buffer buffer, String name, dev.weft.Action action) {
        return buffer instanceof OfJdk ? cast.start(name, action) : cast.startParked(name, action);
    }
}

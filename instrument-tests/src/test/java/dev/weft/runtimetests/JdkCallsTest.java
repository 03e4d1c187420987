// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.runtimetests.plain.JdkTypes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that names nothing but types of the JDK does as fibers what it does on threads, and blocks no carrier. */
class JdkCallsTest {
    private static final int ACTORS = 3;
    private static final int EACH = 40;

    /** As in the textbook. */
    private static final class Buffer {
        private final Lock lock = new ReentrantLock();
        private final Condition notEmpty = lock.newCondition();
        private final Condition notFull = lock.newCondition();
        private final Queue<Integer> elements = new ArrayDeque<>();

        @dev.weft.Fiber
        void put(int element) throws InterruptedException {
            lock.lock();
            try {
                while (elements.size() == 2) notFull.await();
                elements.add(element);
                notEmpty.signal();
            } finally {
                lock.unlock();
            }
        }

        @dev.weft.Fiber
        int take() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (elements.isEmpty()) {
                    if (!notEmpty.await(1, TimeUnit.HOURS)) throw new AssertionError("an hour is over");
                }
                notFull.signal();
                return elements.remove();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Without stand-ins, so that a blocked carrier would be the end. */
    private static Cast cast(Setting setting) {
        return new Cast(setting, 0);
    }

    @InEachSetting
    void locksAndConditions(Setting setting) {
        Buffer buffer = new Buffer();
        AtomicLong sum = new AtomicLong();
        try (Cast cast = cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                int from = a * EACH;
                cast.start("putter " + a, () -> {
                    for (int i = 0; i < EACH; i++) buffer.put(from + i);
                });
                cast.start("taker " + a, () -> {
                    for (int i = 0; i < EACH; i++) sum.addAndGet(buffer.take());
                });
            }
            cast.joinAll();
        }
        assertThat(sum).hasValue(ACTORS * EACH * (ACTORS * EACH - 1L) / 2);
    }

    @InEachSetting
    void queues(Setting setting) {
        BlockingQueue<Integer> first = new ArrayBlockingQueue<>(1);
        BlockingQueue<Integer> second = new LinkedBlockingQueue<>(2);
        List<Integer> out = new ArrayList<>();
        try (Cast cast = cast(setting)) {
            cast.start("source", () -> {
                for (int i = 0; i < EACH; i++) first.put(i);
            });
            cast.start("stage", () -> {
                for (int i = 0; i < EACH; i++) {
                    int element = first.take() * 2;
                    while (!second.offer(element, 1, TimeUnit.MILLISECONDS)) {}
                }
            });
            cast.start("sink", () -> {
                while (out.size() < EACH) {
                    Integer element = second.poll(1, TimeUnit.MILLISECONDS);
                    if (element != null) out.add(element);
                }
            });
            cast.joinAll();
        }
        for (int i = 0; i < EACH; i++) assertThat(out.get(i)).isEqualTo(2 * i);
    }

    @InEachSetting
    void semaphoresLatchesAndBarriers(Setting setting) {
        Semaphore two = new Semaphore(2);
        CyclicBarrier together = new CyclicBarrier(ACTORS);
        CountDownLatch done = new CountDownLatch(ACTORS);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Cast cast = cast(setting)) {
            for (int a = 0; a < ACTORS; a++) {
                cast.start("actor " + a, () -> {
                    for (int i = 0; i < EACH; i++) {
                        together.await();
                        two.acquire();
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        inside.decrementAndGet();
                        two.release();
                    }
                    done.countDown();
                });
            }
            cast.start("last", () -> {
                done.await();
                assertThat(inside).hasValue(0);
            });
            cast.joinAll();
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    @InEachSetting
    void futuresAndSleeps(Setting setting) {
        CompletableFuture<String> value = new CompletableFuture<>();
        CompletableFuture<String> failure = new CompletableFuture<>();
        FutureTask<String> task = new FutureTask<>(() -> "ran");
        Queue<Object> seen = new ConcurrentLinkedQueue<>();
        try (Cast cast = cast(setting)) {
            cast.start("waits", () -> {
                seen.add(value.get());
                seen.add(value.join());
                seen.add(task.get());
                seen.add(outcome(() -> failure.get(1, TimeUnit.HOURS)));
                seen.add(outcome(failure::join));
            });
            cast.start("times out", () -> {
                Object outcome = outcome(() -> new CompletableFuture<>().get(1, TimeUnit.MILLISECONDS));
                assertThat(outcome).isEqualTo(TimeoutException.class.getName());
            });
            cast.start("ends them", () -> {
                Thread.sleep(1);
                value.complete("value");
                TimeUnit.MICROSECONDS.sleep(1);
                task.run();
                Thread.sleep(0, 1);
                failure.completeExceptionally(new IllegalStateException("expected"));
            });
            cast.joinAll();
        }
        assertThat(seen)
                .containsExactly(
                        "value",
                        "value",
                        "ran",
                        "java.util.concurrent.ExecutionException: java.lang.IllegalStateException",
                        "java.util.concurrent.CompletionException: java.lang.IllegalStateException");
    }

    private interface Call {
        @dev.weft.Fiber
        @Nullable
        Object make() throws Exception;
    }

    @dev.weft.Fiber
    private static String outcome(Call call) {
        try {
            return String.valueOf(call.make());
        } catch (Exception e) {
            Throwable cause = e.getCause();
            return e.getClass().getName()
                    + (cause == null ? "" : ": " + cause.getClass().getName());
        }
    }

    @InEachSetting
    void whatIsWrongIsThrownAsByTheJdk(Setting setting) {
        List<String> outcomes = Cast.ask(setting, () -> {
            Lock missing = null;
            BlockingQueue<String> none = null;
            return List.of(
                    outcome(() -> {
                        missing.lock();
                        return "";
                    }),
                    outcome(() -> none.take()),
                    outcome(() -> new LinkedBlockingQueue<String>().offer(null, 1, TimeUnit.HOURS)),
                    outcome(() -> {
                        Thread.sleep(-1);
                        return "";
                    }),
                    outcome(() -> {
                        Thread.sleep(1, 1_000_000);
                        return "";
                    }),
                    outcome(() -> {
                        new ReentrantLock().unlock();
                        return "";
                    }));
        });
        assertThat(outcomes)
                .containsExactly(
                        "java.lang.NullPointerException",
                        "java.lang.NullPointerException",
                        "java.lang.NullPointerException",
                        "java.lang.IllegalArgumentException",
                        "java.lang.IllegalArgumentException",
                        "java.lang.IllegalMonitorStateException");
    }

    /** Isn't instrumented to be waited for, and has a mind of its own. */
    private static final class OwnQueue extends LinkedBlockingQueue<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String take() throws InterruptedException {
            return "own " + super.take();
        }
    }

    /** By its own type it is code of the program that blocks its carrier; by the JDK's type the I/O pool waits. */
    @InEachSetting
    void anOverrideIsNeverBypassed(Setting setting) {
        OwnQueue own = new OwnQueue();
        BlockingQueue<String> same = own;
        List<String> taken = new ArrayList<>();
        try (Cast cast = new Cast(setting)) {
            cast.start("taker", () -> {
                taken.add(own.take());
                taken.add(same.take());
            });
            cast.start("putter", () -> {
                own.put("a");
                same.put("b");
            });
            cast.joinAll();
        }
        assertThat(taken).containsExactly("own a", "own b");
    }

    @Test
    void aNullReceiverIsToldAtTheLineOfTheCall() {
        Lock missing = null;
        assertThatThrownBy(() -> Weft.run(() -> missing.lock()))
                .isInstanceOf(NullPointerException.class)
                .satisfies(e -> assertThat(e.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith(JdkCallsTest.class.getName())));
    }

    /** One carrier and no stand-in: what was made elsewhere is waited for by a thread of the I/O pool. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasMadeElsewhereBlocksNoCarrier(boolean cancels) {
        CountDownLatch latch = JdkTypes.latch(1);
        assertThat(latch).isExactlyInstanceOf(CountDownLatch.class);
        try (World world = new World(1, 0)) {
            String end = world.run(() -> {
                Routine<String> waits = Weft.go(() -> outcome(() -> {
                    latch.await();
                    return "released";
                }));
                for (int i = 0; i < 5; i++) Weft.yield();
                if (cancels) waits.cancel();
                else latch.countDown();
                return waits.join();
            });
            assertThat(end).isEqualTo(cancels ? InterruptedException.class.getName() : "released");
        }
    }

    @Test
    void whoHoldsAFiberAwareLockMayGoOnElsewhere() {
        Lock lock = new ReentrantLock();
        try (World world = new World(1, 0)) {
            List<Integer> order = new ArrayList<>();
            world.run(() -> {
                lock.lock();
                Routine<Void> other = Weft.go(() -> {
                    order.add(1);
                    lock.lock(); // waits, and blocks no carrier
                    order.add(3);
                    lock.unlock();
                });
                while (order.isEmpty()) Thread.yield(); // its time slice may be over before it is there
                order.add(2);
                lock.unlock();
                other.join();
            });
            assertThat(order).containsExactly(1, 2, 3);
        }
    }
}

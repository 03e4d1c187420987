// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtimetests.plain.JdkTypes;
import dev.weft.sync.concurrent.FiberArrayBlockingQueue;
import dev.weft.sync.concurrent.FiberCountDownLatch;
import dev.weft.sync.concurrent.FiberCyclicBarrier;
import dev.weft.sync.concurrent.FiberLinkedBlockingQueue;
import dev.weft.sync.concurrent.FiberPriorityBlockingQueue;
import dev.weft.sync.concurrent.FiberReentrantLock;
import dev.weft.sync.concurrent.FiberSemaphore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** J1 of docs/semantics.md: random calls that needn't wait do what they do in the JDK's classes, interrupted threads included. */
class ConcurrentDifferentialTest {
    private static final int RUNS = 300;
    private static final int CALLS = 60;

    /** What is called with the same random numbers on both. */
    private interface Calls<T> {
        @Nullable
        Object call(T subject, SplittableRandom random) throws Exception;
    }

    private interface Maker<T> {
        T make(SplittableRandom random);
    }

    private int runs = RUNS;

    /** Who calls ours; the JDK's is called by the test. */
    private @Nullable Setting setting;

    private <T> void compare(Maker<? extends T> original, Maker<? extends T> ours, Calls<T> calls) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        for (int run = 0; run < runs; run++) {
            List<String> expected = trace(seed + run, original, calls);
            long ownSeed = seed + run;
            List<String> actual = setting == null
                    ? trace(ownSeed, ours, calls)
                    : Cast.ask(setting, () -> trace(ownSeed, ours, calls));
            for (int i = 0; i < expected.size(); i++)
                assertThat(actual.get(i))
                        .as("-Dweft.seed=%s, %s", seed + run, expected.subList(0, i + 1))
                        .isEqualTo(expected.get(i));
        }
    }

    /** Without interruptions if it is anybody but a thread of the test: a fiber's is another matter (F2, J3). */
    private <T> List<String> trace(long seed, Maker<? extends T> maker, Calls<T> calls) {
        SplittableRandom random = new SplittableRandom(seed);
        T subject = maker.make(random);
        List<String> trace = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            boolean interrupt = random.nextInt(12) == 0;
            if (interrupt && setting == null) Thread.currentThread().interrupt();
            trace.add(outcome(() -> calls.call(subject, random)));
            if (setting == null) trace.add(String.valueOf(Thread.interrupted()));
        }
        return trace;
    }

    private static String outcome(Callable<?> call) {
        try {
            Object value = call.call();
            return value instanceof Object[] array ? List.of(array).toString() : String.valueOf(value);
        } catch (Exception | Error e) {
            return e.getClass().getName();
        }
    }

    /** Of {@code Type@hash[state]}, what is in brackets, but who the holder is. */
    private static String state(Object subject) {
        String text = subject.toString();
        return text.substring(text.indexOf('[')).replaceFirst("Locked by .*", "Locked");
    }

    @InEachSetting
    void j1ItIsTheSameWhoeverCalls(Setting who) {
        setting = who;
        runs = RUNS / 30;
        j1ReentrantLock();
        j1ConditionsOfAnotherLockAreRefused();
        j1Semaphore();
        j1CountDownLatch();
        j1CyclicBarrier();
        j1ArrayBlockingQueue();
        j1LinkedBlockingQueue();
        j1PriorityBlockingQueue();
    }

    @Test
    void j1ReentrantLock() {
        compare(r -> JdkTypes.lock(r.nextBoolean()), r -> new FiberReentrantLock(r.nextBoolean()), (lock, random) -> {
            switch (random.nextInt(13)) {
                case 0, 1 -> lock.lock();
                case 2 -> lock.lockInterruptibly();
                case 3 -> {
                    return lock.tryLock();
                }
                case 4 -> {
                    return lock.tryLock(random.nextInt(3) - 1, TimeUnit.NANOSECONDS);
                }
                case 5, 6, 7, 8 -> lock.unlock();
                case 9 -> {
                    return lock.isFair() + " " + lock.isHeldByCurrentThread() + lock.isLocked() + lock.getHoldCount();
                }
                case 10 -> {
                    Condition condition = lock.newCondition();
                    condition.signal();
                    condition.signalAll();
                    return lock.hasWaiters(condition) + " " + lock.getWaitQueueLength(condition);
                }
                case 11 -> {
                    return lock.newCondition().awaitNanos(-1) <= 0;
                }
                default -> {
                    return state(lock);
                }
            }
            return "done";
        });
    }

    @Test
    void j1ConditionsOfAnotherLockAreRefused() {
        compare(r -> JdkTypes.lock(false), r -> new FiberReentrantLock(), (lock, random) -> {
            lock.lock();
            return lock.hasWaiters(
                    random.nextBoolean()
                            ? JdkTypes.lock(false).newCondition()
                            : new FiberReentrantLock().newCondition());
        });
    }

    /** For what is protected. */
    private static final class OwnSemaphore extends Semaphore {
        private static final long serialVersionUID = 1L;

        OwnSemaphore(int permits, boolean fair) {
            super(permits, fair);
        }

        void reduce(int n) {
            reducePermits(n);
        }
    }

    /** Likewise. */
    private static final class OwnFiberSemaphore extends FiberSemaphore {
        private static final long serialVersionUID = 1L;

        OwnFiberSemaphore(int permits, boolean fair) {
            super(permits, fair);
        }

        void reduce(int n) {
            reducePermits(n);
        }
    }

    @Test
    void j1Semaphore() {
        compare(
                r -> new OwnSemaphore(r.nextInt(7) - 2, r.nextBoolean()),
                r -> new OwnFiberSemaphore(r.nextInt(7) - 2, r.nextBoolean()),
                (Semaphore s, SplittableRandom random) -> {
                    int n = random.nextInt(20) == 0 ? Integer.MAX_VALUE : random.nextInt(4) - 1;
                    if (s.availablePermits() < 0) n = Math.min(n, 3); // the JDK's overflows, and grants them
                    int few = Math.min(n, 3); // nor as few as that it would with these
                    switch (random.nextInt(12)) {
                        case 0 -> s.release();
                        case 1, 2 -> s.release(n);
                        case 3 -> {
                            return s.tryAcquire();
                        }
                        case 4 -> {
                            return s.tryAcquire(n);
                        }
                        case 5 -> {
                            return s.tryAcquire(random.nextInt(3) - 1, TimeUnit.NANOSECONDS);
                        }
                        case 6 -> {
                            return s.tryAcquire(n, -1, TimeUnit.DAYS);
                        }
                        case 7 -> {
                            return s.drainPermits();
                        }
                        case 8 -> {
                            if (s instanceof OwnSemaphore o) o.reduce(few);
                            else ((OwnFiberSemaphore) s).reduce(few);
                        }
                        case 9 -> {
                            if (s.availablePermits() >= Math.max(n, 0)) s.acquire(n);
                        }
                        case 10 -> {
                            if (s.availablePermits() >= Math.max(n, 0)) s.acquireUninterruptibly(n);
                        }
                        default -> {
                            return s.availablePermits() + state(s) + s.isFair();
                        }
                    }
                    return "done";
                });
    }

    @Test
    void j1CountDownLatch() {
        compare(r -> JdkTypes.latch(r.nextInt(5)), r -> new FiberCountDownLatch(r.nextInt(5)), (latch, random) -> {
            switch (random.nextInt(4)) {
                case 0 -> latch.countDown();
                case 1 -> {
                    return latch.await(-1, TimeUnit.SECONDS);
                }
                case 2 -> {
                    if (latch.getCount() == 0) latch.await();
                }
                default -> {
                    return latch.getCount() + state(latch);
                }
            }
            return "done";
        });
        assertThat(outcome(() -> new FiberCountDownLatch(-1))).isEqualTo(outcome(() -> JdkTypes.latch(-1)));
    }

    @Test
    void j1CyclicBarrier() {
        int[] actions = {0};
        Runnable action = () -> {
            if (++actions[0] % 3 == 0) throw new IllegalStateException("expected");
        };
        compare(
                r -> JdkTypes.barrier(r.nextInt(2) + 1, startAgain(actions, action)),
                r -> new FiberCyclicBarrier(r.nextInt(2) + 1, startAgain(actions, action)),
                (barrier, random) -> {
                    switch (random.nextInt(5)) {
                        case 0 -> {
                            return barrier.getParties() == 1 ? barrier.await() : "would wait";
                        }
                        case 1 -> {
                            return barrier.await(-1, TimeUnit.SECONDS);
                        }
                        case 2 -> barrier.reset();
                        default -> {
                            return barrier.isBroken() + " " + barrier.getNumberWaiting() + barrier.getParties();
                        }
                    }
                    return "done";
                });
        assertThat(outcome(() -> new FiberCyclicBarrier(0))).isEqualTo(outcome(() -> JdkTypes.barrier(0, () -> {})));
    }

    private static Runnable startAgain(int[] actions, Runnable action) {
        actions[0] = 0;
        return action;
    }

    @Test
    void j1ArrayBlockingQueue() {
        compare(r -> JdkTypes.arrayQueue(3), r -> new FiberArrayBlockingQueue<>(3), this::queue);
        compare(
                r -> JdkTypes.arrayQueue(3, List.of(5, 6)),
                r -> new FiberArrayBlockingQueue<>(3, true, List.of(5, 6)),
                this::queue);
    }

    @Test
    void j1LinkedBlockingQueue() {
        compare(r -> JdkTypes.linkedQueue(2), r -> new FiberLinkedBlockingQueue<>(2), this::queue);
        compare(r -> JdkTypes.linkedQueue(Integer.MAX_VALUE), r -> new FiberLinkedBlockingQueue<>(), this::queue);
        compare(
                r -> JdkTypes.linkedQueue(List.of(1, 2)),
                r -> new FiberLinkedBlockingQueue<>(List.of(1, 2)),
                this::queue);
    }

    @Test
    void j1PriorityBlockingQueue() {
        compare(r -> JdkTypes.priorityQueue(List.of()), r -> new FiberPriorityBlockingQueue<>(), this::queue);
        compare(
                r -> JdkTypes.priorityQueue(List.of(3, 1)),
                r -> new FiberPriorityBlockingQueue<>(List.of(3, 1)),
                this::queue);
    }

    private @Nullable Object queue(BlockingQueue<Integer> q, SplittableRandom random) throws Exception {
        Integer e = random.nextInt(5);
        List<Integer> several = List.of(e, random.nextInt(5));
        return switch (random.nextInt(26)) {
            case 0 -> q.offer(e);
            case 1 -> q.add(e);
            case 2 -> q.offer(e, -1, TimeUnit.SECONDS);
            case 3 -> q.poll();
            case 4 -> q.poll(-1, TimeUnit.SECONDS);
            case 5 -> q.peek();
            case 6 -> q.element();
            case 7 -> q.remove();
            case 8 -> q.remove(e);
            case 9 -> q.contains(e);
            case 10 -> q.size() + " " + q.remainingCapacity() + q.isEmpty();
            case 11 -> q.toString();
            case 12 -> q.toArray();
            case 13 -> q.addAll(several);
            case 14 -> q.removeAll(several);
            case 15 -> q.retainAll(List.of(0, 1, 2, e));
            case 16 -> q.removeIf(x -> x.equals(e));
            case 17 -> q.containsAll(several);
            case 18, 19 -> {
                List<Integer> drained = new ArrayList<>();
                int n = random.nextBoolean() ? q.drainTo(drained) : q.drainTo(drained, random.nextInt(3) - 1);
                yield n + " " + drained;
            }
            case 20 -> {
                Iterator<Integer> it = q.iterator();
                String seen = "";
                while (it.hasNext()) {
                    Integer x = it.next();
                    seen += x;
                    if (x.equals(e)) it.remove();
                }
                yield seen;
            }
            case 21 -> q.stream().mapToInt(x -> x).sum();
            case 22 -> {
                if (random.nextInt(4) == 0) q.clear();
                yield "cleared";
            }
            case 23 -> q.offer(null);
            case 24 -> q.isEmpty() ? "would wait" : q.take();
            default -> {
                if (q.remainingCapacity() > 0) q.put(e);
                yield "put";
            }
        };
    }
}

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
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;

/** J1 of docs/semantics.md: random calls that needn't wait do what they do in the JDK's classes, interrupted threads included. */
class ConcurrentDifferentialTest extends ConcurrentDifferential {
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
}

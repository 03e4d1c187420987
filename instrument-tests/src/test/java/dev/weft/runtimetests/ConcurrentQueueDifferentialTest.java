// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.runtimetests.plain.JdkTypes;
import dev.weft.sync.concurrent.FiberDelayQueue;
import dev.weft.sync.concurrent.FiberLinkedBlockingDeque;
import dev.weft.sync.concurrent.FiberLinkedTransferQueue;
import dev.weft.sync.concurrent.FiberPhaser;
import dev.weft.sync.concurrent.FiberReentrantReadWriteLock;
import dev.weft.sync.concurrent.FiberSynchronousQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** J1 of docs/semantics.md for deques, hand-overs, delays, and locks for reading and writing, as in ConcurrentDifferentialTest. */
class ConcurrentQueueDifferentialTest extends ConcurrentDifferential {
    @InEachSetting
    void j1ItIsTheSameWhoeverCalls(Setting who) {
        setting = who;
        runs = RUNS / 30;
        j1LinkedBlockingDeque();
        j1SynchronousQueue();
        j1LinkedTransferQueue();
        j1DelayQueue();
        j1ReentrantReadWriteLock();
        j1Phaser();
    }

    @Test
    void j1LinkedBlockingDeque() {
        compare(r -> JdkTypes.linkedDeque(3), r -> new FiberLinkedBlockingDeque<>(3), this::deque);
        compare(r -> JdkTypes.linkedDeque(Integer.MAX_VALUE), r -> new FiberLinkedBlockingDeque<>(), this::deque);
        compare(
                r -> JdkTypes.linkedDeque(List.of(1, 2)),
                r -> new FiberLinkedBlockingDeque<>(List.of(1, 2)),
                this::deque);
    }

    private @Nullable Object deque(BlockingDeque<Integer> q, SplittableRandom random) throws Exception {
        Integer e = random.nextInt(5);
        switch (random.nextInt(44)) {
            case 0 -> q.addFirst(e);
            case 1 -> q.addLast(e);
            case 2 -> q.push(e);
            case 3 -> {
                return q.offerFirst(e);
            }
            case 4 -> {
                return q.offerLast(e);
            }
            case 5 -> {
                return q.offerFirst(e, -1, TimeUnit.SECONDS);
            }
            case 6 -> {
                return q.offerLast(e, -1, TimeUnit.SECONDS);
            }
            case 7 -> {
                return q.pollFirst();
            }
            case 8 -> {
                return q.pollLast();
            }
            case 9 -> {
                return q.pollFirst(-1, TimeUnit.SECONDS);
            }
            case 10 -> {
                return q.pollLast(-1, TimeUnit.SECONDS);
            }
            case 11 -> {
                return q.removeFirst();
            }
            case 12 -> {
                return q.removeLast();
            }
            case 13 -> {
                return q.pop() + " " + q.peekFirst() + q.peekLast();
            }
            case 14 -> {
                return q.getFirst() + " " + q.getLast();
            }
            case 15 -> {
                return q.removeFirstOccurrence(e);
            }
            case 16 -> {
                return q.removeLastOccurrence(e);
            }
            case 17 -> {
                return q.isEmpty() ? "would wait" : q.takeLast();
            }
            case 18 -> {
                return q.isEmpty() ? "would wait" : q.takeFirst();
            }
            case 19 -> {
                if (q.remainingCapacity() > 0) q.putFirst(e);
            }
            case 20 -> {
                Iterator<Integer> it = q.descendingIterator();
                String seen = "";
                while (it.hasNext()) {
                    Integer x = it.next();
                    seen += x;
                    if (x.equals(e)) it.remove();
                }
                return seen;
            }
            case 21 -> {
                return q.offerFirst(null);
            }
            default -> {
                return queue(q, random);
            }
        }
        return "done";
    }

    @Test
    void j1SynchronousQueue() {
        compare(
                r -> JdkTypes.synchronousQueue(r.nextBoolean()),
                r -> new FiberSynchronousQueue<>(r.nextBoolean()),
                this::queue);
    }

    @Test
    void j1LinkedTransferQueue() {
        compare(r -> JdkTypes.transferQueue(List.of()), r -> new FiberLinkedTransferQueue<>(), this::transfer);
        compare(
                r -> JdkTypes.transferQueue(List.of(1, 2)),
                r -> new FiberLinkedTransferQueue<>(List.of(1, 2)),
                this::transfer);
    }

    /** Whether an interrupted thread takes what it needn't wait for, differs by version here; ours does, as on 17. */
    private static final boolean REFUSES_THE_INTERRUPTED = Runtime.version().feature() > 17;

    private @Nullable Object transfer(TransferQueue<Integer> q, SplittableRandom random) throws Exception {
        Integer e = random.nextInt(5);
        if (REFUSES_THE_INTERRUPTED) Thread.interrupted();
        return switch (random.nextInt(24)) {
            case 0 -> q.tryTransfer(e);
            case 1 -> q.tryTransfer(e, -1, TimeUnit.SECONDS);
            case 2 -> q.hasWaitingConsumer() + " " + q.getWaitingConsumerCount();
            case 3 -> q.tryTransfer(null);
            case 4 -> {
                List<Integer> seen = new ArrayList<>();
                q.forEach(seen::add);
                yield seen + " " + Arrays.toString(q.toArray(new Integer[1])) + List.copyOf(q);
            }
            case 5 -> q.drainTo(q);
            case 6 -> {
                Iterator<Integer> it = q.iterator();
                it.remove();
                yield it;
            }
            default -> queue(q, random);
        };
    }

    /** One whose time is over, or far away. */
    private record Timed(int value, boolean due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return due ? -value : unit.convert(1 + value, TimeUnit.DAYS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Test
    void j1DelayQueue() {
        compare(r -> JdkTypes.delayQueue(List.of()), r -> new FiberDelayQueue<>(), this::delays);
        List<Timed> two = List.of(new Timed(1, false), new Timed(2, true));
        compare(r -> JdkTypes.delayQueue(two), r -> new FiberDelayQueue<>(two), this::delays);
    }

    private @Nullable Object delays(DelayQueue<Timed> q, SplittableRandom random) throws Exception {
        Timed e = new Timed(random.nextInt(5), random.nextBoolean());
        return switch (random.nextInt(18)) {
            case 0 -> q.offer(e);
            case 1 -> q.add(e);
            case 2 -> q.offer(e, -1, TimeUnit.SECONDS);
            case 3 -> {
                q.put(e);
                yield "put";
            }
            case 4, 5 -> q.poll();
            case 6 -> q.poll(-1, TimeUnit.SECONDS);
            case 7 -> q.peek() == null || q.peek().getDelay(TimeUnit.NANOSECONDS) > 0 ? "would wait" : q.take();
            case 8 -> q.size() + " " + q.remainingCapacity() + q.isEmpty() + q.peek();
            case 9 -> q.remove(e);
            case 10 -> q.contains(e);
            case 11 -> q.toArray();
            case 12 -> {
                List<Timed> drained = new ArrayList<>();
                int n = random.nextBoolean() ? q.drainTo(drained) : q.drainTo(drained, random.nextInt(3) - 1);
                yield n + " " + drained;
            }
            case 13 -> {
                Iterator<Timed> it = q.iterator();
                String seen = "";
                while (it.hasNext()) {
                    Timed x = it.next();
                    seen += x;
                    if (x.equals(e)) it.remove();
                }
                yield seen;
            }
            case 14 -> {
                if (random.nextInt(4) == 0) q.clear();
                yield "cleared";
            }
            case 15 -> q.addAll(List.of(e, new Timed(random.nextInt(5), true)));
            case 16 -> q.removeIf(x -> x.equals(e));
            default -> q.offer(null);
        };
    }

    @Test
    void j1ReentrantReadWriteLock() {
        compare(
                r -> JdkTypes.readWriteLock(r.nextBoolean()),
                r -> new FiberReentrantReadWriteLock(r.nextBoolean()),
                this::readOrWrite);
    }

    private @Nullable Object readOrWrite(ReentrantReadWriteLock both, SplittableRandom random) throws Exception {
        ReentrantReadWriteLock.ReadLock read = both.readLock();
        ReentrantReadWriteLock.WriteLock write = both.writeLock();
        boolean canWrite = both.getReadHoldCount() == 0 || both.isWriteLockedByCurrentThread();
        switch (random.nextInt(17)) {
            case 0 -> read.lock();
            case 1 -> read.lockInterruptibly();
            case 2 -> {
                return read.tryLock();
            }
            case 3 -> {
                return read.tryLock(random.nextInt(3) - 1, TimeUnit.NANOSECONDS);
            }
            case 4, 5 -> read.unlock();
            case 6 -> {
                if (canWrite) write.lock();
            }
            case 7 -> {
                if (canWrite) write.lockInterruptibly();
            }
            case 8 -> {
                return write.tryLock();
            }
            case 9 -> {
                return write.tryLock(random.nextInt(3) - 1, TimeUnit.NANOSECONDS);
            }
            case 10, 11, 12 -> write.unlock();
            case 13 -> {
                return both.isFair() + " " + both.isWriteLocked() + both.isWriteLockedByCurrentThread()
                        + both.getReadLockCount() + both.getReadHoldCount() + both.getWriteHoldCount()
                        + write.getHoldCount() + write.isHeldByCurrentThread();
            }
            case 14 -> {
                Condition condition = random.nextInt(9) == 0 ? read.newCondition() : write.newCondition();
                condition.signal();
                condition.signalAll();
                return both.hasWaiters(condition) + " " + both.getWaitQueueLength(condition);
            }
            case 15 -> {
                return write.newCondition().awaitNanos(-1) <= 0;
            }
            default -> {
                return state(both) + state(read) + state(write);
            }
        }
        return "done";
    }

    @Test
    void j1Phaser() {
        compare(r -> JdkTypes.phaser(r.nextInt(3)), r -> new FiberPhaser(r.nextInt(3)), this::phaser);
    }

    private Object phaser(Phaser phaser, SplittableRandom random) throws Exception {
        return switch (random.nextInt(13)) {
            case 0 -> phaser.register();
            case 1 -> phaser.bulkRegister(random.nextInt(4) - 1);
            case 2, 3, 4 -> phaser.arrive();
            case 5, 6 -> phaser.arriveAndDeregister();
            case 7 -> phaser.getUnarrivedParties() > 1 ? "would wait" : phaser.arriveAndAwaitAdvance();
            case 8 -> phaser.awaitAdvance(phaser.getPhase() - 1);
            case 9 -> phaser.awaitAdvanceInterruptibly(phaser.getPhase() - 1);
            case 10 -> phaser.awaitAdvanceInterruptibly(phaser.getPhase() - 1, 1, TimeUnit.DAYS);
            case 11 -> {
                if (random.nextInt(20) == 0) phaser.forceTermination();
                yield phaser.isTerminated();
            }
            default ->
                phaser.getRegisteredParties() + " " + phaser.getArrivedParties() + phaser.getUnarrivedParties()
                        + state(phaser);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.Fiber;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.sched.HandRunFibers;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A fiber that waits in a type of the JDK's name, on one thread, while somebody on another one serves or cancels it. */
public final class ConcurrentStress {
    private ConcurrentStress() {}

    /** J8: an element is handed over, by a fiber that is cancelled, or it isn't: both sides agree. */
    @JCStressTest
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "handed over")
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "cancelled")
    @State
    public static class CancelThenPoll extends HandRunFibers {
        private final FiberLinkedTransferQueue<Integer> queue = new FiberLinkedTransferQueue<>();
        private final FiberStrand fiber = fiber(this::transfer);
        private int taken;

        @Fiber
        private int transfer() {
            try {
                queue.transfer(7);
                return 1;
            } catch (InterruptedException e) {
                return 2;
            }
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
            scheduler.runAll();
        }

        /** The taker. */
        @Actor
        public void taker() {
            fiber.cancel();
            Integer element = queue.poll();
            if (element != null) taken = element;
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(fiber, 0);
            r.r2 = taken;
        }
    }

    /** J2: what was written before an offer is seen after the take. */
    @JCStressTest
    @Outcome(id = "9", expect = Expect.ACCEPTABLE, desc = "what both wrote")
    @State
    public static class OfferThenTake extends HandRunFibers {
        private final FiberSynchronousQueue<Integer> queue = new FiberSynchronousQueue<>();
        private final FiberStrand fiber = fiber(this::take);
        private int plain;

        @Fiber
        private int take() throws InterruptedException {
            return queue.take() + plain;
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The putter. */
        @Actor
        public void putter() {
            plain = 2;
            while (!queue.offer(7)) Thread.onSpinWait();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(fiber, -1);
        }
    }

    /** J2: an element that is added as a taker begins to wait is taken, at whatever end. */
    @JCStressTest
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "taken")
    @State
    public static class AddThenTakeLast extends HandRunFibers {
        private final FiberLinkedBlockingDeque<Integer> deque = new FiberLinkedBlockingDeque<>();
        private final FiberStrand fiber = fiber(this::take);

        @Fiber
        private int take() throws InterruptedException {
            return deque.takeLast();
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The putter. */
        @Actor
        public void putter() {
            deque.push(7);
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(fiber, -1);
        }
    }

    /** J7: a fiber that waits to read, or doesn't have to, sees what the writer wrote; a downgrade lets it in. */
    @JCStressTest
    @Outcome(
            id = {"0", "3"},
            expect = Expect.ACCEPTABLE,
            desc = "nothing or all of what was written")
    @State
    public static class WriteThenRead extends HandRunFibers {
        private final FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock();
        private final FiberReadLock read = lock.readLock();
        private final FiberWriteLock write = lock.writeLock();
        private final FiberStrand fiber = fiber(this::read);
        private int first;
        private int second;

        @Fiber
        private int read() {
            read.lock();
            int sum = first + second;
            read.unlock();
            return sum;
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The writer, which waits for nobody: a reader is soon gone. */
        @Actor
        public void writer() {
            while (!write.tryLock()) Thread.onSpinWait();
            first = 1;
            second = 2;
            read.lock();
            write.unlock();
            read.unlock();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(fiber, -1);
        }
    }

    /** J3, J7: a writer that alone keeps a reader waiting is cancelled: the reader goes on. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the writer was cancelled, the reader had it")
    @State
    public static class CancelledWriter extends HandRunFibers {
        private final FiberReentrantReadWriteLock lock = new FiberReentrantReadWriteLock();
        private final FiberStrand writer = fiber(this::write);
        private final FiberStrand reader = fiber(this::read);

        /** Somebody reads, and the writer waits. */
        public CancelledWriter() {
            lock.readLock().lock();
            scheduler.run(writer);
        }

        @Fiber
        private int write() {
            try {
                lock.writeLock().lockInterruptibly();
                lock.writeLock().unlock();
                return 1;
            } catch (InterruptedException e) {
                return 2;
            }
        }

        @Fiber
        private int read() {
            lock.readLock().lock();
            lock.readLock().unlock();
            return 1;
        }

        /** Who cancels it. */
        @Actor
        public void canceller() {
            writer.cancel();
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(reader);
            scheduler.runAll();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = result(writer, -1);
            r.r1 = result(reader, -1);
        }
    }

    /** J2: an unlock, and the lock that follows. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "what the holder wrote")
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "before the holder")
    @State
    public static class UnlockThenLock extends HandRunFibers {
        private final FiberReentrantLock lock = new FiberReentrantLock();
        private final FiberStrand fiber = fiber(this::lock);
        private int first;
        private int second;

        @Fiber
        private int lock() {
            lock.lock();
            int both = first == second ? first : -2;
            lock.unlock();
            return both;
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The holder. */
        @Actor
        public void holder() {
            while (!lock.tryLock()) Thread.onSpinWait();
            first = 1;
            second = 1;
            lock.unlock();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(fiber, -1);
        }
    }

    /** What UnlockThenLock would be without the lock. To be rejected. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = Expect.ACCEPTABLE,
            desc = "nothing or all of what was written")
    @Outcome(id = "-2", expect = Expect.FORBIDDEN, desc = "half of it")
    @State
    public static class LockCanary {
        private int first;
        private int second;

        /** The reader. */
        @Actor
        public void reader(I_Result r) {
            int seen = first;
            r.r1 = seen == second ? seen : -2;
        }

        /** The writer. */
        @Actor
        public void writer() {
            first = 1;
            second = 1;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.CancelledException;
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

/** A fiber that waits for a lock or a group, on one thread, while others let it go on: it does, and sees what they wrote before. */
public final class SyncStress {
    private SyncStress() {}

    /** Fibers, and two plain fields. */
    abstract static class Waiting extends HandRunFibers {
        int first;
        int second;

        /** What the fiber has come to, -1 if it waits yet. */
        final int result(FiberStrand fiber) {
            return result(fiber, -1);
        }
    }

    /** W4: two are done, and one waits for both. */
    @JCStressTest
    @Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "what both wrote")
    @State
    public static class DoneThenAwait extends Waiting {
        private final WaitGroup group = new WaitGroup();
        private final FiberStrand fiber = fiber(this::await);

        /** There are two to wait for. */
        public DoneThenAwait() {
            group.add(2);
        }

        @Fiber
        private int await() {
            group.await();
            return first + second;
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** One that is done. */
        @Actor
        public void one() {
            first = 1;
            group.done();
        }

        /** Another one. */
        @Actor
        public void other() {
            second = 2;
            group.done();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(fiber);
        }
    }

    /** W8: an unlock, and the lock that follows. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "what the holder wrote")
    @State
    public static class UnlockThenLock extends Waiting {
        private final Mutex mutex = new Mutex();
        private final FiberStrand fiber = fiber(this::lock);

        /** It is held. */
        public UnlockThenLock() {
            mutex.lock();
        }

        @Fiber
        private int lock() {
            mutex.lock();
            return first;
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** The holder. */
        @Actor
        public void holder() {
            first = 1;
            mutex.unlock();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(fiber);
        }
    }

    /** W8: one of two that wait is cancelled while the mutex is unlocked: it is free, or held by one, who knows of it. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both had it in turn")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the first was cancelled before it had it")
    @State
    public static class UnlockRacesCancel extends Waiting {
        private final Mutex mutex = new Mutex();
        private final FiberStrand one = fiber(this::lockAndUnlock);
        private final FiberStrand other = fiber(this::lockAndUnlock);

        /** Both wait. */
        public UnlockRacesCancel() {
            mutex.lock();
            scheduler.run(one);
            scheduler.run(other);
        }

        @Fiber
        private int lockAndUnlock() {
            try {
                mutex.lock();
            } catch (CancelledException e) {
                return 0;
            }
            mutex.unlock();
            return 1;
        }

        /** The holder. */
        @Actor
        public void holder() {
            mutex.unlock();
        }

        /** Cancels one, and runs what that wakes. */
        @Actor
        public void canceller() {
            one.cancel();
            scheduler.runAll();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(one);
            r.r2 = result(other);
            if (!mutex.tryLock()) r.r2 = -2;
        }
    }

    /** W9: what was written before a signal, without the mutex, and a wait that it ends. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "what was written before the signal")
    @State
    public static class SignalThenAwait extends Waiting {
        private final Mutex mutex = new Mutex();
        private final Cond cond = new Cond(mutex);
        private final FiberStrand fiber = fiber(this::await);

        /** The fiber has the mutex, and begins to wait. */
        public SignalThenAwait() {
            scheduler.run(fiber);
        }

        @Fiber
        private int await() {
            mutex.lock();
            cond.await();
            mutex.unlock();
            return first;
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.runAll();
        }

        /** The one that signals. */
        @Actor
        public void signaller() {
            first = 1;
            cond.signal();
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = result(fiber);
        }
    }

    /** W10: two want a value; what made it is seen by both. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "made once, and seen by both")
    @State
    public static class MadeOnce extends Waiting {
        private final Lazy<int[]> lazy = new Lazy<>(this::make);
        private final FiberStrand fiber = fiber(() -> lazy.get()[0]);
        private int made;

        private int[] make() {
            return new int[] {++made};
        }

        /** The carrier. */
        @Actor
        public void carrier() {
            scheduler.run(fiber);
        }

        /** A thread. */
        @Actor
        public void thread(II_Result r) {
            r.r2 = lazy.get()[0];
        }

        /** Whatever is left. */
        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = result(fiber);
        }
    }
}

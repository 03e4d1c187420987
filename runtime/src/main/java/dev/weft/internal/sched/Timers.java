// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import dev.weft.internal.util.SpinLock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Fires timers on a thread of its own, so that they are due even when all workers are busy.
 *
 * <p>Timers are precise to a tick of 65.5 microseconds, and never early.
 */
public class Timers {
    /*
     * A wheel for each of several groups of threads, so that carriers that set and cancel timers don't wait for each other.
     *
     * Ownership: a shard's wheel, and the fields of its timers, are guarded by the shard, which is a lock. A timer fires
     * outside it, on the timer thread.
     *
     * Ordering, Progress: the timer thread (1) writes wakeTick, when it means to wake up, and then (2) reads each shard's next. Whoever
     * sets a timer (a) writes its shard's next, if the timer is earlier, and then (b) reads wakeTick, and wakes the thread if that is later. All
     * four are volatile, so either (2) sees (a), or (b) sees (1).
     *
     * Rejected: one heap by deadline. Each operation goes through log n cold cache lines, under the one lock.
     */

    private static final int TICK_SHIFT = 16;
    private static final int MAX_SHARDS = 16;

    /** How many timers are moved while a shard is locked. */
    private static final int MOVES = 128;

    /** Something to be done at a time, once. */
    public abstract static class Timer {
        long tick;
        int slot = -1;

        @Nullable
        Timer next;

        @Nullable
        Timer previous;

        private @Nullable Shard
                shard; // written before the timer is in a wheel, and not again before it is set once more

        /** For subclasses. */
        protected Timer() {}

        /** Called at the deadline or later, by the timer thread; short, and doesn't block or throw. */
        protected abstract void fire();
    }

    private static final class Shard extends SpinLock {
        final TimerWheel wheel = new TimerWheel();
        volatile long next = TimerWheel.NEVER;
    }

    private final String name;
    private final long origin = System.nanoTime();
    private final Shard[] shards;
    private volatile long wakeTick = TimerWheel.NEVER;
    private volatile @Nullable Thread thread; // null if a timer that is set has to start one; written under this
    private volatile boolean shutdown;

    private static final class Shared {
        static final Timers TIMERS = new Timers("weft-timer");
    }

    /**
     * Those of the default carriers, and of threads that aren't carriers.
     *
     * @return always the same
     */
    public static Timers shared() {
        return Shared.TIMERS;
    }

    /**
     * Without a thread as yet.
     *
     * @param name of the thread
     */
    public Timers(String name) {
        this.name = name;
        int processors = Math.min(MAX_SHARDS, Runtime.getRuntime().availableProcessors());
        shards = new Shard[Integer.highestOneBit(2 * processors - 1)];
        for (int i = 0; i < shards.length; i++) shards[i] = new Shard();
    }

    /**
     * The clock of the deadlines.
     *
     * @return as {@link System#nanoTime}
     */
    public long nanoTime() {
        return System.nanoTime();
    }

    /**
     * Sets a timer, which isn't set yet.
     *
     * @param timer the timer
     * @param deadlineNanos by {@link #nanoTime}
     */
    public void set(Timer timer, long deadlineNanos) {
        Shard shard = shards[(int) Thread.currentThread().getId() & (shards.length - 1)];
        long tick = tickNotBefore(deadlineNanos);
        boolean earlier;
        shard.lock();
        try {
            timer.shard = shard;
            shard.wheel.add(timer, tick);
            long next = shard.wheel.next();
            earlier = next < shard.next;
            if (earlier) shard.next = next;
        } finally {
            shard.unlock();
        }
        if (earlier && shard.next < wakeTick) wake();
    }

    /**
     * Takes a timer back.
     *
     * @param timer the timer
     * @return false if it has fired, or is about to
     */
    public boolean cancel(Timer timer) {
        Shard shard = timer.shard;
        if (shard == null) return false;
        boolean removed;
        shard.lock();
        try {
            removed = shard.wheel.remove(timer);
        } finally {
            shard.unlock();
        }
        if (removed && shutdown) shutdown(); // it may have been the last one
        return removed;
    }

    /** Lets the thread end when no timer is left. One that is set later fires all the same. */
    public void shutdown() {
        shutdown = true;
        Thread t = thread;
        if (t != null) LockSupport.unpark(t);
    }

    private long tickNotBefore(long nanos) {
        long since = nanos - origin;
        if (since <= 0) return 0;
        return (since >> TICK_SHIFT) + ((since & ((1L << TICK_SHIFT) - 1)) == 0 ? 0 : 1);
    }

    /** Has the thread look at the timers, and starts it if there is none. */
    void wake() {
        Thread t = thread;
        if (t == null) start();
        else LockSupport.unpark(t);
    }

    private synchronized void start() {
        if (thread != null) {
            LockSupport.unpark(thread);
            return;
        }
        Thread t = new Thread(null, this::run, name, 0, false);
        t.setDaemon(true);
        t.start();
        thread = t;
    }

    /**
     * Whether no timer is set or fires.
     *
     * @return at some instant, first of each shard, then of the thread, so that a timer that leaves its wheel meanwhile isn't missed
     */
    public boolean isQuiet() {
        for (Shard shard : shards) {
            shard.lock();
            try {
                if (shard.wheel.next() != TimerWheel.NEVER)
                    return false; // shard.next may be that of a timer taken back
            } finally {
                shard.unlock();
            }
        }
        return wakeTick != 0;
    }

    private void run() {
        wakeTick = 0;
        do {
            fireDue(System.nanoTime());
        } while (sleep());
    }

    /** Fires what is due; by the timer thread. */
    void fireDue(long nanos) {
        long tick = (nanos - origin) >> TICK_SHIFT;
        for (Shard shard : shards) if (shard.next <= tick) fireDue(shard, tick);
    }

    private void fireDue(Shard shard, long tick) {
        boolean all = false;
        while (!all) {
            Timer due;
            shard.lock();
            try {
                all = shard.wheel.advance(tick, MOVES);
                due = shard.wheel.takeDue();
                if (all) shard.next = shard.wheel.next();
            } finally {
                shard.unlock();
            }
            while (due != null) {
                Timer timer = due;
                due = timer.next;
                timer.next = null;
                timer.previous = null;
                fire(timer);
            }
        }
    }

    /** If a timer throws, against its contract, the others must not suffer for it. */
    private static void fire(Timer due) {
        try {
            due.fire();
        } catch (Throwable t) {
            System.err.print("[weft] a timer has failed: ");
            t.printStackTrace();
        }
    }

    /** Until the next shard has something to do, or somebody sets an earlier timer; false if the thread is to end. */
    private boolean sleep() {
        wakeTick = TimerWheel.NEVER;
        if (shutdown) forgetCancelled();
        long first = firstTick();
        if (first == TimerWheel.NEVER) {
            if (shutdown && ends()) return false;
            if (!shutdown) LockSupport.park(this);
        } else {
            wakeTick = first;
            if (firstTick() < first) return true;
            long left = origin + (first << TICK_SHIFT) - System.nanoTime();
            if (left > 0) LockSupport.parkNanos(this, left);
        }
        wakeTick = 0; // whoever sets a timer needn't wake a thread that is awake
        Thread.interrupted(); // nobody has a reason to interrupt this thread, and it would not park any more
        return true;
    }

    /** A shard's next may be that of a timer that was cancelled, which otherwise costs a look in vain, but here a thread. */
    private void forgetCancelled() {
        for (Shard shard : shards) {
            shard.lock();
            try {
                shard.next = shard.wheel.next();
            } finally {
                shard.unlock();
            }
        }
    }

    private long firstTick() {
        long first = TimerWheel.NEVER;
        for (Shard shard : shards) first = Math.min(first, shard.next);
        return first;
    }

    /**
     * Ends the thread, if nobody has set a timer meanwhile: (1) and (2) once more, with `thread` in the place of wakeTick. Who sets a
     * timer and still finds this thread has written its shard's next before; else a new thread is started.
     */
    private boolean ends() {
        synchronized (this) {
            thread = null;
        }
        if (firstTick() == TimerWheel.NEVER) return true;
        synchronized (this) {
            if (thread != null) return true;
            thread = Thread.currentThread();
            return false;
        }
    }
}

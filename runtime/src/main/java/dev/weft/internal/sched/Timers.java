// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Fires timers on a thread of its own, so that they are due even when all workers are busy. */
public final class Timers {
    /*
     * A four-ary heap by deadline, in which each timer knows its place, so that a cancelled one leaves at once.
     *
     * Ownership: everything is guarded by lock. A timer fires outside it.
     */

    private static final int ARITY = 4;

    /** Something to be done at a time, once. */
    public abstract static class Timer {
        private long deadline;
        private int place = -1;

        /** For subclasses. */
        protected Timer() {}

        /** Called at the deadline or later, by the timer thread; short, and doesn't block or throw. */
        protected abstract void fire();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final String name;
    private @Nullable Timer[] heap = new @Nullable Timer[64];
    private int size;
    private @Nullable Thread thread;

    /**
     * Without a thread as yet.
     *
     * @param name of the thread
     */
    public Timers(String name) {
        this.name = name;
    }

    /**
     * Sets a timer, which isn't set yet.
     *
     * @param timer the timer
     * @param deadlineNanos by {@link System#nanoTime}
     */
    public void set(Timer timer, long deadlineNanos) {
        lock.lock();
        try {
            timer.deadline = deadlineNanos;
            if (size == heap.length) heap = Arrays.copyOf(heap, 2 * size);
            up(size++, timer);
            if (thread == null) start();
            else if (timer.place == 0) earlier.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a timer back.
     *
     * @param timer the timer
     * @return false if it has fired, or is about to
     */
    public boolean cancel(Timer timer) {
        lock.lock();
        try {
            if (timer.place < 0) return false;
            remove(timer.place);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        Thread t = new Thread(null, this::run, name, 0, false);
        t.setDaemon(true);
        thread = t;
        t.start();
    }

    private void run() {
        while (true) {
            Timer due;
            lock.lock();
            try {
                due = awaitDue();
            } finally {
                lock.unlock();
            }
            fire(due);
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

    private Timer awaitDue() {
        while (true) {
            Timer first = heap[0];
            if (first == null) {
                earlier.awaitUninterruptibly();
                continue;
            }
            long left = first.deadline - System.nanoTime();
            if (left <= 0) {
                remove(0);
                return first;
            }
            try {
                long unused = earlier.awaitNanos(left);
            } catch (InterruptedException e) {
                // nobody has a reason to interrupt this thread, and it goes on
                Thread.interrupted();
            }
        }
    }

    private void remove(int place) {
        Timer timer = at(place);
        timer.place = -1;
        Timer last = at(--size);
        heap[size] = null;
        if (last == timer) return;
        down(place, last);
        if (last.place == place) up(place, last);
    }

    private void up(int from, Timer timer) {
        int place = from;
        while (place > 0) {
            int above = (place - 1) / ARITY;
            Timer t = at(above);
            if (t.deadline - timer.deadline <= 0) break;
            put(place, t);
            place = above;
        }
        put(place, timer);
    }

    private void down(int from, Timer timer) {
        int place = from;
        while (true) {
            int first = place * ARITY + 1;
            if (first >= size) break;
            int least = first;
            for (int i = first + 1; i < Math.min(first + ARITY, size); i++) {
                if (at(i).deadline - at(least).deadline < 0) least = i;
            }
            if (at(least).deadline - timer.deadline >= 0) break;
            put(place, at(least));
            place = least;
        }
        put(place, timer);
    }

    private void put(int place, Timer timer) {
        heap[place] = timer;
        timer.place = place;
    }

    private Timer at(int place) {
        Timer timer = heap[place];
        if (timer == null) throw new AssertionError("the heap has a hole");
        return timer;
    }
}

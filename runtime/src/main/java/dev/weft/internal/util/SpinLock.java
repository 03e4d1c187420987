// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.util;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for critical sections of a few dozen instructions, made to be inherited by the object that it guards.
 *
 * <p>A holder never suspends, parks, allocates much or runs foreign code. Not re-entrant, not fair.
 */
public abstract class SpinLock {
    /*
     * Ownership: locked is 1 while a thread is inside. Whatever a subclass guards with it is accessed plainly inside.
     *
     * Ordering: the CAS in lock() acquires what the last unlock() has released.
     *
     * Progress: a waiting thread spins, then yields to the OS, then sleeps for growing times, since the holder may have
     * been descheduled; it never waits for a notification, so none can be lost.
     *
     * Contention: who finds the lock taken keeps away from it for as long as others need for dozens of operations, and doesn't even
     * read it meanwhile. So a thread that uses one object again and again keeps it in its cache, and threads take turns by
     * dozens of operations. To take turns by single ones costs each operation a transfer of all that it touches from the other core's
     * cache, which takes several times as long as the operation (T. Anderson, "The Performance of Spin Lock Alternatives",
     * 1990, on backoff). The pauses are measured by the clock, since the processor's own differ by a factor of ten.
     *
     * Rejected: a monitor, which costs three times as much uncontended and pins a virtual thread on JDK 17 to 23; a
     * ReentrantLock, whose queue hands the lock to a thread that has to be woken first.
     */

    private static final long MIN_PAUSE_NANOS = 1_000;
    private static final long MAX_PAUSE_NANOS = 4_000;
    private static final int SPINS = 8;
    private static final int YIELDS = 128;
    private static final long MAX_SLEEP_NANOS = 100_000;
    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(SpinLock.class, "locked", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by LOCKED
    private volatile int locked;

    /** For subclasses. */
    protected SpinLock() {}

    /** Waits until the lock is free, and takes it. */
    public final void lock() {
        if (!LOCKED.compareAndSet(this, 0, 1)) lockContended();
    }

    /** Gives the lock back. By its holder only. */
    public final void unlock() {
        LOCKED.setRelease(this, 0);
    }

    private void lockContended() {
        Thread.onSpinWait(); // most who collide by chance find it free then
        if (tryLock()) return;
        long pause = MIN_PAUSE_NANOS;
        int round = 0;
        while (true) {
            if (round < SPINS) {
                spin(pause);
                pause = Math.min(2 * pause, MAX_PAUSE_NANOS);
            } else if (round < SPINS + YIELDS) {
                Thread.yield();
            } else {
                Sleeper.sleep(Math.min(MAX_SLEEP_NANOS, 1_000L * (round - SPINS - YIELDS)));
            }
            if (tryLock()) return;
            round++;
        }
    }

    private boolean tryLock() {
        return (int) LOCKED.getOpaque(this) == 0 && LOCKED.compareAndSet(this, 0, 1);
    }

    private static void spin(long nanos) {
        long start = System.nanoTime();
        do Thread.onSpinWait();
        while (System.nanoTime() - start < nanos);
    }

    /** Sleeps without touching the thread's park permit or interrupt flag, which belong to the caller's own wait. */
    private static final class Sleeper {
        static void sleep(long nanos) {
            boolean interrupted = Thread.interrupted();
            try {
                Thread.sleep(0, (int) Math.max(1, nanos));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}

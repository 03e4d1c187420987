// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.sync.concurrent.FiberReentrantLock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link Lock}. A fiber waits for a lock of {@code dev.weft.sync.concurrent} without a thread. Any other lock is taken to
 * belong to the thread that has locked it: it blocks the carrier, and while the fiber holds it, the fiber isn't moved to another
 * thread, nor is another fiber run by that thread.
 */
public final class Locks {
    private static final String OF_FIBERS = FiberReentrantLock.class.getPackageName();

    /** Asked at each call, so that what has counted a lock when it was taken does so when it is given back. */
    private static final ClassValue<Boolean> THREAD_OWNED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                if (c.getPackageName().equals(OF_FIBERS)) return false;
            }
            return true;
        }
    };

    private Locks() {}

    private static void acquired(Lock lock, @Nullable Continuation c) {
        if (!THREAD_OWNED.get(lock.getClass())) return;
        Continuation holder = holder(c);
        if (holder != null) Continuation.lockAcquired(holder);
    }

    /** Also where a monitor is held, which takes fiber code to the plain entry. */
    private static @Nullable Continuation holder(@Nullable Continuation c) {
        return c == null ? FiberStrand.ofCurrentThread() : c;
    }

    /**
     * {@link Lock#lock()}.
     *
     * @param lock the receiver
     */
    @Fiber
    @SuppressWarnings("LockNotBeforeTry") // the caller's
    public static void lock(Lock lock) {
        lock.lock();
        acquired(lock, Continuation.current());
    }

    /**
     * {@link Lock#lockInterruptibly()}.
     *
     * @param lock the receiver
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    @SuppressWarnings("LockNotBeforeTry") // the caller's
    public static void lockInterruptibly(Lock lock) throws InterruptedException {
        lock.lockInterruptibly();
        acquired(lock, Continuation.current());
    }

    /**
     * {@link Lock#tryLock(long, TimeUnit)}.
     *
     * @param lock the receiver
     * @param time how long to wait
     * @param unit of the time
     * @return whether it is locked
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static boolean tryLock(Lock lock, long time, TimeUnit unit) throws InterruptedException {
        boolean locked = lock.tryLock(time, unit);
        if (locked) acquired(lock, Continuation.current());
        return locked;
    }

    /**
     * {@link Lock#tryLock()}. Never waits.
     *
     * @param lock the receiver
     * @param c the continuation of the caller
     * @return whether it is locked
     */
    public static boolean tryLock(Lock lock, Continuation c) {
        boolean locked = lock.tryLock();
        if (locked) acquired(lock, c);
        return locked;
    }

    /**
     * {@link Lock#unlock()}. Never waits.
     *
     * @param lock the receiver
     * @param c the continuation of the caller
     */
    public static void unlock(Lock lock, Continuation c) {
        lock.unlock();
        if (THREAD_OWNED.get(lock.getClass())) Continuation.lockReleased(c);
    }
}

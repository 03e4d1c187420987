// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.abi.BlockingCall;
import dev.weft.sync.concurrent.FiberSemaphore;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The calls of {@link Semaphore}. One that was made elsewhere is waited for by a thread of the I/O pool.
 */
public final class Semaphores {
    private Semaphores() {}

    /**
     * {@link Semaphore#acquire()}.
     *
     * @param semaphore the receiver
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static void acquire(Semaphore semaphore) throws InterruptedException {
        if (semaphore instanceof FiberSemaphore f) {
            f.acquire();
            return;
        }
        BlockingCall.enter();
        try {
            semaphore.acquire();
        } finally {
            BlockingCall.exit();
        }
    }

    /**
     * {@link Semaphore#acquire(int)}.
     *
     * @param semaphore the receiver
     * @param permits how many
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static void acquire(Semaphore semaphore, int permits) throws InterruptedException {
        if (semaphore instanceof FiberSemaphore f) {
            f.acquire(permits);
            return;
        }
        BlockingCall.enter();
        try {
            semaphore.acquire(permits);
        } finally {
            BlockingCall.exit();
        }
    }

    /**
     * {@link Semaphore#acquireUninterruptibly()}.
     *
     * @param semaphore the receiver
     */
    @Fiber
    public static void acquireUninterruptibly(Semaphore semaphore) {
        if (semaphore instanceof FiberSemaphore f) {
            f.acquireUninterruptibly();
            return;
        }
        BlockingCall.enter();
        try {
            semaphore.acquireUninterruptibly();
        } finally {
            BlockingCall.exit();
        }
    }

    /**
     * {@link Semaphore#acquireUninterruptibly(int)}.
     *
     * @param semaphore the receiver
     * @param permits how many
     */
    @Fiber
    public static void acquireUninterruptibly(Semaphore semaphore, int permits) {
        if (semaphore instanceof FiberSemaphore f) {
            f.acquireUninterruptibly(permits);
            return;
        }
        BlockingCall.enter();
        try {
            semaphore.acquireUninterruptibly(permits);
        } finally {
            BlockingCall.exit();
        }
    }

    /**
     * {@link Semaphore#tryAcquire(long, TimeUnit)}.
     *
     * @param semaphore the receiver
     * @param time how long to wait
     * @param unit of the time
     * @return false if the time was over first
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static boolean tryAcquire(Semaphore semaphore, long time, TimeUnit unit) throws InterruptedException {
        if (semaphore instanceof FiberSemaphore f) return f.tryAcquire(time, unit);
        BlockingCall.enter();
        try {
            return semaphore.tryAcquire(time, unit);
        } finally {
            BlockingCall.exit();
        }
    }

    /**
     * {@link Semaphore#tryAcquire(int, long, TimeUnit)}.
     *
     * @param semaphore the receiver
     * @param permits how many
     * @param time how long to wait
     * @param unit of the time
     * @return false if the time was over first
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    public static boolean tryAcquire(Semaphore semaphore, int permits, long time, TimeUnit unit)
            throws InterruptedException {
        if (semaphore instanceof FiberSemaphore f) return f.tryAcquire(permits, time, unit);
        BlockingCall.enter();
        try {
            return semaphore.tryAcquire(permits, time, unit);
        } finally {
            BlockingCall.exit();
        }
    }
}

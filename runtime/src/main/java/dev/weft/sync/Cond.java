// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.sync.Gate;
import java.util.List;
import java.util.Objects;

/**
 * Where holders of a mutex wait until somebody tells them that what they wait for may have come true.
 *
 * <pre>{@code
 *   mutex.lock();
 *   try {
 *       while (queue.isEmpty()) notEmpty.await();
 *       return queue.remove();
 *   } finally {
 *       mutex.unlock();
 *   }
 * }</pre>
 *
 * <p>A signal goes to who has waited longest, never to somebody who came after it.
 *
 * <p><b>Memory effects</b> are those of the mutex. What is done before {@code signal} happens before what follows the
 * {@code await} that it ends, too.
 */
public final class Cond {
    /** Who waits. */
    private static final class Waiting extends Gate {
        void begin(Strand strand) {
            lock();
            try {
                enter(strand, null);
            } finally {
                unlock();
            }
        }

        @Fiber
        void end(Strand strand) {
            await(strand, "await");
        }

        void signal() {
            Strand next;
            boolean parked = false;
            lock();
            try {
                next = poll();
                if (next != null) {
                    next.complete(null);
                    parked = next.release(this);
                }
            } finally {
                unlock();
            }
            if (next != null && parked) next.submit();
        }

        void signalAll() {
            List<Strand> all;
            lock();
            try {
                all = completeAll(null);
            } finally {
                unlock();
            }
            wake(all);
        }
    }

    private final Mutex mutex;
    private final Waiting waiting = new Waiting();

    /**
     * Nobody waits.
     *
     * @param mutex is held by those who wait
     */
    public Cond(Mutex mutex) {
        this.mutex = Objects.requireNonNull(mutex);
    }

    /**
     * Unlocks the mutex, waits for a signal, and locks the mutex again. Look at the condition again afterwards: it may have
     * changed before the mutex was locked.
     *
     * @throws IllegalStateException if the mutex isn't locked
     * @throws dev.weft.CancelledException if the routine is cancelled, or the thread interrupted, while it waits. The mutex is locked
     *     again all the same, so that {@code finally} can unlock it
     */
    @Fiber
    public void await() {
        if (!mutex.isLocked()) throw new IllegalStateException("await without the mutex");
        Strand strand = Strand.current();
        waiting.begin(strand);
        mutex.unlock();
        try {
            waiting.end(strand);
        } finally {
            mutex.lockUncancelled();
        }
    }

    /** Lets the one go on that has waited longest, if any. */
    public void signal() {
        waiting.signal();
    }

    /** Lets all go on that wait. */
    public void signalAll() {
        waiting.signalAll();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.sync.ConditionGate;
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
    private final Mutex mutex;
    private final ConditionGate waiting = new ConditionGate();

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

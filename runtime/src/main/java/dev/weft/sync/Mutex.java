// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.sync.MutexGate;
import java.time.Duration;

/**
 * A lock that one at a time holds. A fiber may wait while it holds it, and go on on another thread.
 *
 * <pre>{@code
 *   mutex.lock();
 *   try {
 *       ... receive, sleep, call ...
 *   } finally {
 *       mutex.unlock();
 *   }
 * }</pre>
 *
 * <p>It isn't re-entrant: who locks it twice waits for itself. It isn't owned: somebody else may unlock it, so it can be
 * handed on with what it guards.
 *
 * <p>A free mutex goes to who comes first, be it somebody who has never waited. Who has waited for a millisecond is handed the
 * mutex by the one that unlocks it, so nobody waits for ever.
 *
 * <p><b>Memory effects.</b> What is done before {@code unlock} happens before what follows the next {@code lock}.
 */
public final class Mutex {
    private final MutexGate gate = new MutexGate();

    /** Unlocked. */
    public Mutex() {}

    /**
     * Waits until it is free, and locks it.
     *
     * @throws dev.weft.CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public void lock() {
        if (!gate.tryAcquire()) gate.acquire(Strand.current());
    }

    /**
     * Locks it if it is free.
     *
     * @return false if it isn't
     */
    public boolean tryLock() {
        return gate.tryAcquire();
    }

    /**
     * Waits until it is free, not longer than a time, and locks it.
     *
     * @param time how long; nothing or less tries once
     * @return false if it wasn't free in time
     * @throws dev.weft.CancelledException as {@link #lock()}
     */
    @Fiber
    public boolean tryLock(Duration time) {
        return gate.tryAcquire() || gate.acquire(Strand.current(), time);
    }

    /** As {@link #lock}, though the routine may be cancelled: the mutex is to be had soon, and is expected to be held. */
    @Fiber
    void lockUncancelled() {
        if (!gate.tryAcquire()) gate.acquireUncancelled(Strand.current());
    }

    /**
     * Unlocks it.
     *
     * @throws IllegalStateException if it isn't locked
     */
    public void unlock() {
        gate.release();
    }

    /**
     * Whether somebody holds it.
     *
     * @return at some instant during the call
     */
    public boolean isLocked() {
        return gate.isHeld();
    }

    @Override
    public String toString() {
        return isLocked() ? "Mutex[locked]" : "Mutex[free]";
    }
}

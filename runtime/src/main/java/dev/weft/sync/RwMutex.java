// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.sync.Gate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock that either one holds for writing, or any number for reading.
 *
 * <pre>{@code
 *   mutex.lockRead();
 *   try {
 *       return prices.get(name);
 *   } finally {
 *       mutex.unlockRead();
 *   }
 * }</pre>
 *
 * <p>First come, first served: a writer that waits keeps later readers waiting, so it isn't starved by them; and the readers that
 * wait behind a writer come next, together. Not re-entrant: who reads and locks for reading again waits for itself if a writer has
 * come in between.
 *
 * <p><b>Memory effects.</b> What is done before {@code unlock} happens before what follows the next {@code lock} and
 * {@code lockRead}; what is done before {@code unlockRead} happens before what follows the next {@code lock}.
 */
public final class RwMutex {
    private static final Object READ = new Object();
    private static final Object WRITE = new Object();

    /** Guarded by the gate: holders is the number of readers, or -1 for a writer. */
    private static final class Holders extends Gate {
        private int holders;

        /** Takes it, or has a strand wait; null if nobody is to wait. False if it wasn't taken. */
        boolean take(Object wanted, @Nullable Strand strand) {
            lock();
            try {
                if (first() == null && admits(wanted)) return true;
                if (strand != null) enter(strand, wanted);
                return false;
            } finally {
                unlock();
            }
        }

        private boolean admits(@Nullable Object wanted) {
            if (wanted == WRITE) {
                if (holders != 0) return false;
                holders = -1;
            } else {
                if (holders < 0) return false;
                holders++;
            }
            return true;
        }

        @Fiber
        void acquire(Object wanted) {
            if (take(wanted, null)) return;
            Strand strand = Strand.current();
            if (!take(wanted, strand)) await(strand, wanted == WRITE ? "lock" : "lockRead");
        }

        void release(Object held) {
            List<Strand> served;
            lock();
            try {
                if (held == WRITE ? holders >= 0 : holders <= 0)
                    throw new IllegalStateException("unlock of a mutex that isn't locked so");
                holders = held == WRITE ? 0 : holders - 1;
                served = serve();
            } finally {
                unlock();
            }
            wake(served);
        }

        private List<Strand> serve() {
            List<Strand> served = List.of();
            for (Strand next = first(); next != null && admits(next.item()); next = first()) {
                poll();
                next.complete(null);
                if (served.isEmpty()) served = new ArrayList<>();
                served.add(next);
            }
            return served;
        }

        @Override
        protected List<Strand> left(@Nullable Object wanted) {
            return serve();
        }
    }

    private final Holders holders = new Holders();

    /** Unlocked. */
    public RwMutex() {}

    /**
     * Waits until nobody holds it, and locks it for writing.
     *
     * @throws dev.weft.CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public void lock() {
        holders.acquire(WRITE);
    }

    /**
     * Locks it for writing, if nobody holds it or waits for it.
     *
     * @return false if somebody does
     */
    public boolean tryLock() {
        return holders.take(WRITE, null);
    }

    /**
     * Ends writing.
     *
     * @throws IllegalStateException if it isn't locked for writing
     */
    public void unlock() {
        holders.release(WRITE);
    }

    /**
     * Waits until no writer holds it, nor waits for it, and locks it for reading.
     *
     * @throws dev.weft.CancelledException as {@link #lock()}
     */
    @Fiber
    public void lockRead() {
        holders.acquire(READ);
    }

    /**
     * Locks it for reading, if no writer holds it or waits for it.
     *
     * @return false if one does
     */
    public boolean tryLockRead() {
        return holders.take(READ, null);
    }

    /**
     * Ends reading.
     *
     * @throws IllegalStateException if it isn't locked for reading
     */
    public void unlockRead() {
        holders.release(READ);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state of a mutex. */
public final class MutexGate extends Gate {
    /*
     * After Go's sync.Mutex, with a queue of our own.
     *
     * States:
     *   FREE -> HELD, HELD -> FREE // a CAS each, while nobody waits
     *   HELD -> WANTED             // by who is about to wait, under the lock of the gate
     *   WANTED -> FREE             // release(), under the lock: the first one that waits is woken, and tries again
     *   WANTED -> HELD | WANTED    // release(), under the lock: the first one has waited for long, and is given the mutex
     *   FREE -> HELD | WANTED      // who has waited takes it under the lock, and says whether others wait
     *
     * Progress: in state HELD nobody waits, but for one who was woken and has yet to try again, and those behind that one. It
     * tries under the lock, and either takes the mutex, and writes WANTED if others wait, or waits again, which makes the
     * state WANTED. Also if it is cancelled: it looks at that only when it waits again. So the release that follows finds WANTED.
     *
     * Ordering: the CAS or the store that frees the mutex releases what the holder did, the CAS that takes it acquires that; a
     * gift goes by Strand.complete().
     *
     * Rejected: to give the mutex to the first one always. Everybody would wait for a switch each time it changes hands.
     */

    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final int WANTED = 2;

    private static final Object TRY_AGAIN = new Object();
    private static final Object GIVEN = new Object();

    private static final long PATIENCE_NANOS = 1_000_000;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(MutexGate.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state;

    private final long patienceNanos;
    private final Supplier<? extends @Nullable Object> holder;

    /** Since when somebody waits, by {@link System#nanoTime}. */
    private record Since(long nanos) {
        boolean isLongerThan(long patienceNanos) {
            return System.nanoTime() - nanos >= patienceNanos;
        }
    }

    /** Free. Who has waited for a millisecond is given it. */
    public MutexGate() {
        this(false, () -> null);
    }

    /**
     * Free.
     *
     * @param fair whether it is always given to who has waited longest
     * @param holder who has it, for messages
     */
    MutexGate(boolean fair, Supplier<? extends @Nullable Object> holder) {
        patienceNanos = fair ? 0 : PATIENCE_NANOS;
        this.holder = holder;
    }

    /**
     * Takes it if it is free.
     *
     * @return false if it isn't
     */
    public boolean tryAcquire() {
        return STATE.compareAndSet(this, FREE, HELD);
    }

    /**
     * Waits for it.
     *
     * @param strand the current one
     */
    @Fiber
    public void acquire(Strand strand) {
        Since since = new Since(System.nanoTime());
        while (!takeOrEnter(strand, since)) {
            if (await(strand, "lock") == GIVEN) return;
        }
    }

    /**
     * As {@link #acquire(Strand)}, and goes on waiting if it is cancelled.
     *
     * @param strand the current one
     */
    @Fiber
    public void acquireUncancelled(Strand strand) {
        Since since = new Since(System.nanoTime());
        while (!takeOrEnter(strand, since)) {
            if (awaitUncancelled(strand) == GIVEN) return;
        }
    }

    /**
     * As {@link #acquire(Strand)}, for a time.
     *
     * @param strand the current one
     * @param time how long
     * @return false if the time is over
     */
    @Fiber
    public boolean acquire(Strand strand, Duration time) {
        Since since = new Since(System.nanoTime());
        Duration left = time;
        while (!takeOrEnter(strand, since)) {
            Object given = await(strand, "lock", left);
            if (given == TIMED_OUT) return false;
            if (given == GIVEN) return true;
            left = time.minusNanos(System.nanoTime() - since.nanos);
        }
        return true;
    }

    /** False if the strand waits now. Who has waited before comes behind the others, but is given the mutex for its patience. */
    private boolean takeOrEnter(Strand strand, Since since) {
        lock();
        try {
            while (true) {
                int s = state;
                if (s == FREE) {
                    if (STATE.compareAndSet(this, FREE, first() == null ? HELD : WANTED)) return true;
                } else if (s == WANTED || STATE.compareAndSet(this, HELD, WANTED)) {
                    enter(strand, since);
                    return false;
                }
            }
        } finally {
            unlock();
        }
    }

    /**
     * Frees it.
     *
     * @throws IllegalStateException if it is free
     */
    public void release() {
        if (!STATE.compareAndSet(this, HELD, FREE)) releaseWanted();
    }

    private void releaseWanted() {
        Strand next;
        boolean parked = false;
        lock();
        try {
            if (state == FREE) throw new IllegalStateException("unlock of a mutex that isn't locked");
            next = poll();
            if (next == null) {
                STATE.setRelease(this, FREE);
                return;
            }
            boolean given = next.item() instanceof Since since && since.isLongerThan(patienceNanos);
            if (given) STATE.setRelease(this, first() == null ? HELD : WANTED);
            else STATE.setRelease(this, FREE);
            next.complete(given ? GIVEN : TRY_AGAIN);
            parked = next.release(this);
        } finally {
            unlock();
        }
        if (parked) next.submit();
    }

    @Override
    public @Nullable Object holder() {
        return holder.get();
    }

    /**
     * Whether somebody has it.
     *
     * @return at some instant
     */
    public boolean isHeld() {
        return state != FREE;
    }
}

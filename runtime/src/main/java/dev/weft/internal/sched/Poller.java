// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Events from outside that make jobs ready, and where a scheduler's idle worker waits for them.
 *
 * <p>One thread at a time polls: it claims, selects, dispatches what it has found, and releases the claim.
 */
public abstract class Poller {
    /*
     * Ownership: claimed is taken by CAS; whoever has it may select and dispatch. waits is written by the claimant.
     *
     * Ordering, Progress: who waits (a) writes waits, (b) looks once more whether it is wanted elsewhere, and (c) selects. Who wants it, or has
     * changed what is to be selected, (1) writes that, and (2) calls wakeUp(), which reads waits. Both are volatile, so either (2) sees (a)
     * and ends the selection that goes on, or the next one if it hasn't begun; or (b) and (c) see (1).
     */

    private static final Set<Poller> OPEN = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile boolean waits;
    private volatile int polls; // written by the claimant

    /** Nobody polls as yet. */
    protected Poller() {}

    /** To be called when it is used first. */
    protected final void opened() {
        OPEN.add(this);
    }

    /**
     * Whether somebody in the JVM waits for an event.
     *
     * @return at some instants during the call
     */
    public static boolean anyIsAwaited() {
        for (Poller poller : OPEN) if (poller.isAwaited()) return true;
        return false;
    }

    /** Has each of them look once, without waiting. By any thread. */
    public static void lookAll() {
        for (Poller poller : OPEN) poller.look();
    }

    private void look() {
        if (!claim()) {
            wakeUp();
            return;
        }
        try {
            if (poll()) dispatch(null);
        } finally {
            release();
        }
    }

    /** False if somebody else has the claim. */
    final boolean claim() {
        return !claimed.get() && claimed.compareAndSet(false, true);
    }

    final void release() {
        claimed.set(false);
    }

    /** Whether nobody waits for events, or is about to dispatch some. */
    final boolean isUnclaimed() {
        return !claimed.get();
    }

    /** How often it was polled; may miss some. */
    final int polls() {
        return polls;
    }

    /** As {@link #poll}, and waits for an event, unless the caller is wanted elsewhere. By the claimant. */
    final boolean await(BooleanSupplier isWanted) {
        waits = true;
        try {
            return !isWanted.getAsBoolean() && select(true);
        } finally {
            waits = false;
            counted();
        }
    }

    /** Finds out what has happened; false if nothing has. By the claimant. */
    final boolean poll() {
        counted();
        return select(false);
    }

    private void counted() {
        int n = polls;
        polls = n + 1;
    }

    /** Has who waits for events look again. By any thread. */
    public final void wakeUp() {
        if (waits) interrupt();
    }

    /**
     * Finds events, and keeps them for {@link #dispatch}. By the claimant.
     *
     * @param waits whether to wait for the first one
     * @return false if there are none
     */
    protected abstract boolean select(boolean waits);

    /** Ends the {@link #select} that goes on, or the next one. By any thread. */
    protected abstract void interrupt();

    /**
     * Lets those go on for whom events were found. By the claimant.
     *
     * @param carrier the current thread, if it is one; it is to run what it can, and nobody is to be woken for that
     * @return how many they are
     */
    protected abstract int dispatch(@Nullable CarrierThread carrier);

    /**
     * Whether somebody waits for an event.
     *
     * @return at some instants during the call
     */
    protected abstract boolean isAwaited();

    /** Nobody polls any more; who waits for an event is told. By any thread, once. */
    public void close() {
        OPEN.remove(this);
    }
}

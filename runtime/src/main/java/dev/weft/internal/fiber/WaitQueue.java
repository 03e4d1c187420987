// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import org.jspecify.annotations.Nullable;

/** Strands that wait, first come first served. Guarded by its owner's lock. */
public final class WaitQueue {
    private @Nullable Strand first;
    private @Nullable Strand last;

    /** An empty queue. */
    public WaitQueue() {}

    /**
     * Whether nobody waits.
     *
     * @return true if so
     */
    public boolean isEmpty() {
        return first == null;
    }

    /**
     * Puts a strand behind all others.
     *
     * @param strand in no queue
     */
    public void add(Strand strand) {
        Strand before = last;
        strand.previous = before;
        if (before == null) first = strand;
        else before.next = strand;
        last = strand;
    }

    /**
     * Takes out who has waited longest.
     *
     * @return null if nobody waits
     */
    public @Nullable Strand poll() {
        Strand strand = first;
        if (strand == null) return null;
        Strand after = strand.next;
        first = after;
        if (after == null) {
            last = null;
        } else {
            after.previous = null;
            strand.next = null;
        }
        return strand;
    }

    /**
     * Takes out a strand that is in this queue.
     *
     * @param strand waits here
     */
    public void remove(Strand strand) {
        Strand before = strand.previous;
        Strand after = strand.next;
        if (before == null) first = after;
        else before.next = after;
        if (after == null) last = before;
        else after.previous = before;
        strand.previous = null;
        strand.next = null;
    }
}

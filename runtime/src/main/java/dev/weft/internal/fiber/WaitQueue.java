// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import org.jspecify.annotations.Nullable;

/** Strands that wait, and alternatives of strands, first come first served. Guarded by its owner's lock. */
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
     * Puts an alternative behind all others.
     *
     * @param alternative in no queue
     */
    public void addAlternative(Alternative alternative) {
        add(alternative);
        alternative.setQueued(true);
    }

    /**
     * How many wait.
     *
     * @return counted one by one
     */
    public int size() {
        int n = 0;
        for (Strand s = first; s != null; s = s.next) n++;
        return n;
    }

    /**
     * Who has waited longest, and stays.
     *
     * @return null if nobody waits
     */
    public @Nullable Strand peek() {
        return first;
    }

    /**
     * Takes out who has waited longest. A strand that waits in other queues too is claimed, and is no longer waited for there.
     *
     * @return null if nobody waits
     */
    public @Nullable Strand poll() {
        while (true) {
            Strand strand = unlinkFirst();
            if (!(strand instanceof Alternative alternative)) return strand;
            alternative.setQueued(false);
            Strand claimed = alternative.claim();
            if (claimed != null) return claimed;
        }
    }

    private @Nullable Strand unlinkFirst() {
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

    /**
     * Takes out an alternative, if it is in this queue.
     *
     * @param alternative in this queue or in none
     */
    public void removeAlternative(Alternative alternative) {
        if (!alternative.isQueued()) return;
        remove(alternative);
        alternative.setQueued(false);
    }
}

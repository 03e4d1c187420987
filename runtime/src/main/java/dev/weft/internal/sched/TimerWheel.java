// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import dev.weft.internal.sched.Timers.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Timers by the tick at which they are due: adding, removing and finding the next one take constant time, however many
 * there are.
 *
 * <p>After George Varghese and Tony Lauck, "Hashed and Hierarchical Timing Wheels" (1987), with a bit for each slot, as in Tokio's
 * timer wheel, in place of a pointer that visits the empty ones. Not thread-safe.
 */
final class TimerWheel {
    /*
     * A tick is a number of LEVELS digits of DIGIT bits. A timer lies on the level of the highest digit in which its tick
     * differs from `now`, in the slot of its digit there. As its tick is later, that digit is greater than the one of `now`, so
     *   - the first slot in use of the lowest level in use is the next to be reached, and
     *   - no slot ever has timers of two rounds.
     * When `now` reaches a slot, its timers move to lower levels, LEVELS times at most, and from the lowest one to a list of those
     * that are due. `now` stays until all of them are moved, so advance() can be interrupted after any number of them. Until
     * then no timer is added to that slot, since its digit isn't greater than the one of `now`.
     */

    private static final int DIGIT = 6;
    private static final int SLOTS = 1 << DIGIT;
    private static final int LEVELS = 8;
    private static final int DUE = LEVELS * SLOTS;
    private static final int NONE = DUE + 1; // no timer ever gets there

    /** What {@link #next} answers if there are no timers. */
    static final long NEVER = Long.MAX_VALUE;

    /** No timer is due later: a tick has {@code LEVELS * DIGIT} bits. */
    static final long LAST = (1L << (LEVELS * DIGIT)) - 1;

    private final @Nullable Timer[] first = new @Nullable Timer[NONE + 1];
    private final long[] used = new long[LEVELS]; // the slots of a level that aren't empty, a bit each
    private @Nullable Timer lastDue;
    private long now;
    private int reached = NONE; // the slot that `now` has reached, while it may have timers to be moved

    /** Adds a timer that isn't in any wheel. It is due at once if its tick isn't later than what the wheel has reached. */
    void add(Timer timer, long tick) {
        timer.tick = Math.min(tick, LAST);
        insert(timer);
    }

    /** Takes a timer out; false if it isn't in the wheel, because it has been taken by {@link #takeDue} or never was. */
    boolean remove(Timer timer) {
        if (timer.slot < 0) return false;
        unlink(timer);
        return true;
    }

    /** The tick at which {@link #advance} has something to do, at which no timer need be due; {@link #NEVER} if empty. */
    long next() {
        if (first[DUE] != null || first[reached] != null) return now;
        for (int level = 0; level < LEVELS; level++) {
            if (used[level] != 0) return startOf(level, Long.numberOfTrailingZeros(used[level]));
        }
        return NEVER;
    }

    /**
     * Lets time pass.
     *
     * @param tick until when
     * @param limit how many timers may be moved
     * @return false if the limit was reached: call it again
     */
    boolean advance(long tick, int limit) {
        int left = limit;
        while (true) {
            for (Timer t = first[reached]; t != null; t = first[reached]) {
                if (left-- == 0) return false;
                unlink(t);
                insert(t);
            }
            reached = NONE;
            int level = lowestUsed();
            int slot = level < 0 ? 0 : Long.numberOfTrailingZeros(used[level]);
            if (level < 0 || startOf(level, slot) > tick) {
                now = Math.max(now, Math.min(tick, LAST));
                return true;
            }
            now = startOf(level, slot);
            used[level] &= ~(1L << slot);
            reached = level * SLOTS + slot;
        }
    }

    /** Removes all timers that are due, and gives the first one; {@link Timer#next} leads to later ones. */
    @Nullable
    Timer takeDue() {
        Timer chain = first[DUE];
        first[DUE] = null;
        lastDue = null;
        for (Timer t = chain; t != null; t = t.next) t.slot = -1;
        return chain;
    }

    private int lowestUsed() {
        for (int level = 0; level < LEVELS; level++) if (used[level] != 0) return level;
        return -1;
    }

    private long startOf(int level, int slot) {
        int shift = level * DIGIT;
        return now >>> (shift + DIGIT) << (shift + DIGIT) | (long) slot << shift;
    }

    private void insert(Timer timer) {
        long tick = timer.tick;
        if (tick <= now) {
            append(timer);
            return;
        }
        int level = (63 - Long.numberOfLeadingZeros(tick ^ now)) / DIGIT;
        int slot = (int) (tick >>> (level * DIGIT)) & (SLOTS - 1);
        used[level] |= 1L << slot;
        link(timer, level * SLOTS + slot);
    }

    private void link(Timer timer, int slot) {
        Timer head = first[slot];
        timer.slot = slot;
        timer.next = head;
        timer.previous = null;
        if (head != null) head.previous = timer;
        first[slot] = timer;
    }

    /** To those that are due, so that these stay in the order of their ticks. */
    private void append(Timer timer) {
        Timer last = lastDue;
        if (first[DUE] == null || last == null) {
            link(timer, DUE);
        } else {
            timer.slot = DUE;
            timer.next = null;
            timer.previous = last;
            last.next = timer;
        }
        lastDue = timer;
    }

    private void unlink(Timer timer) {
        if (timer == lastDue) lastDue = timer.previous;
        int slot = timer.slot;
        Timer before = timer.previous;
        Timer behind = timer.next;
        if (before != null) before.next = behind;
        else first[slot] = behind;
        if (behind != null) behind.previous = before;
        if (first[slot] == null && slot < DUE) used[slot / SLOTS] &= ~(1L << (slot % SLOTS));
        timer.slot = -1;
        timer.next = null;
        timer.previous = null;
    }
}

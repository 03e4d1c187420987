// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.select;

import dev.weft.internal.fiber.Alternative;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timed;
import dev.weft.internal.fiber.WaitLock;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that a {@link Selection} waits for. It belongs to one selection.
 *
 * <p>There are two kinds. A <i>guarded</i> one has a lock, under which it is looked at and waited for: who serves it hands
 * over what it waits for, and the choice is made. A <i>signalled</i> one has none: it tells when it is worth while to look
 * again, at any time and as often as it likes.
 */
public abstract class Case implements Timed {
    private boolean enabled = true;

    /** Enabled. */
    protected Case() {}

    /**
     * Whether it takes part in the next choice.
     *
     * @return true unless it was disabled
     */
    public final boolean isEnabled() {
        return enabled;
    }

    /**
     * Has it take part, or not. Not while the selection waits.
     *
     * @param value true if it does
     */
    public final void setEnabled(boolean value) {
        enabled = value;
    }

    /**
     * The lock of what it waits for.
     *
     * @return always the same; null for a signalled case
     */
    public abstract @Nullable WaitLock guard();

    /**
     * Whether {@link #attempt} is likely to succeed. Called without the lock.
     *
     * @return true and false may be wrong
     */
    public abstract boolean seemsReady();

    /**
     * Takes effect, if it can at once. A guarded case is called with its lock held.
     *
     * @param selection is told the outcome, and whom to wake
     * @return false if it would have to wait, and has done nothing
     */
    public abstract boolean attempt(Selection selection);

    /**
     * Has an alternative wait. A guarded case is called with its lock held, and can't take effect. A signalled one unparks the
     * alternative when an attempt may succeed; also if it may already.
     *
     * @param alternative is in no queue
     */
    public abstract void register(Alternative alternative);

    /**
     * Has it wait no longer. A guarded case is called with its lock held.
     *
     * @param alternative was registered; if it is in a queue yet, it has to leave it
     */
    public abstract void unregister(Alternative alternative);

    /**
     * A guarded case has been served while it waited. By the strand, before it calls anything that suspends.
     *
     * @param strand has been completed
     */
    public void wasServed(Strand strand) {}

    @Override
    public boolean isTimed() {
        WaitLock guard = guard();
        return guard != null && guard.isTimed();
    }

    /**
     * What it waits for, for messages.
     *
     * @return a few words
     */
    public abstract String describe();
}

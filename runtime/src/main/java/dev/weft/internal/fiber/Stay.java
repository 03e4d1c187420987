// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import org.jspecify.annotations.Nullable;

/**
 * The time that a strand spends in an {@link Ambient}, from {@link #begin} to {@link #end}. While it lasts, the cancellation of that
 * ends the strand's waits, in the same way as the strand's own.
 */
public abstract class Stay extends Cancellation.Dependent {
    /*
     * Ownership: everything belongs to the strand; cancelled() may be called by any thread.
     *
     * Progress: the strand is in the cancellation's list before it first looks whether it is cancelled, or has been refused since
     * it is. It is told by being woken, after which it looks again.
     */

    private final @Nullable Ambient ambient;

    Stay(@Nullable Ambient ambient) {
        this.ambient = ambient;
    }

    /**
     * Begins to run in an ambient, within the one that the caller is in.
     *
     * @param ambient null for none
     * @return what has to be ended, in the reverse order of beginning
     */
    public static Stay begin(@Nullable Ambient ambient) {
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        return fiber == null ? ThreadStay.enter(ambient) : fiber.enter(ambient);
    }

    /** Where the strand is; null for none. */
    final @Nullable Ambient ambient() {
        return ambient;
    }

    /** Has the strand told. False if it is cancelled already. */
    final boolean listen() {
        Cancellation c = ambient == null ? null : ambient.cancellation();
        return c == null || c.add(this);
    }

    final void stopListening() {
        Cancellation c = ambient == null ? null : ambient.cancellation();
        if (c != null) c.remove(this);
    }

    /**
     * Whether it is the one that lasts, of all that the caller has begun and not ended.
     *
     * @return false also if it has ended, or is another strand's
     */
    public abstract boolean isCurrent();

    /**
     * Whether it lasts: it is the current one, or those that were begun within it haven't ended.
     *
     * @return false also if it is another strand's
     */
    public abstract boolean isOpen();

    /** Goes back to where the strand was before. By the strand. */
    public abstract void end();
}

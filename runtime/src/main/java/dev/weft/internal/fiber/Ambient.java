// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import org.jspecify.annotations.Nullable;

/** The context that code runs in: what belongs to it above, which isn't known here, and what can end its waits. */
public final class Ambient {
    private final Object context;
    private final @Nullable Cancellation cancellation;

    /**
     * For any number of strands.
     *
     * @param context what it stands for
     * @param cancellation ends waits; null if nothing does
     */
    public Ambient(Object context, @Nullable Cancellation cancellation) {
        this.context = context;
        this.cancellation = cancellation;
    }

    /**
     * Where the caller runs: a fiber's own, pinned or not, or else the thread's.
     *
     * @return null for none
     */
    public static @Nullable Ambient current() {
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        return fiber == null ? ThreadStay.ofCurrentThread() : fiber.ambient();
    }

    /**
     * What was given to the constructor.
     *
     * @return the same
     */
    public Object context() {
        return context;
    }

    /** What ends waits; null if nothing does. */
    @Nullable
    Cancellation cancellation() {
        return cancellation;
    }

    boolean isCancelled() {
        return cancellation != null && cancellation.isCancelled();
    }

    @Nullable
    Throwable cause() {
        return cancellation == null ? null : cancellation.cause();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import org.jspecify.annotations.Nullable;

/** The stay of a fiber: a part of its life, or all of it. */
final class FiberStay extends Stay {
    private final FiberStrand fiber;
    private final @Nullable Carriers before;

    /** Before it begins. {@code before} are the fiber's carriers outside; null if it lasts as long as the fiber. */
    FiberStay(FiberStrand fiber, @Nullable Ambient ambient, @Nullable Carriers before) {
        super(ambient);
        this.fiber = fiber;
        this.before = before;
    }

    @Override
    protected void cancelled(Throwable cause) {
        fiber.contextCancelled();
    }

    @Override
    public boolean isCurrent() {
        return fiber == FiberStrand.ofCurrentThread() && fiber.stay() == this;
    }

    @Override
    public boolean isOpen() {
        if (fiber != FiberStrand.ofCurrentThread()) return false;
        FiberStay open = fiber.stay();
        while (open != null && open != this) open = open.before == null ? null : open.before.stay();
        return open != null;
    }

    @Override
    public void end() {
        stopListening();
        if (before != null) fiber.leave(before);
    }

    /** By a fiber that has ended in the midst of it: ends it, and those outside. */
    void endAll() {
        stopListening();
        FiberStay outside = before == null ? null : before.stay();
        if (outside != null) outside.endAll();
    }
}

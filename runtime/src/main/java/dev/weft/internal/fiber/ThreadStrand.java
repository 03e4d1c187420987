// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.CarrierThread;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits: a platform or a virtual one, or a carrier whose fiber is below a frame that can't be unwound. The
 * latter is pinned: it is reported, and another carrier stands in for it.
 */
final class ThreadStrand extends Strand {
    private final Thread thread;
    private final @Nullable FiberStrand pinned; // the fiber whose carrier this is
    private boolean reported;

    ThreadStrand(Thread thread) {
        this.thread = thread;
        pinned =
                thread instanceof CarrierThread carrier && carrier.mounted() instanceof FiberStrand f && !f.isOnIoPool()
                        ? f
                        : null;
    }

    @Override
    protected @Nullable Object body() {
        throw new IllegalStateException("a thread is not resumed");
    }

    @Override
    public boolean park() {
        if (pinned == null) LockSupport.park(this);
        else parkPinned(pinned);
        return false;
    }

    private void parkPinned(FiberStrand fiber) {
        if (!reported) {
            reported = true;
            Pinning.report();
        }
        CarrierThread carrier = (CarrierThread) thread;
        fiber.setPinnedStrand(this);
        try {
            if (fiber.isCancelled()) return;
            carrier.beginBlocking();
            try {
                LockSupport.park(this);
            } finally {
                carrier.endBlocking();
            }
        } finally {
            fiber.setPinnedStrand(null);
        }
    }

    @Override
    public void unpark() {
        LockSupport.unpark(thread);
    }

    @Override
    public boolean isCancelled() {
        return pinned == null ? thread.isInterrupted() : pinned.isCancelled();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.jfr.Recording;
import dev.weft.internal.sched.CarrierThread;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits: a platform or a virtual one, or a carrier whose fiber is below a frame that can't be unwound. The
 * latter is pinned: it is reported, and another carrier stands in for it. So does one for a fiber that makes a blocking call, which isn't
 * reported.
 */
final class ThreadStrand extends Strand {
    /*
     * Ownership: everything belongs to the thread.
     *
     * Progress: LockSupport keeps the permit of an unpark() that comes before the park. But whatever runs in between may
     * block on a lock and consume it. So once park() has done more than to park, it returns, and the caller looks at its
     * condition again. What goes before the park each time, beginBlocking(), parks nowhere.
     */

    private final Thread thread;
    private final @Nullable FiberStrand mounted; // the fiber whose carrier this is
    private boolean reported;
    private @Nullable RuntimeException refusal; // why a pinned fiber may not wait

    ThreadStrand(Thread thread) {
        this.thread = thread;
        mounted = thread instanceof CarrierThread carrier && carrier.mounted() instanceof FiberStrand f ? f : null;
        reported = mounted == null || mounted.isInCall();
    }

    @Override
    protected @Nullable Object body() {
        throw new IllegalStateException("a thread is not resumed");
    }

    @Override
    public boolean park() {
        if (!reported) report();
        else if (mounted == null) LockSupport.park(this);
        else parkCarrier(mounted);
        return false;
    }

    /** Its failure ends the wait in the way of a cancellation, or others would go on to count on somebody who has left. */
    private void report() {
        reported = true;
        try {
            Pinning.report();
        } catch (RuntimeException e) {
            refusal = e;
        }
    }

    private void parkCarrier(FiberStrand fiber) {
        CarrierThread carrier = (CarrierThread) thread;
        PinnedStrands.put(fiber, this);
        try {
            if (fiber.isCancelled()) return;
            parkOffDuty(carrier, fiber);
        } finally {
            PinnedStrands.remove(fiber);
        }
    }

    private void parkOffDuty(CarrierThread carrier, FiberStrand fiber) {
        Object event = fiber.isInCall() ? null : Recording.beginPinned();
        carrier.beginBlocking();
        try {
            LockSupport.park(this);
        } finally {
            carrier.endBlocking();
            if (event != null) Recording.endPinned(event, fiber.toString());
        }
    }

    StackTraceElement[] stackTrace() {
        return thread.getStackTrace();
    }

    @Override
    public boolean release(WaitLock held) {
        return true;
    }

    @Override
    public void submit() {
        unpark();
    }

    @Override
    public void unpark() {
        // to give a permit again may be a mere read, as in virtual threads, before which nothing of the caller's is
        // visible
        VarHandle.fullFence();
        LockSupport.unpark(thread);
    }

    @Override
    public Object identity() {
        return mounted == null ? thread : mounted;
    }

    @Override
    public boolean isCancelled() {
        if (refusal != null || thread.isInterrupted()) return true;
        if (mounted != null) return mounted.isCancelled();
        Ambient ambient = ThreadStay.ofCurrentThread();
        return ambient != null && ambient.isCancelled();
    }

    @Override
    @Nullable
    Throwable causeOfCancellation() {
        if (mounted != null) return mounted.causeOfCancellation();
        Ambient ambient = ThreadStay.ofCurrentThread();
        return ambient == null ? null : ambient.cause();
    }

    @Override
    public RuntimeException cancellation(String operation) {
        return refusal != null ? refusal : super.cancellation(operation);
    }
}

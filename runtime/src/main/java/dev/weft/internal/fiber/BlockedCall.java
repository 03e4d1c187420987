// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.CancelledException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A call that blocks its thread, and is ended by interrupting that if the strand that makes it is cancelled. */
public final class BlockedCall {
    /*
     * Ownership: ambient, interrupted and ended are guarded by this. The thread is interrupted under this monitor, so not after end() has
     * returned; the call that comes next on the thread is another's.
     *
     * Progress: begin() puts the call into the map and then looks whether the strand is cancelled; who cancels writes that first,
     * and then looks into the map.
     *
     * Rejected: a field of the fiber. There are millions of those, and few of these.
     */

    private static final Map<Object, BlockedCall> CALLS = new ConcurrentHashMap<>();

    private final Object strand; // a fiber, or a thread
    private final Thread thread;
    private @Nullable Ambient ambient;
    private boolean interrupted;
    private boolean ended;

    private BlockedCall(Object strand, Thread thread, @Nullable Ambient ambient) {
        this.strand = strand;
        this.thread = thread;
        this.ambient = ambient;
    }

    /** A fiber is about to make a call on a thread. */
    static void begin(FiberStrand fiber, Thread thread) {
        begin(fiber, thread, fiber.ambient());
    }

    private static void begin(Object strand, Thread thread, @Nullable Ambient ambient) {
        BlockedCall call = new BlockedCall(strand, thread, ambient);
        CALLS.put(strand, call);
        call.interruptIfCancelled();
    }

    /**
     * The caller is about to make a call here, which may be within another one.
     *
     * @return true if {@link #endHere} has to follow; else nobody can cancel it, or that one is interrupted
     */
    public static boolean beginHere() {
        Thread thread = Thread.currentThread();
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        Ambient ambient = Ambient.current();
        if (fiber == null && ambient == null) return false;
        Object strand = fiber == null ? thread : fiber;
        if (CALLS.containsKey(strand)) return false;
        begin(strand, thread, ambient);
        return true;
    }

    /** Ends what {@link #beginHere} has begun. */
    public static void endHere() {
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        end(fiber == null ? Thread.currentThread() : fiber);
    }

    /** The call has ended. By its thread, which isn't interrupted any more, unless by others. */
    static void end(Object strand) {
        BlockedCall call = CALLS.remove(strand);
        if (call != null) call.end();
    }

    private synchronized void end() {
        ended = true;
        if (interrupted) Thread.interrupted();
    }

    /**
     * What a call throws that was interrupted.
     *
     * @param thrown tells of an interruption
     * @return the same, if that came from elsewhere; a {@link CancelledException} if the strand was cancelled
     */
    public static Exception thrown(Exception thrown) {
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        BlockedCall call = CALLS.get(fiber == null ? Thread.currentThread() : fiber);
        return call == null ? thrown : call.asCancellation(thrown);
    }

    private synchronized Exception asCancellation(Exception thrown) {
        if (!interrupted && !isCancelled())
            return thrown; // a wait in there may have noticed before the thread was interrupted
        CancelledException cancelled = new CancelledException("a blocking call was cancelled");
        Throwable cause = ambient == null ? null : ambient.cause();
        if (cause != null) thrown.addSuppressed(cause);
        cancelled.initCause(thrown);
        return cancelled;
    }

    /** Told after a strand was cancelled. By any thread. */
    static void interruptIfCancelled(Object strand) {
        BlockedCall call = CALLS.get(strand);
        if (call != null) call.interruptIfCancelled();
    }

    private synchronized void interruptIfCancelled() {
        if (ended || interrupted || !isCancelled()) return;
        interrupted = true;
        thread.interrupt();
    }

    /** A strand has begun or ended a stay, perhaps within a call. By the strand. */
    static void moved(Object strand, @Nullable Ambient ambient) {
        BlockedCall call = CALLS.get(strand);
        if (call != null) call.moved(ambient);
    }

    private synchronized void moved(@Nullable Ambient to) {
        ambient = to;
        if (!interrupted) {
            interruptIfCancelled();
        } else if (!isCancelled()) {
            interrupted = false;
            Thread.interrupted();
        }
    }

    private boolean isCancelled() {
        return (strand instanceof FiberStrand fiber && fiber.isCancelledItself())
                || (ambient != null && ambient.isCancelled());
    }
}

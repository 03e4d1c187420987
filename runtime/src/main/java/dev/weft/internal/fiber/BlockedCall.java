// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.CancelledException;
import dev.weft.internal.io.Lane;
import dev.weft.internal.jfr.Recording;
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
    private final @Nullable Object event; // of a recording; null if there is none
    private final @Nullable Lane lane; // where a fiber's call counts; null for one that is made where the strand is
    private @Nullable Ambient ambient;
    private boolean interrupted;
    private boolean ended;

    private BlockedCall(Object strand, Thread thread, @Nullable Lane lane, @Nullable Ambient ambient) {
        this.strand = strand;
        this.thread = thread;
        this.lane = lane;
        this.event = lane == null ? null : Recording.beginCall();
        this.ambient = ambient;
    }

    /** A fiber is about to make a call on a thread, which counts in a lane. */
    static void begin(FiberStrand fiber, Thread thread, Lane lane) {
        begin(fiber, thread, lane, fiber.ambient());
    }

    private static void begin(Object strand, Thread thread, @Nullable Lane lane, @Nullable Ambient ambient) {
        BlockedCall call = new BlockedCall(strand, thread, lane, ambient);
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
        begin(strand, thread, null, ambient);
        return true;
    }

    /** Ends what {@link #beginHere} has begun. */
    public static void endHere() {
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        Lane unused = end(fiber == null ? Thread.currentThread() : fiber);
    }

    /** The call has ended; answers where it has counted. By its thread, which isn't interrupted any more, unless by others. */
    static @Nullable Lane end(Object strand) {
        BlockedCall call = CALLS.remove(strand);
        if (call == null) return null;
        call.end();
        if (call.event != null && call.lane != null) Recording.endCall(call.event, call.lane.name(), strand.toString());
        return call.lane;
    }

    /** Where the call counts that a fiber makes; null if it makes none. */
    static @Nullable Lane laneOf(FiberStrand fiber) {
        BlockedCall call = CALLS.get(fiber);
        return call == null ? null : call.lane;
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

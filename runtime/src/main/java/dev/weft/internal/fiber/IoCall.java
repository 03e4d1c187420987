// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.Task;
import dev.weft.abi.Continuation;
import dev.weft.internal.io.IoPool;
import dev.weft.internal.io.Lane;
import dev.weft.internal.sched.CarrierThread;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes calls that block: for a fiber on its carrier, of which others take the place, for a thread where it is. */
public final class IoCall {
    /*
     * A fiber's call counts in its lane and in its scheduler's pool; a thread's, and that of a fiber that is pinned or makes a call
     * already, in the lane only. A call within one of the same lane counts once, or it could wait for itself.
     *
     * Ownership: WITHIN is of a thread. Fibers make their calls without being suspended, so it is empty again when they are; the lane of
     * a fiber's own call is in its BlockedCall.
     */

    private static final ThreadLocal<@Nullable Within> WITHIN = new ThreadLocal<>();

    private record Within(Lane lane, @Nullable Within outer) {
        boolean has(Lane other) {
            for (Within w = this; w != null; w = w.outer) if (w.lane == other) return true;
            return false;
        }
    }

    private IoCall() {}

    /**
     * Makes a call.
     *
     * @param <T> the type of its result
     * @param lane where it counts; null for the caller's scheduler's own
     * @param task is called plainly
     * @return its result
     * @throws dev.weft.CancelledException if it is cancelled while it waits for its turn; or meanwhile, and ends by that
     * @throws Exception what it throws
     */
    @Fiber
    public static <T extends @Nullable Object> T make(@Nullable Lane lane, Task<T> task) throws Exception {
        Objects.requireNonNull(task);
        Continuation current = Continuation.current();
        return current instanceof FiberStrand fiber ? byFiber(fiber, lane, task) : here(lane, task);
    }

    /**
     * As {@link #make(Lane, Task)}, without a result.
     *
     * @param lane likewise
     * @param action likewise
     * @throws Exception what it throws
     */
    @Fiber
    public static void make(@Nullable Lane lane, Action action) throws Exception {
        Objects.requireNonNull(action);
        Boolean unused = make(lane, new WithoutResult(action));
    }

    private record WithoutResult(Action action) implements Task<Boolean> {
        @Override
        public Boolean run() throws Exception {
            action.run();
            return true;
        }
    }

    /**
     * Whether the current thread makes a blocking call for a fiber, so that it is a thread of the I/O pool.
     *
     * @return false on a thread of another kind, and where a fiber is pinned
     */
    public static boolean isUnderWay() {
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        return fiber != null && fiber.isInCall();
    }

    @Fiber
    private static <T extends @Nullable Object> T byFiber(FiberStrand fiber, @Nullable Lane given, Task<T> task)
            throws Exception {
        IoPool io = fiber.carriers().io();
        Lane lane = given == null ? io.lane() : given;
        if (!lane.tryEnter(io)) {
            if (given == null && fiber.isTiedToThread()) lane.enterAnyway(io);
            else await(lane, io, fiber);
        }
        fiber.beginCall(lane, (CarrierThread) Thread.currentThread());
        try {
            return plainly(task);
        } finally {
            if (fiber.exitBlocking()) Continuation.suspend();
        }
    }

    /** On the current thread, whosever it is. */
    @Fiber
    private static <T extends @Nullable Object> T here(@Nullable Lane lane, Task<T> task) throws Exception {
        if (lane == null || isWithin(lane)) return onCarrier(task);
        if (!lane.tryEnter(null)) await(lane, null, Strand.current());
        Within outer = WITHIN.get();
        WITHIN.set(new Within(lane, outer));
        try {
            return onCarrier(task);
        } finally {
            if (outer == null) WITHIN.remove();
            else WITHIN.set(outer);
            lane.leave(null);
        }
    }

    private static boolean isWithin(Lane lane) {
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        if (fiber != null && BlockedCall.laneOf(fiber) == lane) return true;
        Within within = WITHIN.get();
        return within != null && within.has(lane);
    }

    /** If it blocks a worker, since a fiber is pinned, another one stands in. */
    private static <T extends @Nullable Object> T onCarrier(Task<T> task) throws Exception {
        boolean begun = BlockedCall.beginHere();
        CarrierThread carrier = Thread.currentThread() instanceof CarrierThread c ? c : null;
        if (carrier != null) carrier.beginBlocking();
        try {
            return plainly(task);
        } finally {
            if (carrier != null) carrier.endBlocking();
            if (begun) BlockedCall.endHere();
        }
    }

    /** Not a fiber method, so the task is entered plainly. A cancellation interrupts it. */
    private static <T extends @Nullable Object> T plainly(Task<T> task) throws Exception {
        try {
            return task.run();
        } catch (InterruptedException | InterruptedIOException | ClosedByInterruptException e) {
            throw BlockedCall.thrown(e);
        }
    }

    @Fiber
    private static void await(Lane lane, @Nullable IoPool io, Strand strand) {
        Wait wait = new Wait(lane, io, strand);
        if (lane.enter(wait)) return;
        try {
            while (!wait.isOver) {
                if (strand.isCancelled() && lane.withdraw(wait)) {
                    throw strand.cancellation("the wait for a turn in pool " + lane);
                }
                if (strand.park()) Continuation.suspend();
            }
        } catch (Throwable t) { // also for want of memory: the turn must not be kept for nobody
            lane.abandon(wait);
            throw t;
        }
    }

    private static final class Wait extends Lane.Turn {
        private final Strand strand;
        private volatile boolean isOver;

        Wait(Lane lane, @Nullable IoPool io, Strand strand) {
            super(lane, io);
            this.strand = strand;
        }

        @Override
        protected void admitted() {
            isOver = true;
            strand.unparkInTurn();
        }
    }
}

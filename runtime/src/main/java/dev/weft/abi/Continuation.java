// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/**
 * A computation that can be suspended in the middle of its calls and resumed later, perhaps on another thread.
 *
 * <p>The owner calls {@link #resume()} until it answers true. Instrumented code is handed the continuation as a hidden
 * last parameter, calls {@link #suspend()} at the bottom, and unwinds.
 *
 * <p>A continuation is not thread-safe: one thread at a time resumes it, and the owner establishes happens-before from
 * the return of one {@code resume()} to the call of the next.
 */
public abstract class Continuation {
    /*
     * Ownership: every field belongs to the thread that is inside resume(), and between two resumes to nobody.
     *
     * States, by (started, top, unwinding):
     *   new        (false, null,   false)
     *   running    (true,  frame,  false)   new | suspended -> running // resume(); null while it runs for the first time
     *   unwinding  (true,  frame,  true)    running -> unwinding // suspend(); each activation saves itself, innermost first
     *   suspended  (true,  frame,  false)   unwinding -> suspended // the outermost activation has returned
     *   ended      (true,  null,   false)   running -> ended // resume() answers true
     *
     * Frames: top is the innermost saved one, or the one that resume() has entered; Frame.parent leads outwards, to its
     * callers. resume() runs the innermost frame with nothing but
     * itself below it on the Java stack; when that returns, its value (or exception) goes into this object and the parent
     * runs. When it suspends again, only the frames that have run since then are saved; they are hung before the rest.
     * So no frame is entered in order to reach another one, and the cost doesn't depend on the depth.
     *
     * Rejected: to throw for unwinding. User code could catch it, and it costs more than the branch after each call.
     */

    /** True while activations save themselves and return. Instrumented code reads it after each call that may suspend. */
    public boolean unwinding;

    private boolean started;
    private @Nullable Frame top;
    private @Nullable Frame tail; // while unwinding: the frame saved last
    private @Nullable Object refResult;
    private long longResult;
    private @Nullable Throwable pending; // on its way into a parent frame, or the failure of an ended continuation
    private @Nullable Throwable completed; // the throwable whose stack trace was completed last

    /** For subclasses. */
    protected Continuation() {}

    /**
     * What to run. Subclasses write it as a {@code @Fiber} method.
     *
     * @return the result
     * @throws Throwable the failure
     */
    protected abstract @Nullable Object body() throws Throwable;

    /**
     * The fiber entry of {@link #body()}: instrumentation of the subclass overrides it. As it stands here, the body runs
     * plainly and can't be suspended.
     *
     * @param c this continuation
     * @return the result
     * @throws Throwable the failure
     */
    protected @Nullable Object body(Continuation c) throws Throwable {
        return body();
    }

    /**
     * Runs until the next suspension or the end.
     *
     * @return true when the body has ended, see {@link #result()} and {@link #failure()}
     */
    protected final boolean resume() {
        Frame frame = top;
        if (frame == null) return start();
        while (true) {
            Frame callers = frame.parent;
            try {
                frame.resumer.resume(frame, this);
            } catch (Throwable t) {
                failed(t);
            }
            if (unwinding) {
                suspended(callers);
                return false;
            }
            top = callers;
            if (callers == null) return true;
            frame = callers;
        }
    }

    private boolean start() {
        if (started) throw new IllegalStateException("resume() of a continuation that has ended");
        started = true;
        try {
            refResult = body(this);
        } catch (Throwable t) {
            failed(t);
        }
        if (!unwinding) return true;
        suspended(null);
        return false;
    }

    private void suspended(@Nullable Frame callers) {
        unwinding = false;
        if (completed != null) completed = null;
        Frame outermost = tail;
        if (outermost == null) throw new IllegalStateException("suspended by a method that saved no frame");
        tail = null;
        if (outermost.parent != callers) outermost.parent = callers;
    }

    private void failed(Throwable t) {
        completeStackTrace(t, this);
        pending = t;
    }

    /** Saving has failed, for want of memory or stack; the frames saved so far have nobody to return to. */
    private void abandonUnwinding() {
        unwinding = false;
        top = null;
        tail = null;
        suspensionFailed();
    }

    /** Called by {@link Frame}'s shapes: hangs a frame behind those that were saved before it. */
    final void push(Frame frame) {
        Frame inner = tail;
        if (inner != null) {
            inner.parent = frame;
        } else {
            if (ForeignFrames.areSought()) ForeignFrames.check();
            if (top != frame) top = frame;
        }
        tail = frame;
    }

    // ---------------------------------------------------------------- for the owner

    /**
     * Asked by {@link BlockingCall#enter}: is the continuation to be suspended here, to go on on a thread that may block?
     *
     * @return false if it stays
     */
    protected boolean enterBlocking() {
        return false;
    }

    /**
     * Asked by {@link BlockingCall#exit}: is the continuation to be suspended here, to go on where it was before?
     *
     * @return false if it stays
     */
    protected boolean exitBlocking() {
        return false;
    }

    /** Told by the running continuation that it could not be suspended, and goes on with an error instead. */
    protected void suspensionFailed() {}

    // ---------------------------------------------------------------- intrinsics

    /**
     * The continuation that the calling method runs in: null here, in the plain entry.
     *
     * @return null
     */
    public static @Nullable Continuation current() {
        return null;
    }

    /**
     * The fiber entry of {@link #current()}. Never suspends.
     *
     * @param c the continuation of the caller
     * @return the same
     */
    public static Continuation current(Continuation c) {
        return c;
    }

    /**
     * Suspends the continuation of the calling {@code @Fiber} method; execution goes on behind this call at the next
     * {@link #resume()}. This is the plain entry, where there is nothing to suspend.
     *
     * @throws IllegalStateException always
     */
    public static void suspend() {
        throw new IllegalStateException("suspend() called by a method that was entered plainly, or isn't instrumented");
    }

    /**
     * The fiber entry of {@link #suspend()}.
     *
     * @param c the continuation of the caller
     */
    public static void suspend(Continuation c) {
        c.unwinding = true;
    }

    /** A point where a continuation may be told to suspend; see {@link ForcedSuspension}. Plainly entered: does nothing. */
    public static void poll() {}

    /**
     * The fiber entry of {@link #poll()}.
     *
     * @param c the continuation of the caller
     */
    public static void poll(Continuation c) {
        if (ForcedSuspension.isDue(c)) c.unwinding = true;
    }

    // ---------------------------------------------------------------- results, as a resume entry gives them to its
    // caller

    /**
     * Hands a resumed activation's result to its caller's frame.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void returnRef(@Nullable Object value, Continuation c) {
        c.refResult = value;
    }

    /**
     * As {@link #returnRef}, for int, short, char, byte and boolean.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void returnInt(int value, Continuation c) {
        c.longResult = value;
    }

    /**
     * As {@link #returnRef}, for long.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void returnLong(long value, Continuation c) {
        c.longResult = value;
    }

    /**
     * As {@link #returnRef}, for float.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void returnFloat(float value, Continuation c) {
        c.longResult = Float.floatToRawIntBits(value);
    }

    /**
     * As {@link #returnRef}, for double.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void returnDouble(double value, Continuation c) {
        c.longResult = Double.doubleToRawLongBits(value);
    }

    /** In a restored activation: ends the call at which it was suspended, or throws what that call has thrown. */
    public final void takeVoid() {
        if (pending != null) throwPending();
    }

    /**
     * As {@link #takeVoid}, for a call that has a result.
     *
     * @return the result
     */
    public final @Nullable Object takeRef() {
        if (pending != null) throwPending();
        Object value = refResult;
        refResult = null;
        return value;
    }

    /**
     * As {@link #takeRef}.
     *
     * @return the result
     */
    public final int takeInt() {
        if (pending != null) throwPending();
        return (int) longResult;
    }

    /**
     * As {@link #takeRef}.
     *
     * @return the result
     */
    public final long takeLong() {
        if (pending != null) throwPending();
        return longResult;
    }

    /**
     * As {@link #takeRef}.
     *
     * @return the result
     */
    public final float takeFloat() {
        if (pending != null) throwPending();
        return Float.intBitsToFloat((int) longResult);
    }

    /**
     * As {@link #takeRef}.
     *
     * @return the result
     */
    public final double takeDouble() {
        if (pending != null) throwPending();
        return Double.longBitsToDouble(longResult);
    }

    private void throwPending() {
        Throwable t = pending;
        pending = null;
        Continuation.<RuntimeException>sneakyThrow(t);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneakyThrow(@Nullable Throwable t) throws T {
        throw (T) t;
    }

    // ---------------------------------------------------------------- outcome and stack traces

    /**
     * The result of the body.
     *
     * @return null unless the continuation has ended normally
     */
    protected final @Nullable Object result() {
        return refResult;
    }

    /**
     * What the body has thrown.
     *
     * @return null unless the continuation has ended by an exception
     */
    protected final @Nullable Throwable failure() {
        return pending;
    }

    /**
     * Puts the logical callers of a resumed activation, which aren't on the Java stack, into a throwable's stack trace.
     * Does nothing the second time. Instrumented code calls it at the entry of each exception handler; since nothing but a
     * failure to save a frame throws while unwinding, it ends that too.
     *
     * @param t the throwable; it keeps its trace if it was made somewhere else. Null where hand-made code jumps to a handler
     *     with null
     * @param c the continuation
     */
    public static void completeStackTrace(@Nullable Throwable t, Continuation c) {
        if (c.unwinding) c.abandonUnwinding();
        Frame frame = c.top;
        if (frame == null || t == null || t == c.completed) return;
        c.completed = t;
        StackTraces.complete(t, frame);
    }

    /**
     * The calls that a suspended continuation is in, innermost first, read off its frames without running it. The caller
     * sees to it that nobody resumes it meanwhile.
     *
     * @return empty if it is new or has ended
     */
    protected final StackTraceElement[] suspendedStackTrace() {
        return StackTraces.of(top);
    }
}

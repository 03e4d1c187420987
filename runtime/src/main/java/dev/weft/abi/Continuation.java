// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
     * States, by (started, first, unwinding):
     *   new        (false, null,   false)
     *   running    (true,  frame,  false)   new | suspended -> running // resume(); null while it runs for the first time
     *   unwinding  (true,  frame,  true)    running -> unwinding // suspend(); each activation saves itself, innermost first
     *   suspended  (true,  frame,  false)   unwinding -> suspended // the outermost activation has returned
     *   ended      (true,  null,   false)   running -> ended // resume() answers true
     *
     * Frames: first is the innermost saved one; Frame.parent leads outwards, to its callers. resume() runs the innermost frame
     * with nothing but
     * itself below it on the Java stack; when that returns, its value (or exception) goes into this object and the parent
     * runs. When it suspends again, only the frames that have run since then are saved; they are hung before the rest.
     * So no frame is entered in order to reach another one, and the cost doesn't depend on the depth.
     *
     * Reuse: a frame whose activation has ended is free, and says so by its state. The free ones stay in the chain, from first up
     * to the one that runs, until the next suspension. An activation that is saved then, by the same method at the same
     * place in the chain, takes the free frame, which is linked already: a loop that calls down and waits allocates nothing. What
     * isn't taken falls out of the chain, so a continuation that is suspended keeps no free frame.
     *
     * Sharing: there may be millions of these objects, so a field serves whatever can't be there at the same time. value is
     * the body's input until that is taken, then a result on its way to a parent frame, and the result when the body has ended;
     * if failed is set, it is an exception instead. last is a Frame while unwinding, and a Throwable, or null, at other times.
     *
     * Attention: true whenever unwinding is, as both are set and cleared by the running thread. Besides, any thread may set it, by a plain
     * store: a request to yield. The running thread finds it after the next call, keeps that call's result, and unwinds.
     * Such a request may be lost when attention is cleared, or reach the continuation when it has been resumed again:
     * whoever makes requests repeats them, and one too many costs a yield.
     *
     * Rejected: to throw for unwinding. User code could catch it, and it costs more than the branch after each call.
     */

    /**
     * Instrumented code reads it after each call that may suspend, and saves its activation if it is true: because the callee has
     * done so, or because the time slice is over.
     */
    public boolean attention;

    private boolean unwinding; // activations save themselves and return

    private static final VarHandle ATTENTION;

    static {
        try {
            ATTENTION = MethodHandles.lookup().findVarHandle(Continuation.class, "attention", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private byte heldLocks; // that belong to the thread; more than 127 count as 127
    private boolean started;
    private boolean failed; // value is the exception that a call, or the body, has thrown
    private @Nullable Frame first;
    private @Nullable Object last; // the frame saved last; or the throwable whose stack trace was completed last
    private @Nullable Object value;
    private long longValue; // a primitive result on its way to a parent frame; or what setNumber() keeps

    /** For subclasses. */
    protected Continuation() {}

    /**
     * For subclasses whose body has an input.
     *
     * @param input for {@link #takeInput()}
     */
    protected Continuation(@Nullable Object input) {
        value = input;
    }

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
        Frame frame = first;
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
            frame.state = Frame.FREE;
            if (callers == null) {
                first = null;
                return true;
            }
            frame = callers;
        }
    }

    private boolean start() {
        if (started) throw new IllegalStateException("resume() of a continuation that has ended");
        started = true;
        try {
            Object result = body(this);
            if (!unwinding) value = result;
        } catch (Throwable t) {
            failed(t);
        }
        if (!unwinding) return true;
        suspended(null);
        if (endsWithCall()) forgetBody();
        return false;
    }

    /** Takes the outermost frame off, unless it is the only one. */
    private void forgetBody() {
        Frame frame = first;
        if (frame == null) return;
        Frame caller = frame.parent;
        if (caller == null) return;
        while (caller.parent != null) {
            frame = caller;
            caller = caller.parent;
        }
        frame.parent = null;
    }

    private void suspended(@Nullable Frame callers) {
        unwinding = false;
        attention = false;
        if (!(last instanceof Frame outermost)) {
            throw new IllegalStateException("suspended by a method that saved no frame");
        }
        last = null;
        if (outermost.parent != callers) outermost.parent = callers;
    }

    private void failed(Throwable t) {
        completeStackTrace(t, this);
        fail(t);
    }

    /**
     * Saving has failed, for want of memory or stack; the frames saved so far have nobody to return to. Until the next
     * suspension it isn't known which frame runs, and no stack trace is completed.
     */
    private void abandonUnwinding() {
        unwinding = false;
        attention = false;
        first = null;
        last = null;
        suspensionFailed();
    }

    /** Called by {@link Frame}'s shapes: a free frame of a method, linked where the next one is to be saved; null if there is none. */
    final @Nullable Frame free(Resumer resumer) {
        Frame next = last instanceof Frame inner ? inner.parent : first;
        return next != null && next.resumer == resumer && next.state == Frame.FREE ? next : null;
    }

    /** Called by {@link Frame}'s shapes: hangs a frame behind those that were saved before it. */
    final void push(Frame frame) {
        if (last instanceof Frame inner) {
            if (inner.parent != frame) inner.parent = frame;
        } else {
            if (ForeignFrames.areSought()) ForeignFrames.check();
            unwinding = true; // unless it is already, the time slice is over
            if (first != frame) first = frame;
        }
        last = frame;
    }

    // ---------------------------------------------------------------- for the owner

    /**
     * Gives the body its input, and forgets it. To be called once, before the body makes any call.
     *
     * @return what the constructor was given
     */
    protected final @Nullable Object takeInput() {
        Object input = value;
        value = null;
        return input;
    }

    /**
     * Whether the body does nothing more after its only call, whose result it returns, null for a call without one. Then
     * there is nothing to resume it for, and no frame of it is kept while the call is suspended.
     *
     * @return false unless a subclass says so
     */
    protected boolean endsWithCall() {
        return false;
    }

    /**
     * Makes an exception the outcome, of a continuation that ends by it, or that can't be resumed any more.
     *
     * @param t for {@link #failure()}
     */
    protected final void fail(Throwable t) {
        value = t;
        failed = true;
    }

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

    /**
     * Whether the thread owns a lock for the continuation, so that it has to go on on this thread.
     *
     * @return false if none is known of
     */
    protected final boolean holdsLock() {
        return heldLocks > 0;
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
        c.unwind();
    }

    private void unwind() {
        unwinding = true;
        attention = true;
    }

    /** Asks the continuation to yield, if it runs: it is suspended after the next call of a fiber method. By any thread. */
    protected final void requestYield() {
        attention = true;
    }

    /** A point where a continuation may be told to suspend; see {@link ForcedSuspension}. Plainly entered: does nothing. */
    public static void poll() {}

    /**
     * The fiber entry of {@link #poll()}.
     *
     * @param c the continuation of the caller
     */
    public static void poll(Continuation c) {
        if (ForcedSuspension.isDue(c)) c.unwind();
    }

    /** A point in a loop that makes no calls of fiber methods. Plainly entered: does nothing. */
    public static void yieldIfDue() {}

    /**
     * The fiber entry of {@link #yieldIfDue()}: what follows it sees a request to yield.
     *
     * @param c the continuation of the caller
     */
    public static void yieldIfDue(Continuation c) {
        readAttention(c);
    }

    /**
     * For a loop: without this a compiler could read the field once, before the loop.
     *
     * @param c the continuation of the caller
     */
    public static void readAttention(Continuation c) {
        boolean unused = (boolean) ATTENTION.getOpaque(c);
    }

    // ---------------------------------------------------------------- locks that belong to a thread

    /**
     * Called behind each {@code lock()} of a lock that belongs to its thread.
     *
     * @param c the continuation of the caller
     */
    public static void lockAcquired(Continuation c) {
        if (c.heldLocks < Byte.MAX_VALUE) c.heldLocks++;
    }

    /**
     * Called behind each {@code unlock()} of such a lock. One that was acquired in code that isn't instrumented was not counted.
     *
     * @param c the continuation of the caller
     */
    public static void lockReleased(Continuation c) {
        if (c.heldLocks > 0) c.heldLocks--;
    }

    /**
     * Keeps a number while the continuation is suspended, or is about to be.
     *
     * @param number is lost when a fiber method that the continuation has called returns a primitive result
     */
    protected final void setNumber(long number) {
        longValue = number;
    }

    /**
     * What {@link #setNumber} has kept.
     *
     * @return not defined after such a result
     */
    protected final long number() {
        return longValue;
    }

    // ---------------------------------------------------------------- results, on their way to a frame

    /**
     * Keeps a result for the frame that gets it, unless the fiber unwinds, and it is none. A resumed activation does so when it
     * returns, and any activation that is about to save itself, behind a call that may have returned.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void keepRef(@Nullable Object value, Continuation c) {
        if (!c.unwinding) c.value = value;
    }

    /**
     * As {@link #keepRef}, for int, short, char, byte and boolean.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void keepInt(int value, Continuation c) {
        keepLong(value, c);
    }

    /**
     * As {@link #keepRef}, for long.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void keepLong(long value, Continuation c) {
        if (!c.unwinding) c.longValue = value;
    }

    /**
     * As {@link #keepRef}, for float.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void keepFloat(float value, Continuation c) {
        keepLong(Float.floatToRawIntBits(value), c);
    }

    /**
     * As {@link #keepRef}, for double.
     *
     * @param value the result
     * @param c the continuation
     */
    public static void keepDouble(double value, Continuation c) {
        keepLong(Double.doubleToRawLongBits(value), c);
    }

    /** In a restored activation: ends the call at which it was suspended, or throws what that call has thrown. */
    public final void takeVoid() {
        if (failed) throwFailure();
    }

    /**
     * As {@link #takeVoid}, for a call that has a result.
     *
     * @return the result
     */
    public final @Nullable Object takeRef() {
        if (failed) throwFailure();
        Object result = value;
        value = null;
        return result;
    }

    /**
     * As {@link #takeRef}.
     *
     * @return the result
     */
    public final int takeInt() {
        if (failed) throwFailure();
        return (int) longValue;
    }

    /**
     * As {@link #takeRef}.
     *
     * @return the result
     */
    public final long takeLong() {
        if (failed) throwFailure();
        return longValue;
    }

    /**
     * As {@link #takeRef}.
     *
     * @return the result
     */
    public final float takeFloat() {
        if (failed) throwFailure();
        return Float.intBitsToFloat((int) longValue);
    }

    /**
     * As {@link #takeRef}.
     *
     * @return the result
     */
    public final double takeDouble() {
        if (failed) throwFailure();
        return Double.longBitsToDouble(longValue);
    }

    private void throwFailure() {
        Object t = value;
        value = null;
        failed = false;
        Continuation.<RuntimeException>sneakyThrow(t);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneakyThrow(@Nullable Object t) throws T {
        throw (T) t;
    }

    // ---------------------------------------------------------------- outcome and stack traces

    /**
     * The result of the body. To be asked when that has ended.
     *
     * @return null if it has thrown
     */
    protected final @Nullable Object result() {
        return failed ? null : value;
    }

    /**
     * What the body has thrown. To be asked when that has ended.
     *
     * @return null unless it has ended by an exception
     */
    protected final @Nullable Throwable failure() {
        return failed ? (Throwable) value : null;
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
        if (c.first == null || t == null || t == c.last) return;
        c.last = t;
        Frame running = c.first;
        while (running != null && running.state == Frame.FREE) running = running.parent;
        if (running != null) StackTraces.complete(t, running);
    }

    /**
     * The calls that a suspended continuation is in, innermost first, read off its frames without running it. The caller
     * sees to it that nobody resumes it meanwhile.
     *
     * @return empty if it is new or has ended
     */
    protected final StackTraceElement[] suspendedStackTrace() {
        return StackTraces.of(first);
    }
}

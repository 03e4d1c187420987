// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.CancelledException;
import dev.weft.Event;
import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.sched.CarrierThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Whoever can wait: a fiber, or a thread that isn't in fiber code.
 *
 * <p>It carries the links and the slot of the one wait queue that it can be in, so that waiting allocates nothing.
 *
 * <pre>{@code
 *   Strand s = Strand.current();
 *   ... s.startWaiting(item), and put it where others find it ...
 *   while (s.isWaiting()) {
 *       if (s.isCancelled() && ... it could be taken out again ...) throw s.cancellation(...);
 *       if (s.park()) Continuation.suspend();
 *   }
 * }</pre>
 */
public abstract class Strand extends Continuation implements Event.Listener {
    /*
     * It is a Continuation since fibers are, and a queue of one class is cheaper than one of an interface; a thread's is
     * never resumed.
     *
     * Ownership: item, next and previous belong to the strand while it doesn't wait, and to the lock of the queue that it
     * is in while it does. While it chooses, item is its Choice, and belongs to who claims that; guard is null.
     *
     * Ordering: complete() stores item, then releases waiting; isWaiting() acquires it, so that who sees the wait ended sees
     * the item.
     */

    private static final VarHandle WAITING;

    static {
        try {
            WAITING = MethodHandles.lookup().findVarHandle(Strand.class, "waiting", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private @Nullable Object item;

    /** The lock of the queue that it is in, or was in last. */
    @Nullable
    WaitLock guard;

    @Nullable
    Strand next;

    @Nullable
    Strand previous;

    @SuppressWarnings("unused") // by WAITING
    private boolean waiting;

    Strand() {}

    Strand(Object input) {
        super(input);
    }

    /**
     * Whoever runs this code.
     *
     * @return the fiber, in fiber code; else a new strand for the current thread
     */
    @Fiber
    public static Strand current() {
        Continuation c = Continuation.current();
        if (c == null) return new ThreadStrand(Thread.currentThread());
        if (c instanceof Strand s) return s;
        throw new IllegalStateException("a bare continuation can't wait: " + c);
    }

    /**
     * Begins to wait. By the strand, before others can find it.
     *
     * @param offered what it waits with
     * @param lock guards the queue that it will be in; held by the caller
     */
    public final void startWaiting(@Nullable Object offered, WaitLock lock) {
        item = offered;
        guard = lock;
        WAITING.setRelease(this, true);
    }

    /** Begins to wait in several queues. Before others can find it. */
    final void startChoosing(Choice choice) {
        item = choice;
        WAITING.setRelease(this, true);
    }

    /** Changes what it waits with. By who has claimed its choice, or owns the alternative. */
    final void offer(@Nullable Object offered) {
        item = offered;
    }

    /**
     * Whether it still waits.
     *
     * @return false once {@link #complete} was called
     */
    public final boolean isWaiting() {
        return (boolean) WAITING.getAcquire(this);
    }

    /**
     * Ends the wait. By whoever took the strand out of its queue; {@link #release} or {@link #unpark} has to follow.
     *
     * @param result what it was given
     */
    public final void complete(@Nullable Object result) {
        item = result;
        WAITING.setRelease(this, false);
    }

    /**
     * What the strand waits with, or was given.
     *
     * @return may be null
     */
    public final @Nullable Object item() {
        return item;
    }

    /**
     * As {@link #item}, and forgets it.
     *
     * @return may be null
     */
    public final @Nullable Object takeItem() {
        guard = null;
        Object taken = item;
        item = null;
        return taken;
    }

    /**
     * Has it wait with a number, or gives it one. By who may change its item; before {@link #startWaiting} or {@link #complete}.
     *
     * @param number is lost when a fiber method that the strand has called returns a primitive result
     */
    public final void setSlot(long number) {
        setNumber(number);
    }

    /**
     * The number that it waits with, or was given.
     *
     * @return defined as for {@link #setSlot}
     */
    public final long slot() {
        return number();
    }

    /**
     * Waits for {@link #unpark}, or returns at once if that was called since the last park; may also return for no reason.
     * Called by the strand itself.
     *
     * @return true if the caller has to suspend, now
     */
    public abstract boolean park();

    /**
     * As {@link #unpark}, for a strand that the caller has just taken out of its queue and completed. It may have gone on
     * since, and wait somewhere else.
     *
     * @param held the lock of that queue, held by the caller ever since
     * @return true if {@link #submit} has to follow, when the lock is free
     */
    public abstract boolean release(WaitLock held);

    /**
     * Lets it run after {@link #release}. A fiber that selects runs behind those that are ready: they are, most often, others
     * that it selects over, and it finds them ready too.
     */
    public abstract void submit();

    /** As {@link #submit}, for who goes on to wake others: a fiber runs behind those that are ready. */
    public void submitInTurn() {
        submit();
    }

    /**
     * As {@link #submit}, by a carrier that runs it itself, behind those that are ready, if it can: nobody is woken for it.
     *
     * @param carrier the current thread; null if it is none
     */
    public void submitOn(@Nullable CarrierThread carrier) {
        submit();
    }

    /** Lets it go on, or the next {@link #park} return at once. By any thread. */
    public abstract void unpark();

    /** As {@link #unpark}. */
    @Override
    public final void signal() {
        unpark();
    }

    /** As {@link #unpark}, for who wakes several: a fiber runs behind those that were woken before. By any thread. */
    public void unparkInTurn() {
        unpark();
    }

    /**
     * Who it is: the same for all strands of a fiber, also where it is pinned, and for all of a thread that is in no fiber.
     *
     * @return to be compared
     */
    public Object identity() {
        return this;
    }

    /**
     * Whether waiting is to end.
     *
     * @return true for a cancelled fiber, an interrupted thread, and in a cancelled context
     */
    public abstract boolean isCancelled();

    /**
     * What an operation throws that ends because of {@link #isCancelled}.
     *
     * @param operation its name
     * @return to be thrown
     */
    public RuntimeException cancellation(String operation) {
        CancelledException cancelled = new CancelledException(operation + " was cancelled while it waited");
        Throwable cause = causeOfCancellation();
        if (cause != null) cancelled.initCause(cause);
        return cancelled;
    }

    /** What the context was cancelled with that ends the wait; null if there is none. */
    @Nullable
    Throwable causeOfCancellation() {
        return null;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.Timers;
import dev.weft.internal.util.SpinLock;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Something that is cancelled once, with a cause, by somebody or at a time, and with it all that depends on it: other
 * cancellations, strands that run in it, and whoever wants to be told. A tree, as the contexts of Go.
 *
 * <p>For any threads and fibers at the same time. No method waits.
 */
public final class Cancellation extends SpinLock implements Timed {
    /*
     * States: OPEN -> CANCELLED // close(), under the lock: cause is set, by whoever comes first
     *
     * Ownership: the list of dependents is guarded by the lock while the state is OPEN. close() takes the list, and from then on
     * its links belong to who has closed; remove() doesn't touch them any more.
     *
     * Ordering: cause is written under the lock and is volatile. So who finds it without the lock sees what was done before
     * cancel(); and who finds it null under the lock, and puts something into the list, has that told later.
     *
     * Progress: a dependent is either refused by add(), or told. The tree is walked with a list in place of a stack,
     * so its depth doesn't matter; no lock is held while somebody is told.
     */

    /** Somebody who is told; it belongs to one list at most. */
    public abstract static class Dependent {
        private @Nullable Dependent next;
        private @Nullable Dependent previous;
        private boolean listed;

        /** In no list. */
        protected Dependent() {}

        /**
         * Told once when the cancellation comes, unless it was removed before; it may also be told while it is being removed. By
         * any thread. Short; doesn't block.
         *
         * @param cause with what it was cancelled
         */
        protected abstract void cancelled(Throwable cause);
    }

    /** A cancellation, as a dependent of its parent. */
    private static final class Child extends Dependent {
        final Cancellation child;

        Child(Cancellation child) {
            this.child = child;
        }

        @Override
        protected void cancelled(Throwable cause) {
            child.cancel(cause);
        }
    }

    private static final class Deadline extends Timers.Timer {
        private final Cancellation cancellation;

        Deadline(Cancellation cancellation) {
            this.cancellation = cancellation;
        }

        @Override
        protected void fire() {
            cancellation.cancel(new TimeoutException("the deadline has passed"));
        }
    }

    private final @Nullable Cancellation parent;
    private final @Nullable Child inParent;
    private final boolean hasDeadline;
    private final long deadlineNanos;
    private final @Nullable Timers timers; // if the deadline isn't the parent's
    private final @Nullable Deadline timer;
    private @Nullable Dependent first;
    private @Nullable Dependent last;
    private volatile @Nullable Throwable cause;

    /** With its parent's deadline, if that has one. */
    private Cancellation(@Nullable Cancellation parent) {
        this.parent = parent;
        inParent = parent == null ? null : new Child(this);
        hasDeadline = parent != null && parent.hasDeadline;
        deadlineNanos = parent == null ? 0 : parent.deadlineNanos;
        timers = null;
        timer = null;
    }

    /** With a deadline of its own. */
    private Cancellation(@Nullable Cancellation parent, long deadlineNanos) {
        this.parent = parent;
        inParent = parent == null ? null : new Child(this);
        hasDeadline = true;
        this.deadlineNanos = deadlineNanos;
        timers = Timeout.timers();
        timer = new Deadline(this);
    }

    /**
     * A new one, which is cancelled with its parent.
     *
     * @param parent null for none
     * @return open, unless the parent isn't
     */
    public static Cancellation under(@Nullable Cancellation parent) {
        return new Cancellation(parent).begin();
    }

    /**
     * A new one, which is cancelled with its parent, and at a time.
     *
     * @param parent null for none
     * @param deadlineNanos by {@link Timers#nanoTime}; no timer is set if the parent's is earlier
     * @return open, unless the parent isn't, or the time has come
     */
    public static Cancellation until(@Nullable Cancellation parent, long deadlineNanos) {
        boolean isLater = parent != null && parent.hasDeadline && deadlineNanos - parent.deadlineNanos >= 0;
        return isLater ? under(parent) : new Cancellation(parent, deadlineNanos).begin();
    }

    private Cancellation begin() {
        if (parent != null && inParent != null && !parent.add(inParent)) {
            boolean unused = cancel(parent.causeOfCancelled());
        } else if (timers != null && timer != null) {
            if (timers.nanoTime() - deadlineNanos >= 0) timer.fire();
            else setTimer(timers, timer);
        }
        return this;
    }

    /** The parent may cancel this one meanwhile, and find no timer to take back. */
    private void setTimer(Timers of, Deadline set) {
        of.set(set, deadlineNanos);
        if (isCancelled()) of.cancel(set);
    }

    // ---------------------------------------------------------------- the state

    /**
     * Whether it is cancelled.
     *
     * @return true for ever after
     */
    public boolean isCancelled() {
        return cause != null;
    }

    /**
     * With what it was cancelled.
     *
     * @return null while it isn't
     */
    public @Nullable Throwable cause() {
        return cause;
    }

    private Throwable causeOfCancelled() {
        Throwable t = cause;
        if (t == null) throw new IllegalStateException("not cancelled");
        return t;
    }

    /**
     * Whether it has a deadline, its own or its parent's.
     *
     * @return always the same
     */
    public boolean hasDeadline() {
        return hasDeadline;
    }

    /**
     * How long until the deadline.
     *
     * @return negative when it has passed; not defined without a deadline
     */
    public long remainingNanos() {
        return deadlineNanos - Timeout.timers().nanoTime();
    }

    @Override
    public boolean isTimed() {
        return hasDeadline && !isCancelled();
    }

    // ---------------------------------------------------------------- dependents

    /**
     * Has somebody told.
     *
     * @param dependent in no list
     * @return false if it is cancelled already; then nobody is told
     */
    public boolean add(Dependent dependent) {
        lock();
        try {
            if (cause != null) return false;
            Dependent before = last;
            dependent.previous = before;
            dependent.listed = true;
            if (before == null) first = dependent;
            else before.next = dependent;
            last = dependent;
            return true;
        } finally {
            unlock();
        }
    }

    /**
     * Takes back {@link #add}.
     *
     * @param dependent may be in no list any more
     */
    public void remove(Dependent dependent) {
        lock();
        try {
            if (cause != null || !dependent.listed) return;
            Dependent before = dependent.previous;
            Dependent after = dependent.next;
            if (before == null) first = after;
            else before.next = after;
            if (after == null) last = before;
            else after.previous = before;
            dependent.previous = null;
            dependent.next = null;
            dependent.listed = false;
        } finally {
            unlock();
        }
    }

    // ---------------------------------------------------------------- cancelling

    /**
     * Cancels it, and tells all that depends on it before it returns.
     *
     * @param because the cause, which counts if it is the first
     * @return false if it was cancelled already
     */
    public boolean cancel(Throwable because) {
        if (cause != null || !close(because)) return false;
        if (parent != null && inParent != null) parent.remove(inParent);
        tell(takeDependents(null), because);
        return true;
    }

    /** False if it is closed already. Who has closed it takes the list. */
    private boolean close(Throwable because) {
        lock();
        try {
            if (cause != null) return false;
            cause = because;
        } finally {
            unlock();
        }
        if (timers != null && timer != null) timers.cancel(timer);
        return true;
    }

    /** The list, with another one behind it. By who has closed. */
    private @Nullable Dependent takeDependents(@Nullable Dependent behind) {
        Dependent head = first;
        Dependent tail = last;
        first = null;
        last = null;
        if (head == null || tail == null) return behind;
        tail.next = behind;
        return head;
    }

    private static void tell(@Nullable Dependent list, Throwable because) {
        Dependent left = list;
        while (left != null) {
            Dependent told = left;
            left = told.next;
            told.next = null;
            told.previous = null;
            if (!(told instanceof Child c)) tellOne(told, because);
            else if (c.child.close(because)) left = c.child.takeDependents(left);
        }
    }

    /** One that fails, against its contract, must not cost the others their being told. */
    private static void tellOne(Dependent told, Throwable because) {
        try {
            told.cancelled(because);
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}

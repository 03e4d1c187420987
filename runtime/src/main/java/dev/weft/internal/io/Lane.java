// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.io;

import dev.weft.internal.sched.CallHistory;
import dev.weft.internal.util.SpinLock;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Calls that block and have a limit in common, whoever makes them: fibers of any scheduler, and threads. Those beyond the limit wait,
 * and so do those whose {@link IoPool} is full; first come, first served.
 */
public final class Lane {
    /*
     * Ownership: everything but history is guarded by LOCK.
     *
     * Invariant: the first that waits can't be let in, for want of room in the lane or in its pool. Whoever makes room for it, or takes
     * one out of the queue, lets in all that can be, before it gives the lock back; so nobody waits for something that has
     * happened already. Others may wait behind one whose pool is full, though theirs isn't: the order of arrival counts.
     *
     * Rejected: two limits, one after the other. A call of lane A that makes one of lane B within could wait for somebody who is in B
     * already, and waits for the pool.
     */

    private static final class Lock extends SpinLock {}

    static final SpinLock LOCK = new Lock();

    private final String name;
    private final int limit;
    private final int capacity;
    private final CallHistory history = new CallHistory();
    private @Nullable Turn first;
    private @Nullable Turn last;
    private int active;
    private int queued;
    private long completed;
    private long rejected;
    private long waitNanos;

    /**
     * Without calls as yet.
     *
     * @param name for messages
     * @param limit how many calls run at a time
     * @param capacity how many may wait
     */
    public Lane(String name, int limit, int capacity) {
        this.name = name;
        this.limit = limit;
        this.capacity = capacity;
    }

    /** A call that may have to wait for its turn. Serves once. */
    public abstract static class Turn {
        private final Lane lane;
        private final @Nullable IoPool pool;
        private @Nullable Turn next; // in the queue, or among those that were let in just now
        private @Nullable Turn previous;
        private boolean waits;
        private boolean isIn;
        private long sinceNanos;

        /**
         * Of nobody as yet.
         *
         * @param lane of the call
         * @param pool where it counts too; null for none
         */
        protected Turn(Lane lane, @Nullable IoPool pool) {
            this.lane = lane;
            this.pool = pool;
        }

        /** Told when it is let in, after it had to wait. By any thread; doesn't wait. */
        protected abstract void admitted();

        private boolean hasRoom() {
            return lane.active < lane.limit && (pool == null || pool.hasRoom());
        }
    }

    /**
     * The lane's name.
     *
     * @return as it was given
     */
    public String name() {
        return name;
    }

    /**
     * How many calls run at a time.
     *
     * @return as it was given
     */
    public int limit() {
        return limit;
    }

    /**
     * How many calls may wait.
     *
     * @return as it was given
     */
    public int capacity() {
        return capacity;
    }

    /**
     * How long its calls have lasted.
     *
     * @return always the same
     */
    public CallHistory history() {
        return history;
    }

    /**
     * Lets a call in, if it need not wait. {@link #leave} has to follow.
     *
     * @param pool where it counts too; null for none
     * @return false if it has to wait
     */
    public boolean tryEnter(@Nullable IoPool pool) {
        LOCK.lock();
        try {
            if (first != null || active >= limit || (pool != null && !pool.hasRoom())) return false;
            count(pool);
            return true;
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * Lets a call in that must not wait, also beyond the limits.
     *
     * @param pool where it counts too
     */
    public void enterAnyway(IoPool pool) {
        LOCK.lock();
        try {
            count(pool);
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * Lets a call in, or has it wait for its turn.
     *
     * @param turn told when it is let in later
     * @return true if it is in already, and won't be told
     * @throws RejectedExecutionException if it would have to wait, and as many wait as may
     */
    public boolean enter(Turn turn) {
        long now = System.nanoTime();
        LOCK.lock();
        try {
            if (first == null && turn.hasRoom()) {
                turn.isIn = true;
                count(turn.pool);
                return true;
            }
            if (queued < capacity) {
                turn.sinceNanos = now;
                append(turn);
                return false;
            }
            rejected++;
        } finally {
            LOCK.unlock();
        }
        throw new RejectedExecutionException("pool " + name + " is full: " + limit + " calls run and " + capacity
                + " wait, as many as may. Have fewer fibers call it, or give it a higher limit or a longer queue");
    }

    /**
     * A call has ended.
     *
     * @param pool as it was let in
     */
    public void leave(@Nullable IoPool pool) {
        Turn admitted;
        LOCK.lock();
        try {
            admitted = left(pool);
        } finally {
            LOCK.unlock();
        }
        if (admitted != null) tell(admitted);
    }

    /**
     * Takes a call back that waits, or was let in while nobody has made it yet.
     *
     * @param turn waits no longer
     * @return false if it was let in before
     */
    public boolean withdraw(Turn turn) {
        Turn admitted;
        LOCK.lock();
        try {
            if (!turn.waits) return false;
            remove(turn);
            admitted = admitAll(null, null);
        } finally {
            LOCK.unlock();
        }
        if (admitted != null) tell(admitted);
        return true;
    }

    /**
     * As {@link #withdraw}, for who doesn't know whether it was let in, and makes the call in no case.
     *
     * @param turn may have been withdrawn before
     */
    public void abandon(Turn turn) {
        if (withdraw(turn)) return;
        Turn admitted = null;
        LOCK.lock();
        try {
            if (!turn.isIn) return;
            turn.isIn = false;
            admitted = left(turn.pool);
            completed--;
        } finally {
            LOCK.unlock();
        }
        if (admitted != null) tell(admitted);
    }

    /**
     * What has been counted.
     *
     * @return of one instant
     */
    public IoPool.Account account() {
        LOCK.lock();
        try {
            return new IoPool.Account(active, queued, completed, rejected, waitNanos);
        } finally {
            LOCK.unlock();
        }
    }

    // ---------------------------------------------------------------- under LOCK

    private void count(@Nullable IoPool pool) {
        active++;
        if (pool != null) pool.active++;
    }

    private void append(Turn turn) {
        turn.waits = true;
        turn.previous = last;
        if (last == null) first = turn;
        else last.next = turn;
        last = turn;
        queued++;
        IoPool pool = turn.pool;
        if (pool == null) return;
        pool.queued++;
        if (!pool.lanes.contains(this)) pool.lanes.add(this);
    }

    private void remove(Turn turn) {
        Turn before = turn.previous;
        Turn after = turn.next;
        if (before == null) first = after;
        else before.next = after;
        if (after == null) last = before;
        else after.previous = before;
        turn.next = null;
        turn.previous = null;
        turn.waits = false;
        queued--;
        long waited = System.nanoTime() - turn.sinceNanos;
        waitNanos += waited;
        if (turn.pool == null) return;
        turn.pool.queued--;
        turn.pool.waitNanos += waited;
    }

    /** Those that go on now, linked. */
    private @Nullable Turn left(@Nullable IoPool pool) {
        active--;
        completed++;
        if (pool == null) return admitAll(null, null);
        pool.active--;
        pool.completed++;
        return admitAll(pool, pool.lanes.isEmpty() ? null : admitInTurn(pool));
    }

    /** Those of the pool's lanes that there is room for, one of each lane after the other. */
    private static @Nullable Turn admitInTurn(IoPool pool) {
        Turn admitted = null;
        for (int refused = 0; pool.hasRoom() && refused < pool.lanes.size(); ) {
            if (pool.turn >= pool.lanes.size()) pool.turn = 0;
            Lane lane = pool.lanes.get(pool.turn);
            Turn head = lane.first;
            if (head == null) {
                pool.lanes.remove(pool.turn);
                continue;
            }
            pool.turn++;
            if (!head.hasRoom()) {
                refused++;
                continue;
            }
            refused = 0;
            admitted = lane.admitAll(pool, lane.admit(head, admitted));
        }
        return admitted;
    }

    /** All in this lane that there is room for, up to the first of a pool whose lanes are served in turn. */
    private @Nullable Turn admitAll(@Nullable IoPool inTurn, @Nullable Turn others) {
        Turn admitted = others;
        for (Turn head = first; head != null && (inTurn == null || head.pool != inTurn) && head.hasRoom(); head = first)
            admitted = admit(head, admitted);
        return admitted;
    }

    private Turn admit(Turn head, @Nullable Turn others) {
        remove(head);
        head.isIn = true;
        count(head.pool);
        head.next = others;
        return head;
    }

    /** Without the lock. A turn that was told may be over and gone. */
    private static void tell(Turn admitted) {
        for (Turn turn = admitted; turn != null; ) {
            Turn next = turn.next;
            turn.next = null;
            turn.admitted();
            turn = next;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

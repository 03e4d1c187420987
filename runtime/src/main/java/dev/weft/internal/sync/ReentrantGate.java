// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.Strand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A mutex that belongs to the fiber or thread that has it, which may take it again and again. */
public final class ReentrantGate implements OwnedGate {
    /*
     * Ownership: holds belongs to the holder. owner is written by the holder only, and read by anybody without a guard: who finds
     * itself there is the holder, and needs no more than that. Others read it for messages.
     */

    private static final String NOT_OWNER = "not held by the current fiber or thread";

    private final MutexGate mutex;
    private @Nullable Object owner;
    private int holds;

    /**
     * Free.
     *
     * @param fair whether it always goes to who has waited longest
     */
    public ReentrantGate(boolean fair) {
        mutex = new MutexGate(fair, this::owner);
    }

    /**
     * Who runs this code: a fiber, be it pinned or not, or a thread.
     *
     * @return a {@link Strand#identity}
     */
    static Object self() {
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        return fiber == null ? Thread.currentThread() : fiber;
    }

    /**
     * Takes it if it is free or the caller has it.
     *
     * @return false if somebody else has it
     */
    public boolean tryAcquire() {
        Object self = self();
        if (owner == self) {
            if (holds == Integer.MAX_VALUE) throw new Error("Maximum lock count exceeded");
            holds++;
            return true;
        }
        if (!mutex.tryAcquire()) return false;
        acquired(self);
        return true;
    }

    private void acquired(Object self) {
        owner = self;
        holds = 1;
    }

    /** Waits for it, also if it is cancelled. */
    @Fiber
    public void acquire() {
        if (tryAcquire()) return;
        mutex.acquireUncancelled(Strand.current());
        acquired(self());
    }

    /** Waits for it. */
    @Fiber
    public void acquireCancellably() {
        if (tryAcquire()) return;
        mutex.acquire(Strand.current());
        acquired(self());
    }

    /**
     * Waits for it, for a time.
     *
     * @param time how long
     * @return false if the time is over
     */
    @Fiber
    public boolean acquire(Duration time) {
        if (tryAcquire()) return true;
        if (time.isNegative() || time.isZero() || !mutex.acquire(Strand.current(), time)) return false;
        acquired(self());
        return true;
    }

    /**
     * Gives it back once.
     *
     * @throws IllegalMonitorStateException if the caller doesn't have it
     */
    public void release() {
        checkOwner();
        if (--holds > 0) return;
        owner = null;
        mutex.release();
    }

    @Override
    public int releaseAll() {
        checkOwner();
        int before = holds;
        holds = 0;
        owner = null;
        mutex.release();
        return before;
    }

    @Fiber
    @Override
    public void reacquire(int before) {
        if (!mutex.tryAcquire()) mutex.acquireUncancelled(Strand.current());
        owner = self();
        holds = before;
    }

    @Override
    public void checkOwner() {
        if (owner != self()) throw new IllegalMonitorStateException(NOT_OWNER);
    }

    /**
     * How often the caller has taken it.
     *
     * @return 0 if it doesn't have it
     */
    public int holdCount() {
        return owner == self() ? holds : 0;
    }

    /**
     * Who has it, for messages.
     *
     * @return a fiber, a thread, or null
     */
    public @Nullable Object owner() {
        return mutex.isHeld() ? owner : null;
    }

    /**
     * Who has it, for a person to read.
     *
     * @return as in the JDK's text of a lock
     */
    public String holderName() {
        return nameOf(owner());
    }

    static String nameOf(@Nullable Object owner) {
        if (owner instanceof FiberStrand fiber) return "Locked by routine " + fiber.name();
        return owner instanceof Thread thread ? "Locked by thread " + thread.getName() : "Unlocked";
    }

    /**
     * Whether somebody has it.
     *
     * @return at some instant
     */
    public boolean isHeld() {
        return mutex.isHeld();
    }

    /**
     * How many wait for it.
     *
     * @return at some instant
     */
    public int waiting() {
        return mutex.waiting();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.util.SpinLock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A lock that guards queues in which strands wait. */
public abstract class WaitLock extends SpinLock implements Timed {
    /*
     * Ordering: rank is 0 until it is asked for; the first CAS decides.
     */

    private static final AtomicLong LAST_RANK = new AtomicLong();
    private static final VarHandle RANK;

    static {
        try {
            RANK = MethodHandles.lookup().findVarHandle(WaitLock.class, "rank", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by RANK
    private volatile long rank;

    /** For subclasses. */
    protected WaitLock() {}

    /**
     * Its place in the order in which locks are taken by who takes several. By any thread.
     *
     * @return unique, and always the same
     */
    public final long rank() {
        long r = rank;
        if (r != 0) return r;
        r = LAST_RANK.incrementAndGet();
        return RANK.compareAndSet(this, 0L, r) ? r : rank;
    }

    /**
     * Takes a strand that waits out again. By the strand; the lock is free.
     *
     * @param strand has begun to wait under this lock
     * @return false if its wait has ended
     */
    public abstract boolean withdraw(Strand strand);

    /**
     * Who has to do something before anybody who waits here goes on, if that is known.
     *
     * @return a {@link Strand#identity}; null if it may be anybody
     */
    public @Nullable Object holder() {
        return null;
    }

    /** Most serve nobody but for what somebody does. */
    @Override
    public boolean isTimed() {
        return false;
    }

    /**
     * What it is, for messages.
     *
     * @return with a number, always the same
     */
    public String describe() {
        Class<?> type = getClass();
        for (Class<?> outer = type.getEnclosingClass(); outer != null; outer = outer.getEnclosingClass()) type = outer;
        String name = type.getSimpleName();
        return (name.endsWith("Gate") ? name.substring(0, name.length() - "Gate".length()) : name) + "#" + rank();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What either one fiber or thread has for writing, or several have for reading. Who has it for writing may take it for both again, and
 * who has it for reading, for reading.
 */
public final class ReadWriteGate extends Gate implements OwnedGate {
    /*
     * After ReentrantReadWriteLock, whose rules of who may overtake whom these are.
     *
     * Ownership: everything is guarded by the lock. Who waits has a Request as its item.
     *
     * Progress: whoever gives something back, or stops waiting, serves those at the head of the queue that can be: a writer, or all
     * readers up to the next writer. They have it when they are woken.
     *
     * Holds of the first reader are kept apart, since mostly there is no other one, and a map then costs more than the lock.
     */

    /** What it is taken for. */
    public enum Mode {
        /** Together with others. */
        READ,
        /** Alone. */
        WRITE
    }

    /** Who may come before those that wait. */
    private enum Overtaking {
        /** Only who has it already. */
        NOBODY,
        /** A writer, and a reader if no writer has waited longest. */
        MOST,
        /** Everybody. */
        ALL
    }

    /** What somebody waits for; again if it has given that back for a while, and may have it for reading all the time. */
    private record Request(Mode mode, Object self, boolean again) {}

    /** How often it can be taken, as in the JDK. */
    private static final int MAX_HOLDS = (1 << 16) - 1;

    private static final String NOT_HELD = "not held by the current fiber or thread";

    private final Overtaking overtaking;
    private @Nullable Object writer;
    private int writes; // of the writer
    private int reads; // of all readers together
    private @Nullable Object firstReader;
    private int readsOfFirst;
    private final Map<Object, Integer> readsOfOthers = new IdentityHashMap<>(0);

    /**
     * Free.
     *
     * @param fair whether nobody overtakes those that wait
     */
    public ReadWriteGate(boolean fair) {
        overtaking = fair ? Overtaking.NOBODY : Overtaking.MOST;
    }

    // ---------------------------------------------------------------- who has it; the lock is held

    private int readsOf(Object self) {
        return self == firstReader ? readsOfFirst : readsOfOthers.getOrDefault(self, 0);
    }

    private void addRead(Object self) {
        if (reads == MAX_HOLDS) throw new Error("Maximum lock count exceeded");
        reads++;
        if (firstReader == null && !readsOfOthers.containsKey(self)) firstReader = self;
        if (firstReader == self) readsOfFirst++;
        else readsOfOthers.merge(self, 1, Integer::sum);
    }

    private void subtractRead(Object self) {
        int before = readsOf(self);
        if (before == 0) throw new IllegalMonitorStateException(NOT_HELD);
        reads--;
        if (self == firstReader) {
            if (--readsOfFirst == 0) firstReader = null;
        } else if (before == 1) {
            readsOfOthers.remove(self);
        } else {
            readsOfOthers.put(self, before - 1);
        }
    }

    private void addWrite(Object self) {
        if (writes == MAX_HOLDS) throw new Error("Maximum lock count exceeded");
        writer = self;
        writes++;
    }

    /** Whether it can be had, whoever waits. */
    private boolean isFree(Request wanted) {
        if (writer != null) return writer == wanted.self;
        return wanted.mode == Mode.READ || reads == (wanted.again ? readsOf(wanted.self) : 0);
    }

    private boolean mayOvertake(Request wanted, Overtaking who) {
        Strand next = first();
        if (next == null || who == Overtaking.ALL || writer == wanted.self || readsOf(wanted.self) > 0) return true;
        if (who == Overtaking.NOBODY) return false;
        return wanted.mode == Mode.WRITE || requestOf(next).mode == Mode.READ;
    }

    private static Request requestOf(Strand waiting) {
        return (Request) Objects.requireNonNull(waiting.item());
    }

    private void add(Request wanted) {
        if (wanted.mode == Mode.READ) addRead(wanted.self);
        else addWrite(wanted.self);
    }

    // ---------------------------------------------------------------- taking it

    /** Takes it, or has a strand wait for it; null if nobody is to wait. False if it wasn't taken. */
    private boolean takeOrEnter(Mode mode, Overtaking who, @Nullable Strand strand) {
        return takeOrEnter(new Request(mode, ReentrantGate.self(), false), who, strand);
    }

    private boolean takeOrEnter(Request wanted, Overtaking who, @Nullable Strand strand) {
        lock();
        try {
            if (isFree(wanted) && mayOvertake(wanted, who)) {
                add(wanted);
                return true;
            }
            if (strand != null) enter(strand, wanted);
            return false;
        } finally {
            unlock();
        }
    }

    /**
     * Takes it if it is free for that, though others may wait.
     *
     * @param mode what for
     * @return false if it isn't
     */
    public boolean tryTake(Mode mode) {
        return takeOrEnter(mode, Overtaking.ALL, null);
    }

    private static String nameOf(Mode mode) {
        return mode == Mode.READ ? "lock for reading" : "lock for writing";
    }

    /**
     * Waits for it.
     *
     * @param mode what for
     */
    @Fiber
    public void take(Mode mode) {
        Strand strand = Strand.current();
        if (!takeOrEnter(mode, overtaking, strand)) await(strand, nameOf(mode));
    }

    /**
     * As {@link #take(Mode)}, for a time.
     *
     * @param mode what for
     * @param time how long; nothing or less tries once
     * @return false if the time is over
     */
    @Fiber
    public boolean take(Mode mode, Duration time) {
        if (time.isNegative() || time.isZero()) return takeOrEnter(mode, overtaking, null);
        Strand strand = Strand.current();
        return takeOrEnter(mode, overtaking, strand) || await(strand, nameOf(mode), time) != TIMED_OUT;
    }

    /**
     * As {@link #take(Mode)}, and goes on waiting if it is cancelled.
     *
     * @param mode what for
     */
    @Fiber
    public void takeUncancelled(Mode mode) {
        Strand strand = Strand.current();
        if (!takeOrEnter(mode, overtaking, strand)) awaitUncancelled(strand);
    }

    // ---------------------------------------------------------------- giving it back

    /**
     * Gives it back once.
     *
     * @param mode what it was taken for
     * @throws IllegalMonitorStateException if the caller doesn't have it
     */
    public void release(Mode mode) {
        Object self = ReentrantGate.self();
        List<Strand> served;
        lock();
        try {
            if (mode == Mode.READ) {
                subtractRead(self);
            } else {
                if (writer != self) throw new IllegalMonitorStateException(NOT_HELD);
                if (--writes == 0) writer = null;
            }
            served = serve();
        } finally {
            unlock();
        }
        wake(served);
    }

    /** Those at the head of the queue that can have it. */
    private List<Strand> serve() {
        List<Strand> served = List.of();
        for (Strand next = first(); next != null; next = first()) {
            Request request = requestOf(next);
            if (!isFree(request) || (request.mode == Mode.READ && reads == MAX_HOLDS)) break;
            add(request);
            poll();
            next.complete(null);
            if (served.isEmpty()) served = new ArrayList<>();
            served.add(next);
        }
        return served;
    }

    @Override
    protected List<Strand> left(@Nullable Object wanted) {
        return serve();
    }

    // ---------------------------------------------------------------- as what a writer has

    @Override
    public void checkOwner() {
        if (holds(Mode.WRITE) == 0) throw new IllegalMonitorStateException(NOT_HELD);
    }

    @Override
    public int releaseAll() {
        List<Strand> served;
        int before;
        lock();
        try {
            if (writer != ReentrantGate.self()) throw new IllegalMonitorStateException(NOT_HELD);
            before = writes;
            writes = 0;
            writer = null;
            served = serve();
        } finally {
            unlock();
        }
        wake(served);
        return before;
    }

    @Fiber
    @Override
    public void reacquire(int before) {
        Strand strand = Strand.current();
        if (!takeOrEnter(new Request(Mode.WRITE, ReentrantGate.self(), true), overtaking, strand))
            awaitUncancelled(strand);
        lock();
        try {
            writes = before;
        } finally {
            unlock();
        }
    }

    // ---------------------------------------------------------------- its state

    /**
     * How often the caller has it.
     *
     * @param mode what for
     * @return 0 if it doesn't have it
     */
    public int holds(Mode mode) {
        Object self = ReentrantGate.self();
        lock();
        try {
            if (mode == Mode.READ) return readsOf(self);
            return writer == self ? writes : 0;
        } finally {
            unlock();
        }
    }

    /**
     * How often all together have it for reading.
     *
     * @return at some instant
     */
    public int reads() {
        lock();
        try {
            return reads;
        } finally {
            unlock();
        }
    }

    /**
     * Who has it for writing.
     *
     * @return a fiber, a thread, or null
     */
    public @Nullable Object writer() {
        lock();
        try {
            return writer;
        } finally {
            unlock();
        }
    }

    /**
     * Who has it for writing, for a person to read.
     *
     * @return as in the JDK's text of a lock
     */
    public String writerName() {
        return ReentrantGate.nameOf(writer());
    }

    /** How often it is taken for writing and for reading, as in the JDK's text of a lock. */
    @Override
    public String toString() {
        lock();
        try {
            return "[Write locks = " + writes + ", Read locks = " + reads + "]";
        } finally {
            unlock();
        }
    }

    @Override
    public @Nullable Object holder() {
        Object known = writer;
        return known == null && readsOfOthers.isEmpty() ? firstReader : known;
    }
}

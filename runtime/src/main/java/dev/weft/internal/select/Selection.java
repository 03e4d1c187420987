// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.select;

import dev.weft.internal.fiber.Alternative;
import dev.weft.internal.fiber.Carriers;
import dev.weft.internal.fiber.Choice;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.sched.Timers;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of several cases, and waits for the first if none is ready. May be used again and again, by one strand at a
 * time. No method waits; the caller parks between {@link #takeOrWait} and {@link #conclude}.
 */
public final class Selection extends Choice {
    /*
     * After Go's select.go (runtime, selectgo), which locks all channels in a fixed order, looks at them in a random one, and
     * stands in all queues before it unlocks them. A select that looks for partners is never in a queue itself. So
     * two selects on each other's channels need no protocol between them: one of them has the locks, and finds the other waiting or
     * not yet there; to take it is one CAS on its claim.
     *
     *   1. tryAny(): looks at one case after the other, each under its own lock only, if it seems to be ready. Whatever
     *      succeeds here was ready at that instant, and that is all that a choice without a default promises.
     *   2. takeOrWait(): takes the locks of all guarded cases, looks again, and enters the queues. Here nothing is
     *      ready at one instant, which is what a default promises.
     *   3. listen(): asks the signalled cases, and the timer, to tell. They run foreign code, so no lock is held. What
     *      was missed before is told at once.
     *   4. conclude(): leaves the queues one by one, by their locks. If it was a signal, the caller begins with 1 again:
     *      the choice is closed then, so nobody can serve it twice.
     *
     * Ownership: everything belongs to the strand that uses the selection; what others may touch is in Choice and Alternative.
     *
     * Lock order: by WaitLock.rank(), which is unique. The strand holds no lock when it begins, and nobody who holds a lock
     * of a channel takes another one, but a selection in this order; so nobody waits in a circle.
     *
     * Progress: an alternative enters a queue under the lock under which the case was found not to be ready. So whoever
     * makes it ready later, under that lock, finds the alternative, or somebody who came before.
     *
     * Rejected: to enter the queues one by one without all locks, as crossbeam-channel does (select.rs), and as the descriptors of
     * kotlinx.coroutines allow. Two selects that find each other half registered have to back off and try again, which
     * isn't bounded; and it saves no lock operation, as each queue's lock is taken once either way. To leave the alternatives in
     * the queues for the next use: it would keep a place in the order of arrival for who isn't there.
     */

    /** None of the cases. */
    public static final int NONE = -1;

    /** The caller has to begin again. */
    public static final int AGAIN = -2;

    private final Case[] cases;
    private final int[] order; // a permutation of the indices: first looked at first
    private final int[] byRank; // the indices of guarded cases, in the order of their locks
    private final boolean signalled; // some case is
    private final boolean uniform;
    private long random;
    private Alternative @Nullable [] alternatives; // made when they are needed; the last one is the timer's
    private @Nullable Timeout timer;
    private @Nullable Timers timers; // while the timer is set
    private @Nullable Object outcome;
    private @Nullable Strand woken;

    /**
     * A new one.
     *
     * @param cases in the order of their preference, if any
     * @param uniform whether each ready case is equally likely; else the first one is taken
     */
    public Selection(List<Case> cases, boolean uniform) {
        this.cases = cases.toArray(new Case[0]);
        this.uniform = uniform;
        order = new int[this.cases.length];
        for (int i = 0; i < order.length; i++) order[i] = i;
        byRank = CaseRanks.sorted(this.cases);
        signalled = byRank.length < this.cases.length;
        random = uniform ? Carriers.randomChoice() | 1 : 0;
    }

    // ---------------------------------------------------------------- for cases

    /**
     * Told by a case in {@link Case#attempt}.
     *
     * @param value what it has received
     */
    public void setOutcome(@Nullable Object value) {
        outcome = value;
    }

    /**
     * Told by a case in {@link Case#attempt}: submits a strand when no lock is held any more.
     *
     * @param strand was released
     */
    public void submitLater(Strand strand) {
        woken = strand;
    }

    private void submitWoken() {
        Strand strand = woken;
        if (strand == null) return;
        woken = null;
        strand.submitInTurn();
    }

    // ---------------------------------------------------------------- choosing

    /**
     * What the chosen case has received; forgets it.
     *
     * @return null if it has nothing to give
     */
    public @Nullable Object takeOutcome() {
        Object taken = outcome;
        outcome = null;
        return taken;
    }

    /**
     * Takes one that is ready. If there is none, each of them wasn't at some instant of its own.
     *
     * @return its index, or {@link #NONE}
     */
    public int tryAny() {
        for (int i = 0; i < order.length; i++) {
            int index = uniform ? draw(i) : i;
            Case c = cases[index];
            if (c.isEnabled() && c.seemsReady() && tryOne(c)) return index;
        }
        return NONE;
    }

    /** Puts one of those that weren't drawn yet to a place in the order. */
    private int draw(int place) {
        int left = order.length - place;
        if (left > 1) {
            int other = place + nextInt(left);
            int index = order[other];
            order[other] = order[place];
            order[place] = index;
        }
        return order[place];
    }

    /** George Marsaglia, Xorshift RNGs, 2003. Its upper half is scaled, which is as even as 32 bits allow. */
    private int nextInt(int bound) {
        long x = random;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        random = x;
        return (int) (((x >>> 32) * bound) >>> 32);
    }

    private boolean tryOne(Case c) {
        WaitLock guard = c.guard();
        if (guard == null) return c.attempt(this);
        guard.lock();
        try {
            return c.attempt(this);
        } finally {
            guard.unlock();
            submitWoken();
        }
    }

    /**
     * Takes a guarded one that is ready. If there is none, no guarded case was ready at one instant. To be called after
     * {@link #tryAny}.
     *
     * @param strand begins to wait then; null if nobody is to
     * @return the index of what was taken, or {@link #NONE}
     */
    public int takeOrWait(@Nullable Strand strand) {
        Alternative[] waiting = strand == null ? null : alternatives();
        lockAll();
        try {
            for (int index : order) {
                Case c = cases[index];
                if (c.isEnabled() && c.guard() != null && c.attempt(this)) return index;
            }
            if (strand == null || waiting == null) return NONE;
            open(strand);
            for (int index : order) { // of those in the same queue, each is as likely to be served first
                Case c = cases[index];
                if (c.isEnabled() && c.guard() != null) c.register(waiting[index]);
            }
            return NONE;
        } finally {
            unlockAll();
            submitWoken();
        }
    }

    private Alternative[] alternatives() {
        Alternative[] made = alternatives;
        if (made == null) {
            made = new Alternative[cases.length + 1];
            for (int i = 0; i < made.length; i++) made[i] = new Alternative(this, i);
            alternatives = made;
        }
        return made;
    }

    /** Those of enabled cases; the same channel may be in several. */
    private void lockAll() {
        WaitLock last = null;
        for (int index : byRank) {
            WaitLock guard = cases[index].isEnabled() ? cases[index].guard() : null;
            if (guard == null || guard == last) continue;
            guard.lock();
            last = guard;
        }
    }

    private void unlockAll() {
        WaitLock last = null;
        for (int index : byRank) {
            WaitLock guard = cases[index].isEnabled() ? cases[index].guard() : null;
            if (guard == null || guard == last) continue;
            guard.unlock();
            last = guard;
        }
    }

    // ---------------------------------------------------------------- while it waits

    /** Asks the signalled cases to tell when they may be ready. By the strand that waits, which holds no lock. */
    public void listen() {
        Alternative[] waiting = alternatives;
        if (!signalled || waiting == null) return;
        for (int i = 0; i < cases.length; i++) {
            if (cases[i].isEnabled() && cases[i].guard() == null) {
                try {
                    cases[i].register(waiting[i]);
                } catch (RuntimeException | Error e) {
                    failed(e);
                }
            }
        }
    }

    /**
     * Sets the timer. By the strand that waits.
     *
     * @param deadlineNanos by {@link System#nanoTime}
     */
    public void listenUntil(long deadlineNanos) {
        Timeout t = timer;
        if (t == null) timer = t = new Timeout(alternatives()[cases.length]);
        Timers ofStrand = Timeout.timers();
        ofStrand.set(t, deadlineNanos);
        timers = ofStrand;
    }

    @Override
    public boolean withdraw(Strand waiting) {
        if (!claim()) return false;
        waiting.complete(null);
        waiting.takeItem(); // it forgets this choice
        close();
        leave();
        boolean unused = stopTimer();
        return true;
    }

    /**
     * Ends the wait of a strand that was completed.
     *
     * @param waiting the strand
     * @return the index of the chosen case; {@link #NONE} if the time is over; {@link #AGAIN} after a signal
     */
    public int conclude(Strand waiting) {
        Object given = waiting.takeItem();
        int index = close();
        leave();
        boolean expired = stopTimer();
        if (index == cases.length) return expired ? NONE : AGAIN;
        if (cases[index].guard() == null) return AGAIN;
        cases[index].wasServed(waiting);
        outcome = given;
        return index;
    }

    @Override
    public boolean isTimed() {
        for (Case c : cases) if (c.isEnabled() && c.isTimed()) return true;
        return false;
    }

    @Override
    public String describe() {
        StringJoiner all = new StringJoiner(" | ");
        for (Case c : cases) if (c.isEnabled()) all.add(c.describe());
        return all.length() == 0 ? "nothing" : all.toString();
    }

    /** Leaves the queues; an alternative that isn't queued any more won't be again. */
    private void leave() {
        Alternative[] waiting = alternatives;
        if (waiting == null) return;
        for (int i = 0; i < cases.length; i++) {
            Case c = cases[i];
            WaitLock guard = c.guard();
            if (guard != null) {
                if (waiting[i].isQueued()) leave(c, guard, waiting[i]);
                waiting[i].takeItem();
            } else if (c.isEnabled()) {
                try {
                    c.unregister(waiting[i]);
                } catch (RuntimeException | Error e) {
                    failed(e);
                }
            }
        }
    }

    private static void leave(Case c, WaitLock guard, Alternative alternative) {
        guard.lock();
        try {
            c.unregister(alternative);
        } finally {
            guard.unlock();
        }
    }

    /** A signalled case has broken its contract. The choice must not suffer: another case may have been served. */
    private static void failed(Throwable t) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
    }

    /** True if its time has come. One that may be about to fire can't be set again. */
    private boolean stopTimer() {
        Timers set = timers;
        Timeout t = timer;
        if (set == null || t == null) return false;
        timers = null;
        if (set.cancel(t)) return false;
        timer = null;
        return t.isExpired();
    }
}

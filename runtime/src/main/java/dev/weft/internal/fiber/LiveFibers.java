// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** All fibers of a scheduler that can be shut down: those that have been started and haven't ended. */
public final class LiveFibers {
    /*
     * States:
     *   OPEN -> DRAINING      // shutdown(): no more fibers from outside
     *   DRAINING -> CANCELLED // cancelAll(): no more fibers at all, and those that are there are cancelled
     *   DRAINING | CANCELLED -> ENDED // the last one has ended
     *
     * Ordering: a fiber is counted and put into the set before it looks at the state; who changes the state looks at the counts
     * and the set after that. So a fiber that still finds the earlier state is seen by who changes it.
     * Both counts only grow. Who reads first how many have left and then how many have entered, and finds the same number, knows
     * that there was an instant in between at which nobody was inside; and nobody gets in after OPEN but from inside.
     *
     * Progress: each that leaves after OPEN counts itself, and then compares. The last one to count finds them equal, unless
     * shutdown() comes later, which compares as well. A waiter puts itself into the queue before it looks at the state, and
     * ENDED is set before the queue is emptied.
     *
     * Rejected: one count. Each start would contend for it; and the set's own size is no snapshot. Weak references, by which
     * abandoned fibers could be collected: it is better that a shutdown ends them.
     */

    private static final int OPEN = 0;
    private static final int DRAINING = 1;
    private static final int CANCELLED = 2;
    private static final int ENDED = 3;
    private static final int MAX_NAMES = 5;

    private final Set<FiberStrand> fibers = ConcurrentHashMap.newKeySet();
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final AtomicInteger state = new AtomicInteger(OPEN);
    private final Queue<Strand> waiting = new ConcurrentLinkedQueue<>();
    private final String name;

    /**
     * None as yet.
     *
     * @param name of the scheduler, for messages
     */
    public LiveFibers(String name) {
        this.name = name;
    }

    /** By who starts a fiber, before it is submitted. */
    void enter(FiberStrand fiber, Carriers carriers) {
        entered.increment();
        fibers.add(fiber);
        int s = state.get();
        if (s == OPEN || (s == DRAINING && FiberStrand.carriersOfCurrentThread() == carriers)) return;
        leave(fiber, carriers);
        throw new RejectedExecutionException("scheduler " + name + " is shut down, and starts no more fibers");
    }

    /** By a fiber that has ended. */
    void leave(FiberStrand fiber, Carriers carriers) {
        fibers.remove(fiber);
        left.increment();
        if (state.get() != OPEN) endIfEmpty(carriers);
    }

    /**
     * Lets no more fibers in from outside.
     *
     * @param carriers where they run
     */
    public void shutdown(Carriers carriers) {
        state.compareAndSet(OPEN, DRAINING);
        endIfEmpty(carriers);
    }

    /** After {@link #shutdown}: cancels all fibers, and lets none of them start another. */
    public void cancelAll() {
        state.compareAndSet(DRAINING, CANCELLED);
        for (FiberStrand fiber : fibers) fiber.cancel();
    }

    private void endIfEmpty(Carriers carriers) {
        long leftFirst = left.sum();
        if (leftFirst != entered.sum()) return;
        if (state.getAndSet(ENDED) == ENDED) return;
        carriers.end();
        for (Strand strand = waiting.poll(); strand != null; strand = waiting.poll()) strand.unpark();
    }

    /**
     * Has a strand unparked when the last fiber has ended.
     *
     * @param strand looks at {@link #isEnded} afterwards, and removes itself in the end
     */
    public void addWaiting(Strand strand) {
        waiting.add(strand);
    }

    /**
     * Takes back {@link #addWaiting}.
     *
     * @param strand may be unparked all the same
     */
    public void removeWaiting(Strand strand) {
        waiting.remove(strand);
    }

    /**
     * Whether it was shut down.
     *
     * @return true from {@link #shutdown} on
     */
    public boolean isShutdown() {
        return state.get() != OPEN;
    }

    /**
     * Whether it was shut down and no fiber is left.
     *
     * @return true for ever after
     */
    public boolean isEnded() {
        return state.get() == ENDED;
    }

    /** Whether any fits, of those that are there at some instants during the call. */
    boolean isAny(Predicate<FiberStrand> condition) {
        for (FiberStrand fiber : fibers) if (condition.test(fiber)) return true;
        return false;
    }

    /** Those that are there, at some instants during the call. */
    Collection<FiberStrand> all() {
        return List.copyOf(fibers);
    }

    /** How many fibers there are, and the names of a few. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(fibers.size());
        fibers.stream()
                .limit(MAX_NAMES)
                .forEach(f -> text.append(text.indexOf(":") < 0 ? ": " : ", ").append(f.name()));
        return text.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait until an attempt succeeds, at something that others change and that never waits itself: whoever makes an attempt
 * possible calls {@link #signal} afterwards.
 */
public final class Waiters {
    /*
     * Progress: who waits begins to, and then attempts once more. Whoever changes something does so, and then signals. Both go through the
     * same lock, so either the attempt comes after the change, or the signal after the beginning, and finds who waits.
     * Each change signals one. Who succeeds by that last attempt, and was signalled meanwhile, may have taken what
     * another change has made possible for somebody else; so it signals on. One signal too many does no harm.
     */

    /**
     * Something that may not be possible at the moment.
     *
     * @param <T> the type of the result
     */
    @FunctionalInterface
    public interface Attempt<T> {
        /**
         * Never waits.
         *
         * @return null if it isn't possible, and nothing was done
         */
        @Nullable
        T attempt();
    }

    private final ConditionGate gate = new ConditionGate();

    /** Nobody waits. */
    public Waiters() {}

    /**
     * Waits until an attempt succeeds.
     *
     * @param <T> the type of the result
     * @param attempt what to do
     * @return its result
     * @throws InterruptedException if the thread is interrupted or the routine cancelled; the attempt hasn't succeeded then
     */
    @Fiber
    public <T> T await(Attempt<T> attempt) throws InterruptedException {
        Interrupts.check();
        while (true) {
            T done = attempt.attempt();
            if (done == null) done = awaitOnce(attempt, () -> Long.MAX_VALUE);
            if (done != null) return done;
        }
    }

    /**
     * As {@link #await(Attempt)}, for a time.
     *
     * @param <T> the type of the result
     * @param attempt what to do
     * @param nanos how long; nothing or less attempts it once
     * @return its result; null if it hasn't succeeded in time
     * @throws InterruptedException as {@link #await(Attempt)}
     */
    @Fiber
    public <T> @Nullable T await(Attempt<T> attempt, long nanos) throws InterruptedException {
        Interrupts.check();
        long start = System.nanoTime();
        while (true) {
            T done = attempt.attempt();
            long left = nanos - (System.nanoTime() - start);
            if (done != null || left <= 0) return done;
            done = awaitOnce(attempt, () -> left);
            if (done != null) return done;
        }
    }

    /**
     * As {@link #await(Attempt)}, and waits on if the thread is interrupted or the routine cancelled.
     *
     * @param <T> the type of the result
     * @param attempt what to do
     * @return its result
     */
    @Fiber
    public <T> T awaitUninterruptibly(Attempt<T> attempt) {
        while (true) {
            T done = attempt.attempt();
            if (done != null) return done;
            Strand strand = Strand.current();
            gate.begin(strand);
            done = attemptBegun(attempt, strand);
            if (done != null) return done;
            gate.endUncancelled(strand);
        }
    }

    /**
     * Attempts, having begun to wait; and if that fails waits for a signal.
     *
     * @param <T> the type of the result
     * @param attempt what to do
     * @param limitNanos how long to wait for the signal, asked when the attempt has failed; {@link Long#MAX_VALUE} for ever
     * @return null if it has failed then; there may have been a signal since, or the time is over
     * @throws InterruptedException as {@link #await(Attempt)}
     */
    @Fiber
    public <T> @Nullable T awaitOnce(Attempt<T> attempt, LongSupplier limitNanos) throws InterruptedException {
        Strand strand = Strand.current();
        gate.begin(strand);
        T done = attemptBegun(attempt, strand);
        if (done != null) return done;
        Duration limit = limitBegun(limitNanos, strand);
        try {
            if (limit == null) gate.end(strand);
            else gate.end(strand, limit);
            return null;
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /** Whoever succeeds, or fails with an exception, waits no longer. */
    private <T> @Nullable T attemptBegun(Attempt<T> attempt, Strand strand) {
        T done = null;
        boolean waits = false;
        try {
            done = attempt.attempt();
            waits = done == null;
            return done;
        } finally {
            if (!waits && !gate.withdraw(strand)) gate.signal();
        }
    }

    /** Null for ever. Who fails with an exception waits no longer. */
    private @Nullable Duration limitBegun(LongSupplier limitNanos, Strand strand) {
        boolean waits = false;
        try {
            long nanos = limitNanos.getAsLong();
            waits = true;
            return nanos == Long.MAX_VALUE ? null : Duration.ofNanos(nanos);
        } finally {
            if (!waits && !gate.withdraw(strand)) gate.signal();
        }
    }

    /** One attempt may succeed now. */
    public void signal() {
        gate.signal();
    }

    /** Several attempts may succeed now. */
    public void signalAll() {
        gate.signalAll();
    }
}

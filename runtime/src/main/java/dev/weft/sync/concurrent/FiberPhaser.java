// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.sync.Interrupts;
import dev.weft.internal.sync.PhaseGate;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Phaser} that fibers wait at without blocking a thread, if its root is one too. {@code onAdvance} is called by the last that
 * arrives, which is pinned if it waits there. See the package for cancellation.
 */
public class FiberPhaser extends Phaser {
    /*
     * The JDK's counts the parties. A phase ends within one of the methods here, of this phaser or one below it; each has those look that
     * wait at the root, where all wait.
     */

    private final PhaseGate gate = new PhaseGate(this::getPhase);

    /** Without parties and a parent. */
    public FiberPhaser() {
        this(null, 0);
    }

    /**
     * Without a parent.
     *
     * @param parties how many are registered
     * @throws IllegalArgumentException if the number is negative, or too large
     */
    public FiberPhaser(int parties) {
        this(null, parties);
    }

    /**
     * Without parties.
     *
     * @param parent in which it takes part; null for none
     */
    public FiberPhaser(@Nullable Phaser parent) {
        this(parent, 0);
    }

    /**
     * A phaser.
     *
     * @param parent in which it takes part; null for none
     * @param parties how many are registered
     * @throws IllegalArgumentException if the number is negative, or too large
     */
    @SuppressWarnings("NullAway") // null is as good as in the JDK's class
    public FiberPhaser(@Nullable Phaser parent, int parties) {
        super(parent, parties);
    }

    /** Where all wait; null if only threads can. */
    private @Nullable PhaseGate gateOfRoot() {
        return getRoot() instanceof FiberPhaser root ? root.gate : null;
    }

    /** After an arrival in a phase; answers that. */
    private int arrived(int phase) {
        if (getPhase() != phase) ended();
        return phase;
    }

    private void ended() {
        PhaseGate of = gateOfRoot();
        if (of != null) of.ended();
    }

    @Override
    public int arrive() {
        return arrived(super.arrive());
    }

    @Override
    public int arriveAndDeregister() {
        return arrived(super.arriveAndDeregister());
    }

    @Override
    public void forceTermination() {
        super.forceTermination();
        ended();
    }

    /**
     * Arrives, and waits for the others. Can't be interrupted or cancelled.
     *
     * @return the next phase; negative if the phaser is terminated
     * @throws IllegalStateException if nobody is registered that hasn't arrived
     */
    @Fiber
    @Override
    public int arriveAndAwaitAdvance() {
        return awaitAdvance(arrive());
    }

    /**
     * Waits for the end of a phase. Can't be interrupted or cancelled.
     *
     * @param phase which; negative returns at once
     * @return the next phase; negative if the phaser is terminated, or the argument was
     */
    @Fiber
    @Override
    public int awaitAdvance(int phase) {
        PhaseGate of = gateOfRoot();
        if (of == null) return super.awaitAdvance(phase);
        if (phase < 0) return phase;
        of.awaitUncancelled(phase);
        return getPhase();
    }

    /**
     * As {@link #awaitAdvance}, but ends if the caller is interrupted or cancelled.
     *
     * @param phase which; negative returns at once
     * @return as {@link #awaitAdvance}
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, while it waits
     */
    @Fiber
    @Override
    public int awaitAdvanceInterruptibly(int phase) throws InterruptedException {
        PhaseGate of = gateOfRoot();
        if (of == null) return super.awaitAdvanceInterruptibly(phase);
        if (phase < 0) return phase;
        try {
            of.await(phase);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
        return getPhase();
    }

    /**
     * As {@link #awaitAdvanceInterruptibly(int)}, not longer than a time.
     *
     * @param phase which; negative returns at once
     * @param time how long
     * @param unit of the time
     * @return as {@link #awaitAdvance}
     * @throws InterruptedException as {@link #awaitAdvanceInterruptibly(int)}
     * @throws TimeoutException if the phase wasn't over in time
     */
    @Fiber
    @Override
    public int awaitAdvanceInterruptibly(int phase, long time, TimeUnit unit)
            throws InterruptedException, TimeoutException {
        PhaseGate of = gateOfRoot();
        if (of == null) return super.awaitAdvanceInterruptibly(phase, time, unit);
        if (phase < 0) return phase;
        try {
            if (!of.await(phase, Duration.ofNanos(unit.toNanos(time)))) throw new TimeoutException();
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
        return getPhase();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a strand for the first of several things. It stands in each queue by an {@link Alternative}; whoever claims
 * the choice first serves the strand, and the others pass it over.
 */
public abstract class Choice implements Timed {
    /*
     * Ownership: strand is written by the strand itself, while the choice isn't open. winner belongs to who has claimed it, until
     * the strand is completed, and to the strand from then on.
     *
     * States: closed -> open    // open(), by the strand, before it stands in any queue
     *         open   -> claimed // claim(), once: by who takes an alternative out of its queue, by a signal, or by the strand
     *         claimed -> closed // the strand has been completed; the same word
     *
     * Ordering: open() releases strand, and the CAS of claim() acquires it. winner is released by Strand.complete().
     *
     * A signal may come late, for a wait that is over, and claim the next one. So a signal tells nothing but that the
     * strand has to look again. An alternative is out of all queues before its choice is opened again.
     */

    private static final VarHandle OPEN;

    static {
        try {
            OPEN = MethodHandles.lookup().findVarHandle(Choice.class, "open", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by OPEN
    private boolean open;

    private @Nullable Strand strand;
    private int winner;

    /** Not open. */
    protected Choice() {}

    /**
     * Begins to wait. By the strand.
     *
     * @param waiting the current one
     */
    protected final void open(Strand waiting) {
        if (strand != null) throw new IllegalStateException("a select is used by two at the same time");
        strand = waiting;
        waiting.startChoosing(this);
        OPEN.setRelease(this, true);
    }

    /**
     * Ends the wait, if nobody else has. {@link Strand#complete} has to follow.
     *
     * @return false if somebody has
     */
    protected final boolean claim() {
        return (boolean) OPEN.getOpaque(this) && OPEN.compareAndSet(this, true, false);
    }

    /** Claims it for an alternative; null if that comes too late. The strand's item and slot are what the alternative offers. */
    @Nullable
    Strand claim(Alternative alternative) {
        if (!claim()) return null;
        winner = alternative.index();
        Strand claimed = strand;
        if (claimed == null) throw new IllegalStateException("an open choice without a strand");
        claimed.setSlot(alternative.slot());
        claimed.offer(alternative.takeItem());
        return claimed;
    }

    /**
     * Forgets the strand, which has been completed.
     *
     * @return the index of the alternative that has been served; not defined if the strand has withdrawn
     */
    protected final int close() {
        strand = null;
        return winner;
    }

    /**
     * Ends the wait without an effect. By the strand.
     *
     * @param waiting has opened the choice
     * @return false if the wait has ended, or is about to
     */
    public abstract boolean withdraw(Strand waiting);

    /**
     * What the strand waits for, for messages.
     *
     * @return a few words for each thing
     */
    public abstract String describe();
}

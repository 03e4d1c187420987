// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a strand in one of the queues in which it waits at once. Whoever takes it out of the queue gets the strand, if
 * nobody else has it: {@link WaitQueue#poll()} passes over those that come too late.
 *
 * <p>It is a strand only to be in queues of strands, which therefore needn't have nodes, and cost a strand that waits in
 * one queue nothing.
 */
public final class Alternative extends Strand {
    /*
     * Ownership: queued, and the links, are guarded by the lock of the queue. The strand may read queued without it: it
     * alone sets it, so if it reads false that is final.
     */

    private final Choice choice;
    private final int index;
    private boolean queued;

    /**
     * In no queue.
     *
     * @param choice the strand's
     * @param index which alternative it is
     */
    public Alternative(Choice choice, int index) {
        this.choice = choice;
        this.index = index;
    }

    /** Which one it is. */
    int index() {
        return index;
    }

    void setQueued(boolean value) {
        queued = value;
    }

    /**
     * Whether it stands in a queue.
     *
     * @return exact under the queue's lock; true may be outdated without it
     */
    public boolean isQueued() {
        return queued;
    }

    /**
     * Waits with something. Before it is put into a queue.
     *
     * @param element what the strand gives to who takes it out
     */
    public void startOffering(Object element) {
        offer(element);
    }

    /** The strand, which is the caller's to complete and release; null if the choice has been made. */
    @Nullable
    Strand claim() {
        return choice.claim(this);
    }

    /** A signal: the strand has to look again. By any thread, also when nobody waits any more. */
    @Override
    public void unpark() {
        Strand strand = choice.claim(this);
        if (strand == null) return;
        strand.complete(null);
        strand.unpark();
    }

    @Override
    public boolean park() {
        throw misused();
    }

    @Override
    public boolean release(WaitLock held) {
        throw misused();
    }

    @Override
    public void submit() {
        throw misused();
    }

    @Override
    public boolean isCancelled() {
        throw misused();
    }

    @Override
    protected @Nullable Object body() {
        throw misused();
    }

    private static IllegalStateException misused() {
        return new IllegalStateException("an alternative only stands for a strand");
    }
}

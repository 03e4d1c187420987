// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/**
 * One saved activation of a fiber method: where it was suspended, its live values, and its caller's frame.
 *
 * <p>The values lie in the slots of a subclass ("shape"), which has a fixed number of references and longs; all primitive
 * values are kept as longs. Each method uses one shape, wide enough for all its suspension points, so that a frame
 * serves its activation again when that suspends again.
 */
public abstract non-sealed class Frame implements Origin {
    /*
     * Ownership: as Continuation's fields.
     *
     * A reference slot is cleared when it is taken, so that a frame, which its activation keeps for the next suspension,
     * keeps nothing else alive.
     *
     * Rejected: a final field for the resumer. Its fence at the end of the constructor is a compiler's barrier too, by which
     * each field is written twice.
     */

    /** The state of a frame whose activation has ended. */
    static final int FREE = -1;

    /** Never changes. */
    Resumer resumer;

    @Nullable
    Frame parent;

    /** Which suspension point of the method, from 0. Read by the resume entry. */
    public int state;

    Frame(Resumer resumer) {
        this.resumer = resumer;
    }

    /** The frame that an activation was resumed from, or a free one of its method; null if a new one is needed. */
    static @Nullable Frame ownFrame(Origin origin, Continuation c) {
        return origin instanceof Frame resumed ? resumed : c.free((Resumer) origin);
    }

    final void push(int newState, Continuation c) {
        state = newState;
        c.push(this);
    }
}

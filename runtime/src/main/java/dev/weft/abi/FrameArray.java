// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import org.jspecify.annotations.Nullable;

/** The shape for methods with more live values than the fixed shapes hold. */
public final class FrameArray extends Frame {
    private final @Nullable Object[] refs;
    private final long[] longs;

    private FrameArray(Resumer resumer, int refCount, int longCount) {
        super(resumer);
        refs = new Object[refCount];
        longs = new long[longCount];
    }

    /**
     * The frame for an activation.
     *
     * @param origin the frame that it was resumed from, or the method's resumer
     * @param refCount how many references the method's widest point keeps
     * @param longCount likewise, primitive values
     * @param c the continuation
     * @return to be saved in, at once
     */
    public static FrameArray create(Origin origin, int refCount, int longCount, Continuation c) {
        Frame own = ownFrame(origin, c);
        return own != null ? (FrameArray) own : new FrameArray((Resumer) origin, refCount, longCount);
    }

    /**
     * Saves a reference.
     *
     * @param value the value
     * @param index the slot
     */
    public void setRef(@Nullable Object value, int index) {
        refs[index] = value;
    }

    /**
     * Saves a primitive value.
     *
     * @param value the value, or its bits
     * @param index the slot
     */
    public void setLong(long value, int index) {
        longs[index] = value;
    }

    /**
     * Gives a reference back and forgets it.
     *
     * @param index the slot
     * @return the value
     */
    public @Nullable Object takeRef(int index) {
        Object value = refs[index];
        refs[index] = null;
        return value;
    }

    /**
     * Gives a primitive value back.
     *
     * @param index the slot
     * @return the value, or its bits
     */
    public long takeLong(int index) {
        return longs[index];
    }

    /**
     * Ends the saving.
     *
     * @param newState the suspension point
     * @param c the continuation
     */
    public void save(int newState, Continuation c) {
        push(newState, c);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

/** Something that is waited for, and that may come by the clock alone. */
public interface Timed {
    /**
     * Whether it will, though nobody does anything. To be asked while nothing goes on.
     *
     * @return true if a timer is set that wakes who waits for it
     */
    boolean isTimed();
}

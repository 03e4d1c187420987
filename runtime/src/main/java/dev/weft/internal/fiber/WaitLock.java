// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.util.SpinLock;

/** A lock that guards queues in which strands wait. */
public abstract class WaitLock extends SpinLock {
    /** For subclasses. */
    protected WaitLock() {}

    /**
     * Takes a strand that waits out again. By the strand; the lock is free.
     *
     * @param strand has begun to wait under this lock
     * @return false if its wait has ended
     */
    public abstract boolean withdraw(Strand strand);
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.internal.sched.HandRunSide;

/** A transfer queue as a set of operations that never wait: those that would wait begin to, as fibers. */
public final class HandRunTransfers {
    /** Where all meet. */
    public final FiberLinkedTransferQueue<Integer> queue = new FiberLinkedTransferQueue<>();

    /** Those that take. */
    public final HandRunSide takers = new HandRunSide(queue::size);

    /** Those that transfer. */
    public final HandRunSide putters = new HandRunSide(queue::size);

    /** Empty. */
    public HandRunTransfers() {}

    /** Takes, or begins to wait. */
    public String take() {
        return takers.begin(() -> queue.take());
    }

    /** Transfers, or begins to wait. */
    public String transfer(int element) {
        return putters.begin(() -> {
            queue.transfer(element);
            return "taken";
        });
    }
}

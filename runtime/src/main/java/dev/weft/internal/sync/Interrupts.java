// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.Strand;

/**
 * Cancellation, for code that expects to be interrupted. A fiber that is cancelled counts as interrupted from then on; a thread's flag
 * is cleared by the exception, as everywhere in the JDK.
 */
public final class Interrupts {
    private Interrupts() {}

    /**
     * To be called at the beginning of what can be interrupted.
     *
     * @throws InterruptedException if the fiber is cancelled or the thread interrupted
     */
    @Fiber
    public static void check() throws InterruptedException {
        Continuation c = Continuation.current();
        if (c instanceof Strand strand) {
            if (Thread.interrupted()) throw new InterruptedException();
            if (strand.isCancelled()) throw new InterruptedException("the routine is cancelled");
        } else {
            checkThread();
        }
    }

    private static void checkThread() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        FiberStrand pinned = FiberStrand.ofCurrentThread();
        if (pinned != null && pinned.isCancelled()) throw new InterruptedException("the routine is cancelled");
    }

    /**
     * What is thrown instead of a cancellation.
     *
     * @param e has ended the wait
     * @return to be thrown
     */
    public static InterruptedException from(CancelledException e) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }

    /**
     * What is thrown by who waits and is cancelled.
     *
     * @param strand is cancelled
     * @param operation its name
     * @return to be thrown
     */
    @Fiber
    static InterruptedException of(Strand strand, String operation) {
        RuntimeException cancellation = strand.cancellation(operation);
        if (cancellation instanceof CancelledException cancelled) return from(cancelled);
        throw cancellation;
    }
}

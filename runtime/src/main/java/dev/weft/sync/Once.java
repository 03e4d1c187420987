// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.internal.sync.OnceGate;

/**
 * Does something once, whoever asks for it first; the others wait until it is done. As {@code sync.Once} of Go.
 *
 * <pre>{@code
 *   private final Once opened = new Once();
 *   ...
 *   opened.run(() -> open()); // by each that needs it open
 * }</pre>
 *
 * <p><b>Memory effects.</b> What the action does happens before what follows any {@code run}.
 */
public final class Once {
    private final OnceGate gate = new OnceGate();

    /** Nothing was done. */
    public Once() {}

    /**
     * Does it, if nobody has; waits if somebody does. An action that throws counts as done.
     *
     * @param action what to do; only that of the first call is
     * @throws Exception what the action throws, to the caller that has run it
     * @throws IllegalStateException if the action calls this method again
     * @throws dev.weft.CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public void run(Action action) throws Exception {
        if (!gate.begin()) return;
        try {
            action.run();
        } finally {
            gate.finish();
        }
    }

    /**
     * Whether it was done.
     *
     * @return true once the action has returned or thrown
     */
    public boolean isDone() {
        return gate.isDone();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.internal.sync.CountGate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a number of things are done; as {@code sync.WaitGroup} of Go.
 *
 * <pre>{@code
 *   WaitGroup group = new WaitGroup();
 *   for (URI page : pages) group.go(() -> fetch(page));
 *   group.await();
 * }</pre>
 *
 * <p>It counts: {@link #add} up, {@link #done} down, and {@link #await} waits until the count is 0. It may be used again: a wait that
 * found another count than 0 returns when the count next is 0, and isn't concerned with what is added from then on.
 *
 * <p><b>Memory effects.</b> What is done before {@code done} happens before what follows an {@code await} that it lets return.
 */
public final class WaitGroup {
    private final CountGate count = new CountGate(0);

    /** A group of nothing. */
    public WaitGroup() {}

    /**
     * Changes the count.
     *
     * @param delta how many more there are to wait for; negative if some are done
     * @throws IllegalStateException if more would be done than was added; the count is unchanged then
     */
    public void add(int delta) {
        if (!count.add(delta)) throw new IllegalStateException("more is done than was added");
    }

    /**
     * One is done.
     *
     * @throws IllegalStateException if nothing is left to be done
     */
    public void done() {
        add(-1);
    }

    /**
     * Starts a fiber that counts until it has ended, in whatever way. A failure is the routine's; the group doesn't look at it.
     *
     * @param action what it does
     * @return to look at, or to cancel
     */
    public Routine<@Nullable Void> go(Action action) {
        add(1);
        return Weft.go(() -> runCounted(action));
    }

    @Fiber
    private void runCounted(Action action) throws Exception {
        try {
            action.run();
        } finally {
            done();
        }
    }

    /**
     * Waits until the count is 0.
     *
     * @throws dev.weft.CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public void await() {
        count.awaitZero();
    }

    /**
     * Waits until the count is 0, not longer than a time.
     *
     * @param time how long; nothing or less looks once
     * @return false if the count was never 0
     * @throws dev.weft.CancelledException as {@link #await()}
     */
    @Fiber
    public boolean await(Duration time) {
        return count.awaitZero(time);
    }

    @Override
    public String toString() {
        return "WaitGroup[" + count.get() + " to be done]";
    }
}

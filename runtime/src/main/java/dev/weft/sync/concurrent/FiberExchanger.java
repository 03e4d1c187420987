// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.internal.sync.ExchangeGate;
import dev.weft.internal.sync.Interrupts;
import java.time.Duration;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Exchanger} that fibers wait at without blocking a thread. See the package for cancellation.
 *
 * @param <V> the type of what is exchanged
 */
public class FiberExchanger<V> extends Exchanger<V> {
    private final ExchangeGate gate = new ExchangeGate();

    /** Nobody waits. */
    public FiberExchanger() {}

    /**
     * Waits for another one, and exchanges with it.
     *
     * @param mine what it is given; may be null
     * @return what it has given
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, before or while it waits
     */
    @Fiber
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // null if the other one has given it
    public V exchange(@Nullable V mine) throws InterruptedException {
        Interrupts.check();
        try {
            return (V) gate.exchange(mine);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }

    /**
     * Waits for another one, not longer than a time, and exchanges with it.
     *
     * @param mine what it is given; may be null
     * @param time how long
     * @param unit of the time
     * @return what it has given
     * @throws InterruptedException as {@link #exchange(Object)}
     * @throws TimeoutException if nobody came in time
     */
    @Fiber
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // null if the other one has given it
    public V exchange(@Nullable V mine, long time, TimeUnit unit) throws InterruptedException, TimeoutException {
        Duration limit = Duration.ofNanos(unit.toNanos(time));
        Interrupts.check();
        try {
            return (V) gate.exchange(mine, limit);
        } catch (CancelledException e) {
            throw Interrupts.from(e);
        }
    }
}

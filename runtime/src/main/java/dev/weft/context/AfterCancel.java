// SPDX-License-Identifier: Apache-2.0
package dev.weft.context;

import dev.weft.Action;
import dev.weft.Scheduler;
import dev.weft.internal.fiber.Cancellation;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts a fiber when a context is cancelled. */
final class AfterCancel extends Cancellation.Dependent implements Context.Registration {
    /*
     * States: WAITING -> STARTED // the cancellation came
     *         WAITING -> STOPPED // stop() came before
     */

    private enum State {
        WAITING,
        STARTED,
        STOPPED
    }

    private final Context context;
    private final @Nullable Cancellation cancellation;
    private final Action action;
    private final Scheduler scheduler = Scheduler.current();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** {@code context} is the one for the action. */
    AfterCancel(Context context, @Nullable Cancellation cancellation, Action action) {
        this.context = context;
        this.cancellation = cancellation;
        this.action = action;
    }

    void register() {
        if (cancellation != null && !cancellation.add(this)) start();
    }

    @Override
    protected void cancelled(Throwable cause) {
        start();
    }

    private void start() {
        if (state.compareAndSet(State.WAITING, State.STARTED)) context.run(() -> scheduler.go(action));
    }

    @Override
    public boolean stop() {
        if (!state.compareAndSet(State.WAITING, State.STOPPED)) return false;
        if (cancellation != null) cancellation.remove(this);
        return true;
    }
}

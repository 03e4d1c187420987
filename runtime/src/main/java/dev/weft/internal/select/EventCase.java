// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.select;

import dev.weft.Event;
import dev.weft.internal.fiber.Alternative;
import dev.weft.internal.fiber.Timed;
import dev.weft.internal.fiber.WaitLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A case that waits for an {@link Event}. */
public final class EventCase extends Case implements Consumer<Object> {
    private final Event<?> event;
    private @Nullable Object taken;

    /**
     * A new one.
     *
     * @param event what it waits for
     */
    public EventCase(Event<?> event) {
        this.event = event;
    }

    @Override
    public @Nullable WaitLock guard() {
        return null;
    }

    @Override
    public boolean seemsReady() {
        return true;
    }

    @Override
    public boolean attempt(Selection selection) {
        taken = null;
        if (!event.attempt(this)) return false;
        selection.setOutcome(taken);
        taken = null;
        return true;
    }

    @Override
    @SuppressWarnings("NullAway") // an event's result may be null if its type says so
    public void accept(@Nullable Object result) {
        taken = result;
    }

    @Override
    public void register(Alternative alternative) {
        event.subscribe(alternative);
    }

    @Override
    public void unregister(Alternative alternative) {
        event.unsubscribe(alternative);
    }

    @Override
    public boolean isTimed() {
        return event instanceof Timed timed && timed.isTimed();
    }

    @Override
    public String describe() {
        return event.toString();
    }
}

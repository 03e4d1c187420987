// SPDX-License-Identifier: Apache-2.0
package dev.weft.context;

import dev.weft.Event;
import dev.weft.internal.fiber.Cancellation;
import dev.weft.internal.fiber.Timed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cancellation, as an event. */
final class Done implements Event<Throwable>, Timed {
    private static final class Subscription extends Cancellation.Dependent {
        private final Listener listener;

        Subscription(Listener listener) {
            this.listener = listener;
        }

        @Override
        protected void cancelled(Throwable cause) {
            listener.signal();
        }
    }

    private final @Nullable Cancellation cancellation;
    private final Map<Listener, Subscription> subscriptions = new ConcurrentHashMap<>();

    /** Never comes if the cancellation is null. */
    Done(@Nullable Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    @Override
    public boolean attempt(Consumer<? super Throwable> result) {
        Throwable cause = cancellation == null ? null : cancellation.cause();
        if (cause == null) return false;
        result.accept(cause);
        return true;
    }

    @Override
    public void subscribe(Listener listener) {
        if (cancellation == null) return;
        Subscription subscription = new Subscription(listener);
        if (cancellation.add(subscription)) subscriptions.put(listener, subscription);
        else listener.signal();
    }

    @Override
    public void unsubscribe(Listener listener) {
        Subscription subscription = subscriptions.remove(listener);
        if (subscription != null && cancellation != null) cancellation.remove(subscription);
    }

    @Override
    public boolean isTimed() {
        return cancellation != null && cancellation.isTimed();
    }
}

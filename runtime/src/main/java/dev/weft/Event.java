// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be waited for next to channels, by a {@code Select}: the end of a routine ({@link Routine#ended()}), or
 * whatever a program implements by this interface.
 *
 * <p>An implementation is a matter of two things: to take what is there, if it is, and to tell listeners when it is worth while to
 * try. For instance the completion of a {@code CompletableFuture}:
 *
 * <pre>{@code
 *   record Completion<T>(CompletableFuture<T> future, Map<Listener, Object> listeners) implements Event<T> {
 *       Completion(CompletableFuture<T> future) {
 *           this(future, new ConcurrentHashMap<>());
 *           future.whenComplete((value, failure) -> listeners.keySet().forEach(Listener::signal));
 *       }
 *
 *       public boolean attempt(Consumer<? super T> result) {
 *           if (!future.isDone()) return false;
 *           result.accept(future.join());
 *           return true;
 *       }
 *
 *       public void subscribe(Listener listener) {
 *           listeners.put(listener, true);
 *           if (future.isDone()) listener.signal();
 *       }
 *
 *       public void unsubscribe(Listener listener) {
 *           listeners.remove(listener);
 *       }
 *   }
 * }</pre>
 *
 * <p>All methods may be called by any threads and fibers at the same time. None may block.
 *
 * @param <T> the type of what it gives
 */
public interface Event<T extends @Nullable Object> {
    /** Somebody who waits. */
    interface Listener {
        /**
         * Tells that {@link Event#attempt} may succeed now. By any thread, as often as it likes, also for nothing, and also
         * when the listener was unsubscribed. What was done before is seen by the attempt that follows.
         */
        void signal();
    }

    /**
     * Takes what is there.
     *
     * @param result is given it, before this method returns true
     * @return false if there is nothing as yet, and nothing was done
     * @throws RuntimeException if the event has come, and is a failure: the select that has made the attempt throws it
     */
    boolean attempt(Consumer<? super T> result);

    /**
     * From now on signals a listener whenever an attempt may succeed; at once if it may already.
     *
     * @param listener isn't subscribed
     */
    void subscribe(Listener listener);

    /**
     * Forgets a listener.
     *
     * @param listener may be unknown
     */
    void unsubscribe(Listener listener);
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Fiber;
import dev.weft.Task;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Does the same thing once for all who want it at the same time; as {@code singleflight.Group} of Go.
 *
 * <pre>{@code
 *   Page page = loading.get(address, () -> load(address));
 * }</pre>
 *
 * <p>Nothing is kept: whoever comes when it is done has it done anew. For any threads and fibers at the same time.
 *
 * <p><b>Memory effects.</b> What the task does happens before what follows the {@code get} of all who have waited for it.
 *
 * @param <K> says what is the same
 * @param <V> the type of the result
 */
public final class SingleFlight<K, V extends @Nullable Object> {
    private final ConcurrentMap<K, Lazy<V>> flights = new ConcurrentHashMap<>();

    /** Nothing is being done. */
    public SingleFlight() {}

    /**
     * Does it, or waits for the one that does, and takes its result.
     *
     * @param key what to do
     * @param task how to do it, if nobody does
     * @return the result, the same for all who have waited
     * @throws java.util.concurrent.CompletionException if the task has thrown a checked exception, which is its cause. Unchecked
     *     exceptions and errors are thrown as they are; in both cases to all who have waited
     * @throws dev.weft.CancelledException if the routine is cancelled, or the thread interrupted, meanwhile; if it is the one
     *     that does it, one of the others does it anew
     */
    @Fiber
    public V get(K key, Task<? extends V> task) {
        Lazy<V> mine = new Lazy<>(task);
        Lazy<V> first = flights.putIfAbsent(key, mine);
        if (first != null) return first.get();
        try {
            return mine.get();
        } finally {
            flights.remove(key, mine);
        }
    }

    /**
     * Has the next caller do it anew, though somebody does it now.
     *
     * @param key what to do
     */
    public void forget(K key) {
        flights.remove(key);
    }
}

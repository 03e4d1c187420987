// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Task;
import dev.weft.internal.sync.OnceGate;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when somebody asks for it first; as {@code sync.OnceValue} of Go.
 *
 * <pre>{@code
 *   private final Lazy<Settings> settings = new Lazy<>(() -> load("settings")); // may wait
 *   ...
 *   settings.get().port();
 * }</pre>
 *
 * <p><b>Memory effects.</b> What the task does happens before what follows any {@code get}.
 *
 * @param <T> the type of the value
 */
public final class Lazy<T extends @Nullable Object> {
    private final OnceGate gate = new OnceGate();
    private @Nullable Task<? extends T> task; // until it was run; belongs to who has begun
    private @Nullable Object value;
    private @Nullable Throwable failure;

    /**
     * Not made as yet.
     *
     * @param task makes it; may wait
     */
    public Lazy(Task<? extends T> task) {
        this.task = Objects.requireNonNull(task);
    }

    /**
     * The value; made now, if nobody has asked for it. If that has failed, it isn't tried again: each call throws the same.
     *
     * @return always the same
     * @throws CompletionException if the task has thrown a checked exception, which is its cause. Unchecked exceptions and
     *     errors are thrown as they are
     * @throws IllegalStateException if the task asks for the value that it makes
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while it makes the value or
     *     waits for it; the next one who asks makes it then
     */
    @Fiber
    @SuppressWarnings({"unchecked", "NullAway"}) // null if T says so
    public T get() {
        if (!gate.isDone() && gate.begin()) make();
        Throwable t = failure;
        if (t instanceof RuntimeException e) throw e;
        if (t instanceof Error e) throw e;
        if (t != null) throw new CompletionException(t);
        return (T) value;
    }

    @Fiber
    private void make() {
        try {
            value = Objects.requireNonNull(task).run();
        } catch (CancelledException e) { // it is the caller that was cancelled, and not the value
            gate.abandon();
            throw e;
        } catch (Throwable t) { // it belongs to all who ask
            failure = t;
        }
        task = null;
        gate.finish();
    }

    /**
     * Whether it was made, or that has failed.
     *
     * @return true if {@link #get} doesn't wait
     */
    public boolean isDone() {
        return gate.isDone();
    }
}

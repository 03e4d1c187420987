// SPDX-License-Identifier: Apache-2.0
package dev.weft.context;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Task;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fibers for the parts of one task, none of which outlives it: structured concurrency.
 *
 * <pre>{@code
 *   try (Scope scope = Scope.open()) {
 *       Routine<User> user = scope.fork(() -> findUser(id));
 *       Routine<List<Order>> orders = scope.fork(() -> findOrders(id));
 *       scope.join();
 *       return new Page(user.join(), orders.join());
 *   }
 * }</pre>
 *
 * <p><b>Failures.</b> The first child that throws has all others cancelled, and what the owner does in the scope, too: whatever waits,
 * throws a {@link CancelledException} that has the failure as its cause. {@link #join} waits for all to end, and throws that first
 * failure as it is: its stack trace is that of the child, and suppressed in it is where the child was forked.
 *
 * <p><b>The end.</b> {@link #close} cancels what runs yet, and returns when all have ended; that takes as long as they take to clean up. So call {@code
 * join} before.
 *
 * <p><b>Context.</b> A scope has a context of its own, made from the current one, in which its children run, and its owner until the
 * scope is closed. If the current one is cancelled, or has a deadline, so it is for the scope. Scopes may be opened in one
 * another, by the owner and by children; they have to be closed in the reverse order, as try-with-resources does.
 *
 * <p><b>Who may use it.</b> A fiber or a thread opens it, and is its owner; it alone may {@code join} and {@code close}. Anybody may
 * {@code fork} until it is closed.
 *
 * <p>{@link Race} takes the first success instead. {@code dev.weft.sync.Group} is for fibers without an owner, of a limited number.
 *
 * <p><b>Memory effects.</b> What is done before {@code fork} happens before what the child does, and that before what follows {@code
 * join} or {@code close}.
 */
public final class Scope implements AutoCloseable {
    /** The failure is guarded by the gate. */
    private static final class Children extends Family {
        private @Nullable Throwable first;

        Children(Context.Cancellable context) {
            super(context);
        }

        @Override
        void succeeded(@Nullable Object result) {
            // the routine has it
        }

        @Override
        void failed(Throwable failure) {
            lock();
            try {
                if (first == null) first = failure;
            } finally {
                unlock();
            }
            context().cancel(failure);
        }

        @Nullable
        Throwable failure() {
            lock();
            try {
                return first;
            } finally {
                unlock();
            }
        }
    }

    private final Children children;

    private Scope(Context.Cancellable context) {
        children = new Children(context);
    }

    /**
     * Opens a scope. The caller is its owner, and has to close it.
     *
     * @return for try-with-resources
     */
    public static Scope open() {
        return new Scope(Context.current().withCancel());
    }

    /**
     * Opens a scope with a time limit.
     *
     * @param time how long, from now on; then it is cancelled with a {@link java.util.concurrent.TimeoutException}
     * @return for try-with-resources
     */
    public static Scope open(Duration time) {
        return new Scope(Context.current().withTimeout(time));
    }

    /**
     * Starts a child. After a failure, or a cancellation, it starts too, and is cancelled.
     *
     * @param <T> the type of the result
     * @param task what it does
     * @return its result, after {@link #join}
     * @throws IllegalStateException if the scope is closed
     */
    public <T extends @Nullable Object> Routine<T> fork(Task<T> task) {
        return children.fork(task);
    }

    /**
     * As {@link #fork(Task)}, without a result.
     *
     * @param action what it does
     * @return to look at, or to cancel: which is a failure, as any exception is
     * @throws IllegalStateException if the scope is closed
     */
    public Routine<?> fork(Action action) {
        return children.fork(new WithoutResult(action));
    }

    /**
     * Waits until all children have ended. More of them may be forked afterwards, and joined.
     *
     * @throws Exception the first failure, as it is; if the time is over that is a {@link CancelledException}, unless the children throw
     *     something else
     * @throws CancelledException if the owner is cancelled, or interrupted, or the context that was current when the scope was opened,
     *     while it waits
     * @throws IllegalStateException if the caller isn't the owner
     */
    @Fiber
    public void join() throws Exception {
        children.awaitChildren("join");
        Throwable failure = children.failure();
        if (failure instanceof Exception e) throw e;
        if (failure instanceof Error e) throw e;
        if (failure != null) throw new IllegalStateException(failure);
    }

    /** Cancels the children, and what the owner does in the scope. */
    public void cancel() {
        children.context().cancel();
    }

    /**
     * Cancels the children that run yet, waits until all have ended, also if the owner is cancelled, and goes back to the context of
     * before. Does nothing the second time.
     *
     * @throws IllegalStateException if the caller isn't the owner, and nothing is done then; or if a scope was opened in this one and isn't
     *     closed, after everything was done
     */
    @Fiber
    @Override
    public void close() {
        children.end();
    }
}

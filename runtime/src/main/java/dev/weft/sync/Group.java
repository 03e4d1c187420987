// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Fibers for the parts of one task: the first failure cancels the others, and is what the waiting one gets. As
 * {@code errgroup.Group} of Go.
 *
 * <pre>{@code
 *   Group group = new Group(8); // eight at a time
 *   for (Path file : files) group.go(() -> digest(file));
 *   group.await();
 * }</pre>
 *
 * <p><b>Context.</b> The fibers run in a {@linkplain Context#current() context} of the group, made from the one that was current where the
 * group was made: they have its values, and end with it. A failure cancels that context, so whatever a fiber of the group waits for, or
 * would wait for, throws a {@link CancelledException} that has the failure as its cause. When no fiber is left, nothing is left of the
 * context; more of them may follow.
 *
 * <p>For any threads and fibers at the same time. Nobody owns a group, and nothing happens if nobody waits for it; for fibers that
 * must not outlive a block of code there is {@link dev.weft.context.Scope}.
 *
 * <p><b>Memory effects.</b> What is done before {@code go} happens before what the fiber does, and that before what follows {@code await}.
 */
public final class Group {
    /*
     * Ownership: context, alive and failure are guarded by this; nobody waits there, or is told of a cancellation. context is there while
     * alive isn't 0.
     */

    private final @Nullable Semaphore places;
    private final WaitGroup running = new WaitGroup();
    private final Context outside = Context.current();
    private Context.@Nullable Cancellable context;
    private int alive;
    private @Nullable Throwable failure;

    /** Any number of fibers at a time. */
    public Group() {
        places = null;
    }

    /**
     * A limited number of fibers at a time.
     *
     * @param limit how many; {@link #go} waits for one of them to end
     */
    public Group(int limit) {
        places = new Semaphore(limit);
    }

    /**
     * Starts a fiber; waits while there are as many as there may be. After a failure or a {@link #cancel()} it does nothing.
     *
     * @param action what it does
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public void go(Action action) {
        if (places != null) places.acquire();
        start(action);
    }

    /**
     * Starts a fiber, unless there are as many as there may be. After a failure or a {@link #cancel()} it does nothing.
     *
     * @param action what it does
     * @return false if there are
     */
    public boolean tryGo(Action action) {
        if (places != null && !places.tryAcquire()) return false;
        start(action);
        return true;
    }

    private void start(Action action) {
        Context.Cancellable in = enter();
        if (in == null) {
            if (places != null) places.release();
            return;
        }
        try {
            in.run(() -> Weft.go(() -> run(action)));
        } catch (RuntimeException | Error e) { // it wasn't started
            leave();
            throw e;
        }
    }

    /** Where the fiber is to run; null if it isn't to be started. */
    private synchronized Context.@Nullable Cancellable enter() {
        if (failure != null) return null;
        if (context == null) context = outside.withCancel();
        alive++;
        running.add(1);
        return context;
    }

    @Fiber
    private void run(Action action) {
        try {
            action.run();
        } catch (Throwable t) { // thrown by await()
            fail(t);
        } finally {
            leave();
        }
    }

    private void leave() {
        Context.Cancellable left = leaveContext();
        if (left != null) left.close();
        if (places != null) places.release();
        running.done();
    }

    /** The context, by who is the last in it. */
    private synchronized Context.@Nullable Cancellable leaveContext() {
        if (--alive > 0) return null;
        Context.Cancellable left = context;
        context = null;
        return left;
    }

    private void fail(Throwable t) {
        Context.Cancellable failed = failContext(t);
        if (failed != null) failed.cancel(t);
    }

    /** What is to be cancelled: nothing if it isn't the first failure, or nobody is there. */
    private synchronized Context.@Nullable Cancellable failContext(Throwable t) {
        if (failure != null) return null;
        failure = t;
        return context;
    }

    private synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** Cancels the context of the group's fibers; {@link #await} throws a {@link CancelledException}. */
    public void cancel() {
        fail(new CancelledException("the group was cancelled"));
    }

    /**
     * Waits until all fibers have ended.
     *
     * @throws Exception the first failure, as it is; its stack is that of the fiber. If the context was cancelled in which the group was
     *     made, that is a {@link CancelledException}, unless the fibers throw something else
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while it waits: the group goes on
     */
    @Fiber
    public void await() throws Exception {
        running.await();
        Throwable first = failure();
        if (first instanceof Exception e) throw e;
        if (first instanceof Error e) throw e;
        if (first != null) throw new IllegalStateException(first);
    }
}

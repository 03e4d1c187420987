// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.List;
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
 * <p><b>Memory effects.</b> What the group's fibers have done happens before what follows {@code await}.
 */
public final class Group {
    private static final int PRUNING = 64;

    private final @Nullable Semaphore places;
    private final WaitGroup running = new WaitGroup();

    /** Some may have ended. Guarded by this, as is what follows; nobody waits there. */
    private final List<Routine<@Nullable Void>> routines = new ArrayList<>();

    private int lookAt = PRUNING; // at which size of the list those that have ended are taken out
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
     * Starts a fiber; waits while there are as many as there may be. After a failure or a cancellation it does nothing.
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
     * Starts a fiber, unless there are as many as there may be.
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
        running.add(1);
        if (!startUnlessFailed(action)) ended();
    }

    private synchronized boolean startUnlessFailed(Action action) {
        if (failure != null) return false;
        if (routines.size() >= lookAt) {
            routines.removeIf(Routine::isDone);
            lookAt = Math.max(PRUNING, 2 * routines.size());
        }
        routines.add(Weft.go(() -> run(action)));
        return true;
    }

    @Fiber
    private void run(Action action) {
        try {
            action.run();
        } catch (Throwable t) { // thrown by await()
            fail(t);
        } finally {
            ended();
        }
    }

    private void ended() {
        if (places != null) places.release();
        running.done();
    }

    private void fail(Throwable t) {
        for (Routine<?> routine : firstFailure(t)) routine.cancel();
    }

    /** Who is to be cancelled: nobody if it isn't the first one. */
    private synchronized List<Routine<@Nullable Void>> firstFailure(Throwable t) {
        if (failure != null) return List.of();
        failure = t;
        return List.copyOf(routines);
    }

    private synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** Ends all fibers of the group, in the way of {@link Routine#cancel()}; {@link #await} throws a {@link CancelledException}. */
    public void cancel() {
        fail(new CancelledException("the group was cancelled"));
    }

    /**
     * Waits until all fibers have ended.
     *
     * @throws Exception the first failure, as it is; its stack is that of the fiber
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

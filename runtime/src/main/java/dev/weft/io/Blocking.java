// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.Scheduler;
import dev.weft.Task;
import dev.weft.internal.fiber.Carriers;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.IoCall;
import dev.weft.internal.io.IoPool;
import dev.weft.internal.io.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A pool for calls that block a thread, with a limit of its own: so many run at a time, and the others wait for their turn.
 *
 * <pre>{@code
 *   static final Blocking DB = Blocking.pool("db", 20);
 *   ...
 *   User user = DB.call(() -> users.find(id));
 * }</pre>
 *
 * <p>A pool has no threads of its own. A fiber's call runs on the carrier that the fiber is on; a call that lasts has its place taken by
 * another thread, so that other fibers run meanwhile, and the carrier's name shows the fiber until it ends. The calls of
 * all pools that the fibers of one scheduler make at a time are as many as {@code weft.io.max}, or {@code Scheduler.Builder.ioThreads},
 * says, at most; pools take turns where that is short. {@code Weft.blocking} is the pool without a further limit.
 *
 * <p>A thread may use pools as well. Its call runs where it is, and counts in the pool only, as does that of a fiber that is pinned, or
 * that makes it within another call. A call within one of the same pool counts once.
 *
 * <p>What was done before the call is visible in it, and what it did is visible after it. Pools may be used by any thread and fiber
 * at the same time.
 */
public final class Blocking {
    private static final Map<String, Blocking> POOLS = new ConcurrentHashMap<>();

    private final Lane lane;

    private Blocking(Lane lane) {
        this.lane = lane;
    }

    /**
     * A pool in which any number of calls may wait.
     *
     * @param name for messages. A pool that has it already is the same one
     * @param limit how many calls run at a time, at least 1
     * @return the same each time
     * @throws IllegalArgumentException if there is a pool of that name with other limits
     */
    public static Blocking pool(String name, int limit) {
        return pool(name, limit, Integer.MAX_VALUE);
    }

    /**
     * A pool in which not more than some calls may wait.
     *
     * @param name for messages. A pool that has it already is the same one
     * @param limit how many calls run at a time, at least 1
     * @param queue how many may wait; 0 if none may
     * @return the same each time
     * @throws IllegalArgumentException if there is a pool of that name with other limits
     */
    public static Blocking pool(String name, int limit, int queue) {
        if (limit < 1 || queue < 0) {
            throw new IllegalArgumentException("a pool runs at least 1 call and its queue isn't negative, not " + limit
                    + " and " + queue + ", in pool " + name);
        }
        Blocking pool = POOLS.computeIfAbsent(name, n -> new Blocking(new Lane(n, limit, queue)));
        if (pool.lane.limit() != limit || pool.lane.capacity() != queue) {
            throw new IllegalArgumentException("pool " + name + " is there already, with limit " + pool.lane.limit()
                    + " and queue " + pool.lane.capacity() + ", not " + limit + " and " + queue);
        }
        return pool;
    }

    /**
     * Makes a call, when it is its turn.
     *
     * <p>If the routine or its context is cancelled, before or meanwhile, the thread is interrupted while it runs the task.
     *
     * @param <T> the type of the result
     * @param task what blocks; it is called plainly
     * @return its result
     * @throws java.util.concurrent.RejectedExecutionException if it would have to wait, and as many calls wait as may
     * @throws dev.weft.CancelledException if it is cancelled while it waits for its turn, without effect; or later, and ends by an
     *     {@code InterruptedException}, an {@code InterruptedIOException} or a {@code ClosedByInterruptException}, which is the cause
     * @throws Exception what it throws
     */
    @Fiber
    public <T extends @Nullable Object> T call(Task<T> task) throws Exception {
        return IoCall.make(lane, task);
    }

    /**
     * As {@link #call}, without a result.
     *
     * @param action what blocks
     * @throws Exception what it throws
     */
    @Fiber
    public void run(Action action) throws Exception {
        IoCall.make(lane, action);
    }

    /**
     * The pool's name.
     *
     * @return as it was given
     */
    public String name() {
        return lane.name();
    }

    /**
     * The figures of this pool, of all schedulers and threads that use it.
     *
     * @return of one instant; there are as many threads as active calls
     */
    public Metrics metrics() {
        IoPool.Account account = lane.account();
        return of(account, account.active());
    }

    /**
     * The figures of all pools together, for the fibers of the current scheduler: the fiber's, or the default one.
     *
     * @return of one instant; its threads are those of the scheduler, which run fibers as well. {@code rejected} is 0, pools count that
     */
    public static Metrics total() {
        Carriers carriers = FiberStrand.carriersOfCurrentThread();
        if (carriers == null) carriers = (Carriers) Scheduler.current();
        return of(carriers.io().account(), carriers.scheduler().threads());
    }

    private static Metrics of(IoPool.Account account, int threads) {
        return new Metrics(
                threads,
                account.active(),
                account.queued(),
                account.completed(),
                account.rejected(),
                Duration.ofNanos(account.waitNanos()));
    }

    @Override
    public String toString() {
        return "Blocking[" + lane + ", " + metrics() + "]";
    }

    /**
     * Figures of a pool.
     *
     * @param threads how many threads there are for it
     * @param active how many calls run
     * @param queued how many wait for their turn
     * @param completed how many have ended
     * @param rejected how many were turned away, since the queue was full
     * @param totalWait how long the calls have waited that don't wait any more, all together
     */
    public record Metrics(int threads, int active, int queued, long completed, long rejected, Duration totalWait) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import dev.weft.abi.BlockingCall;
import dev.weft.internal.sync.Waiters;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link Future} and {@link CompletableFuture}. A future that is done is asked at once. A fiber waits without a thread for a
 * {@code CompletableFuture}, unless a subclass waits in a way of its own. Any other future is waited for by a thread of the I/O pool.
 *
 * <p>A wait that ends early, by its time or since the fiber is cancelled, leaves a few small objects with the future until that is done.
 */
public final class Futures {
    private static final Set<String> WAITING = Set.of("get", "join", "isDone", "whenComplete");

    /** Are the methods that wait, and those that are used to wait, the JDK's? */
    private static final ClassValue<Boolean> WAITS_AS_JDKS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            for (Class<?> c = type; c != null && c != CompletableFuture.class; c = c.getSuperclass()) {
                for (var method : c.getDeclaredMethods()) {
                    if (WAITING.contains(method.getName())) return false;
                }
            }
            return true;
        }
    };

    private Futures() {}

    private static @Nullable CompletableFuture<?> waitable(Future<?> future) {
        return future instanceof CompletableFuture<?> f && WAITS_AS_JDKS.get(f.getClass()) ? f : null;
    }

    private static Waiters waitersFor(CompletableFuture<?> future) {
        Waiters waiters = new Waiters();
        CompletableFuture<?> unused = future.whenComplete((value, thrown) -> waiters.signalAll());
        return waiters;
    }

    /** As an attempt that hasn't succeeded as long as it isn't. */
    private static @Nullable Boolean done(CompletableFuture<?> future) {
        return future.isDone() ? true : null;
    }

    /**
     * {@link Future#get()}.
     *
     * @param <T> the type of the result
     * @param future the receiver
     * @return the result
     * @throws InterruptedException as the receiver says
     * @throws ExecutionException as the receiver says
     */
    @Fiber
    public static <T extends @Nullable Object> T get(Future<T> future) throws InterruptedException, ExecutionException {
        if (future.isDone()) return future.get();
        CompletableFuture<?> waitable = waitable(future);
        if (waitable != null) {
            Boolean unused = waitersFor(waitable).await(() -> done(waitable));
            return future.get();
        }
        BlockingCall.enter();
        try {
            return future.get();
        } finally {
            BlockingCall.exit();
        }
    }

    /**
     * {@link Future#get(long, TimeUnit)}.
     *
     * @param <T> the type of the result
     * @param future the receiver
     * @param time how long to wait
     * @param unit of the time
     * @return the result
     * @throws InterruptedException as the receiver says
     * @throws ExecutionException as the receiver says
     * @throws TimeoutException as the receiver says
     */
    @Fiber
    public static <T extends @Nullable Object> T get(Future<T> future, long time, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (future.isDone()) return future.get(time, unit);
        CompletableFuture<?> waitable = waitable(future);
        if (waitable != null) {
            Boolean unused = waitersFor(waitable).await(() -> done(waitable), unit.toNanos(time));
            return future.get(0, unit);
        }
        BlockingCall.enter();
        try {
            return future.get(time, unit);
        } finally {
            BlockingCall.exit();
        }
    }

    /**
     * {@link CompletableFuture#join()}.
     *
     * @param <T> the type of the result
     * @param future the receiver
     * @return the result
     */
    @Fiber
    public static <T extends @Nullable Object> T join(CompletableFuture<T> future) {
        if (future.isDone()) return future.join();
        CompletableFuture<?> waitable = waitable(future);
        if (waitable != null) {
            Boolean unused = waitersFor(waitable).awaitUninterruptibly(() -> done(waitable));
            return future.join();
        }
        BlockingCall.enter();
        try {
            return future.join();
        } finally {
            BlockingCall.exit();
        }
    }
}

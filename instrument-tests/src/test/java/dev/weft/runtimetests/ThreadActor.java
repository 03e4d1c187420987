// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.Action;
import dev.weft.internal.fiber.Strand;
import java.lang.reflect.Method;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A platform thread or a virtual one. */
final class ThreadActor implements Actor {
    static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private volatile boolean ended;

    ThreadActor(String name, boolean virtual, Action action) {
        Runnable body = () -> {
            try {
                action.run();
            } catch (Throwable t) {
                failure = t;
            }
            ended = true;
        };
        thread = virtual ? virtual(body) : new Thread(body, name);
        if (!virtual) thread.setDaemon(true);
        thread.start();
    }

    /** {@code Thread.ofVirtual().unstarted(body)}, which JDK 17 doesn't have. */
    private static Thread virtual(Runnable body) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Method unstarted = Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
            return (Thread) unstarted.invoke(builder, body);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void awaitParked() {
        Watchdog.await(
                thread.getName() + " to park",
                () -> thread.getState() == Thread.State.WAITING && LockSupport.getBlocker(thread) instanceof Strand,
                this::toString);
    }

    @Override
    public void cancel() {
        thread.interrupt();
    }

    @Override
    public void awaitEnd() {
        Watchdog.await("the end of " + thread.getName(), () -> ended, this::toString);
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public String toString() {
        return "Thread[" + thread.getName() + ", " + thread.getState() + "]";
    }
}

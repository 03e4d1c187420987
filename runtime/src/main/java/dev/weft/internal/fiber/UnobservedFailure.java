// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.io.IoPool;
import dev.weft.internal.sched.Timers;
import dev.weft.internal.util.WeftProperties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The failure of a fiber that nobody has looked at yet. It is reported if that is still so after a time, or when the JVM
 * shuts down.
 *
 * <p>Whoever joins in time gets it as an exception, and nothing is reported.
 */
final class UnobservedFailure extends Timers.Timer {
    /*
     * Ownership: PENDING holds those that are neither reported nor found observed; whoever removes one deals with it.
     * What is reported, a foreign handler, runs on the I/O pool, so that it can't hold up other timers.
     *
     * Rejected: to report at once, which would report each failure that is joined a moment later; to report when the
     * routine's handle is garbage, which may be never.
     */

    private static final long GRACE_NANOS =
            1_000_000L * WeftProperties.ROUTINE_GRACE.intValue(0, Integer.MAX_VALUE, 1000);
    private static final Set<UnobservedFailure> PENDING = ConcurrentHashMap.newKeySet();

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(UnobservedFailure::reportAll, "weft-failures"));
        } catch (IllegalStateException e) {
            // the JVM is shutting down already; what fails now is reported by the timer, if it lives so long
            PENDING.clear();
        }
    }

    private final FiberStrand fiber;

    private final IoPool io;

    private UnobservedFailure(FiberStrand fiber, IoPool io) {
        this.fiber = fiber;
        this.io = io;
    }

    /** To be called when a fiber has failed. */
    static void expect(FiberStrand fiber, Carriers carriers) {
        if (fiber.isObserved()) return;
        UnobservedFailure failure = new UnobservedFailure(fiber, carriers.io());
        PENDING.add(failure);
        carriers.timers().set(failure, carriers.timers().nanoTime() + GRACE_NANOS);
    }

    private static void reportAll() {
        for (UnobservedFailure failure : PENDING) failure.report();
    }

    @Override
    protected void fire() {
        if (fiber.isObserved()) PENDING.remove(this);
        else io.submit(carrier -> report());
    }

    private void report() {
        Throwable thrown = fiber.thrown();
        if (!PENDING.remove(this) || fiber.isObserved() || thrown == null) return;
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler != null) {
            handler.uncaughtException(Thread.currentThread(), thrown);
            return;
        }
        synchronized (System.err) {
            System.err.print("Routine \"" + fiber.name() + "\" has failed, and nobody has joined it: ");
            thrown.printStackTrace();
        }
    }
}

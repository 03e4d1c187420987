// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.CallHistory;
import dev.weft.internal.sched.CarrierThread;
import dev.weft.internal.sched.JobScheduler;
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
     * What is reported, a foreign handler, runs as a job that may block, so that it can't hold up other timers.
     *
     * Rejected: to report at once, which would report each failure that is joined a moment later; to report when the
     * routine's handle is garbage, which may be never.
     */

    private static final long GRACE_NANOS =
            1_000_000L * WeftProperties.ROUTINE_GRACE.intValue(0, Integer.MAX_VALUE, 1000);
    private static final CallHistory REPORTS = new CallHistory();
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

    private final JobScheduler scheduler;

    private UnobservedFailure(FiberStrand fiber, JobScheduler scheduler) {
        this.fiber = fiber;
        this.scheduler = scheduler;
    }

    /** To be called when a fiber has failed. */
    static void expect(FiberStrand fiber, Carriers carriers) {
        if (fiber.isObserved()) return;
        UnobservedFailure failure = new UnobservedFailure(fiber, carriers.scheduler());
        PENDING.add(failure);
        carriers.timers().set(failure, carriers.timers().nanoTime() + GRACE_NANOS);
    }

    private static void reportAll() {
        for (UnobservedFailure failure : PENDING) failure.report();
    }

    @Override
    protected void fire() {
        if (fiber.isObserved()) PENDING.remove(this);
        else scheduler.submit(this::report);
    }

    private void report(CarrierThread carrier) {
        carrier.beginCall(REPORTS);
        try {
            report();
        } finally {
            boolean unused = carrier.endCall(true);
        }
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

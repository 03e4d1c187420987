// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.Timers;
import dev.weft.internal.util.WeftProperties;

/** Reports the failure of a fiber that nobody has joined after a time. */
final class UnobservedFailure extends Timers.Timer {
    static final long GRACE_NANOS = 1_000_000L * WeftProperties.ROUTINE_GRACE.intValue(0, Integer.MAX_VALUE, 1000);

    private final FiberStrand fiber;

    UnobservedFailure(FiberStrand fiber) {
        this.fiber = fiber;
    }

    @Override
    protected void fire() {
        Throwable failure = fiber.thrown();
        if (fiber.isObserved() || failure == null) return;
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler != null) {
            handler.uncaughtException(Thread.currentThread(), failure);
            return;
        }
        synchronized (System.err) {
            System.err.print("Routine \"" + fiber.name() + "\" has failed, and nobody has joined it: ");
            failure.printStackTrace();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.jdk;

import dev.weft.Fiber;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** The calls of {@link Condition}. One of a lock that belongs to the thread blocks the carrier. */
public final class Conditions {
    private Conditions() {}

    /**
     * {@link Condition#await()}.
     *
     * @param condition the receiver
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    @SuppressWarnings("WaitNotInLoop") // the caller's
    public static void await(Condition condition) throws InterruptedException {
        condition.await();
    }

    /**
     * {@link Condition#awaitUninterruptibly()}.
     *
     * @param condition the receiver
     */
    @Fiber
    @SuppressWarnings("WaitNotInLoop") // the caller's
    public static void awaitUninterruptibly(Condition condition) {
        condition.awaitUninterruptibly();
    }

    /**
     * {@link Condition#awaitNanos(long)}.
     *
     * @param condition the receiver
     * @param nanos how long to wait
     * @return how many are left
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    @SuppressWarnings("WaitNotInLoop") // the caller's
    public static long awaitNanos(Condition condition, long nanos) throws InterruptedException {
        return condition.awaitNanos(nanos);
    }

    /**
     * {@link Condition#await(long, TimeUnit)}.
     *
     * @param condition the receiver
     * @param time how long to wait
     * @param unit of the time
     * @return false if the time was over first
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    @SuppressWarnings("WaitNotInLoop") // the caller's
    public static boolean await(Condition condition, long time, TimeUnit unit) throws InterruptedException {
        return condition.await(time, unit);
    }

    /**
     * {@link Condition#awaitUntil(Date)}.
     *
     * @param condition the receiver
     * @param deadline by the system's clock
     * @return false if it was over first
     * @throws InterruptedException as the receiver says
     */
    @Fiber
    @SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"}) // the caller's; the interface has it
    public static boolean awaitUntil(Condition condition, Date deadline) throws InterruptedException {
        return condition.awaitUntil(deadline);
    }
}

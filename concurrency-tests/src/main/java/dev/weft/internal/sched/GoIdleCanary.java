// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What GoIdleStress would be without the full fences: both may miss each other. To be rejected, or the tests can't see a lost wake-up. */
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "one sees the other")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "a lost wake-up")
@State
public class GoIdleCanary {
    private static final VarHandle QUEUED;
    private static final VarHandle IDLE;

    static {
        try {
            QUEUED = MethodHandles.lookup().findVarHandle(GoIdleCanary.class, "queued", int.class);
            IDLE = MethodHandles.lookup().findVarHandle(GoIdleCanary.class, "idle", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int queued;
    private int idle;

    /** The submitter. */
    @Actor
    public void submitter(II_Result r) {
        QUEUED.setRelease(this, 1);
        r.r1 = (int) IDLE.getAcquire(this);
    }

    /** The worker. */
    @Actor
    public void worker(II_Result r) {
        IDLE.setRelease(this, 1);
        r.r2 = (int) QUEUED.getAcquire(this);
    }
}

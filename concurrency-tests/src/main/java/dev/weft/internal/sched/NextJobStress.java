// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A worker's next job, which the worker replaces and the monitor takes away. */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "each job is found once")
@State
public class NextJobStress {
    private final WorkStealingScheduler scheduler = new WorkStealingScheduler("next", 0, 0); // starts no thread
    private final Worker worker = new Worker(scheduler, "next-1");
    private final Numbered[] jobs = {new Numbered(0), new Numbered(1), new Numbered(2)};
    private final int[] found = new int[jobs.length];

    private record Numbered(int number) implements Job {
        @Override
        public void run(CarrierThread carrier) {}
    }

    /** The worker: each push moves the job before it to the queue. */
    @Actor
    public void worker() {
        for (Numbered job : jobs) worker.pushNext(job);
    }

    /** The monitor, twice. */
    @Actor
    public void monitor() {
        worker.shareNext();
        worker.shareNext();
    }

    /** Counts what is anywhere. */
    @Arbiter
    public void arbiter(III_Result r) {
        worker.handOverAll();
        for (Job job = scheduler.inject.poll(); job != null; job = scheduler.inject.poll()) {
            found[((Numbered) job).number]++;
        }
        r.r1 = found[0];
        r.r2 = found[1];
        r.r3 = found[2];
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A worker that has found nothing goes idle while a job is submitted: it sees the job, or is woken. */
public final class GoIdleStress {
    private GoIdleStress() {}

    abstract static class OneWorker {
        final WorkStealingScheduler scheduler = new WorkStealingScheduler("idle", 0, 1) {
            @Override
            void watch() {
                // there is no thread to be watched
            }
        };
        private final Worker worker = new Worker(scheduler, "idle-1") {
            @Override
            void release() {
                notified = true;
            }
        };

        OneWorker(boolean searching) {
            worker.duty = Worker.ON;
            worker.searching = searching;
            if (searching) scheduler.searching.incrementAndGet();
        }

        final void goIdle(II_Result r) {
            r.r1 = scheduler.goIdle(worker) ? 1 : 0;
        }

        final void conclude(II_Result r) {
            r.r2 = worker.notified ? 1 : 0;
        }
    }

    /** It wasn't searching, since others did. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "saw the job")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "was woken")
    @State
    public static class NotSearching extends OneWorker {
        /** With one worker. */
        public NotSearching() {
            super(false);
        }

        /** The submitter. */
        @Actor
        public void submitter() {
            scheduler.submit(carrier -> {});
        }

        /** The worker. */
        @Actor
        public void worker(II_Result r) {
            goIdle(r);
        }

        /** Whether it was woken. */
        @Arbiter
        public void arbiter(II_Result r) {
            conclude(r);
        }
    }

    /** It was searching, so that the submitter may rely on it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "saw the job")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "was woken")
    @State
    public static class Searching extends OneWorker {
        /** With one worker. */
        public Searching() {
            super(true);
        }

        /** The submitter. */
        @Actor
        public void submitter() {
            scheduler.submit(carrier -> {});
        }

        /** The worker. */
        @Actor
        public void worker(II_Result r) {
            goIdle(r);
        }

        /** Whether it was woken. */
        @Arbiter
        public void arbiter(II_Result r) {
            conclude(r);
        }
    }
}

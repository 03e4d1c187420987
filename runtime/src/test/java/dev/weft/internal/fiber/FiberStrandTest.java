// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Action;
import dev.weft.Task;
import dev.weft.internal.io.IoPool;
import dev.weft.internal.sched.Timers;
import dev.weft.internal.sched.WorkStealingScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FiberStrandTest {
    private final WorkStealingScheduler scheduler = new WorkStealingScheduler("fiber-test", 1, 4);
    private final IoPool io = new IoPool("fiber-test-io", 2);
    private final Carriers carriers = new Carriers(scheduler, io, new Timers("fiber-test-timer"));

    @AfterEach
    void shutDown() throws InterruptedException {
        scheduler.shutdown();
        assertThat(scheduler.awaitTermination(TimeUnit.MINUTES.toNanos(1))).isTrue();
    }

    private FiberStrand fiber(Task<?> task) {
        return new FiberStrand(carriers, "test", task);
    }

    /** A strand for a thread that isn't there: counts its permits. */
    private static final class Recorder extends Strand {
        private int unparked;

        @Override
        protected Object body() {
            throw new AssertionError("not to be resumed");
        }

        @Override
        public boolean park() {
            return false;
        }

        @Override
        public void unpark() {
            unparked++;
        }

        @Override
        public boolean release(WaitLock held) {
            return true;
        }

        @Override
        public void submit() {
            unparked++;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }

    @Test
    void permitThatIsGivenBeforeTheParkLetsItReturnAtOnceAndIsOne() {
        FiberStrand f = fiber(() -> "");
        assertThat(f.park()).as("has to suspend").isTrue();
        f.unpark();
        f.unpark();
        assertThat(f.park()).as("has to suspend").isFalse();
        assertThat(f.park()).as("has to suspend").isTrue();
    }

    @Test
    void allJoinersAreUnparkedAtTheEndButThoseThatLeft() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        FiberStrand f = fiber(() -> {
            go.await();
            return "done";
        });
        Recorder[] joiners = new Recorder[5];
        for (int i = 0; i < joiners.length; i++) {
            joiners[i] = new Recorder();
            assertThat(f.addJoiner(joiners[i])).isTrue();
        }
        f.removeJoiner(joiners[0]);
        f.removeJoiner(joiners[2]);
        f.removeJoiner(joiners[4]);
        f.removeJoiner(joiners[4]);
        CountDownLatch ended = new CountDownLatch(1);
        assertThat(f.addJoiner(new ThreadStrand(Thread.currentThread()))).isTrue();
        f.start();
        go.countDown();
        scheduler.submit(carrier -> ended.countDown()); // behind it, on the one worker
        ended.await();

        assertThat(f.isEnded()).isTrue();
        assertThat(f.outcome()).isEqualTo("done");
        int[] expected = {0, 1, 0, 1, 0};
        for (int i = 0; i < expected.length; i++)
            assertThat(joiners[i].unparked).as("joiner %d", i).isEqualTo(expected[i]);
        assertThat(f.addJoiner(joiners[0])).isFalse();
        f.removeJoiner(joiners[1]);
    }

    @Test
    void actionEndsWithoutAResult() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        Action action = ran::countDown;
        FiberStrand f = new FiberStrand(carriers, null, action);
        f.start();
        CountDownLatch ended = new CountDownLatch(1);
        scheduler.submit(carrier -> ended.countDown());
        ended.await();
        assertThat(ran.getCount()).isZero();
        assertThat(f.isEnded()).isTrue();
        assertThat(f.outcome()).isNull();
        assertThat(f.thrown()).isNull();
        assertThat(f.name()).startsWith("routine-");
    }

    @Test
    void errorsOfTheBodyAreItsFailureAndHarmNoOther() throws InterruptedException {
        FiberStrand f = fiber(() -> {
            throw new StackOverflowError("expected");
        });
        f.observe();
        f.start();
        CountDownLatch ended = new CountDownLatch(1);
        scheduler.submit(carrier -> ended.countDown());
        ended.await();
        assertThat(f.thrown()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void fiberThatCouldNotBeSuspendedWaitsNoLonger() {
        List<Strand> withdrawn = new ArrayList<>();
        WaitLock lock = new WaitLock() {
            @Override
            public boolean withdraw(Strand strand) {
                strand.complete(null);
                return withdrawn.add(strand);
            }
        };
        FiberStrand f = fiber(() -> "");
        f.startWaiting("offered", lock);
        assertThat(f.park()).isTrue();
        f.suspensionFailed();
        assertThat(withdrawn).containsExactly(f);
        assertThat(f.isWaiting()).isFalse();

        assertThat(f.park()).isTrue();
        f.suspensionFailed();
        assertThat(withdrawn).hasSize(1);
    }

    @Test
    void fiberThatCouldNotWaitForItsTurnToBlockDoesNot() {
        for (int i = 0; i < 2; i++) assertThat(io.lane().tryEnter(io)).isTrue();
        FiberStrand f = fiber(() -> "");
        assertThat(f.enterBlocking()).isTrue();
        f.suspensionFailed();
        assertThat(f.isInCall()).isFalse();
        assertThat(f.enterBlocking()).isTrue();
    }
}

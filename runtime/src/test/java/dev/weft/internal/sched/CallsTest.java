// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that make calls that may block. */
@Timeout(60)
class CallsTest {
    private static final long SHORT_KEEP_ALIVE = 1_000_000;
    private final List<WorkStealingScheduler> schedulers = new CopyOnWriteArrayList<>();

    private WorkStealingScheduler scheduler(int parallelism, int calls, long keepAliveNanos) {
        WorkStealingScheduler s = new WorkStealingScheduler("calls", parallelism, 0, calls, keepAliveNanos);
        schedulers.add(s);
        return s;
    }

    @AfterEach
    void shutDown() throws InterruptedException {
        for (WorkStealingScheduler s : schedulers) s.shutdown();
        for (WorkStealingScheduler s : schedulers) {
            assertThat(s.awaitTermination(TimeUnit.MINUTES.toNanos(1))).isTrue();
        }
    }

    @Test
    void aCallThatLastsKeepsNobodyWaiting() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 1, Long.MAX_VALUE);
        CallHistory history = new CallHistory();
        CountDownLatch others = new CountDownLatch(3);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            s.submit(c -> others.countDown());
            s.submitNext(c -> others.countDown());
            carrier.beginCall(history);
            s.submit(c -> others.countDown());
            await(others);
            boolean unused = carrier.endCall(true);
            done.countDown();
        });
        done.await();
        assertThat(history.expectsLong()).isTrue();
    }

    @Test
    void aJobThatIsSubmittedWhileACallLastsIsRunAtOnce() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 1, Long.MAX_VALUE);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            carrier.beginCall(new CallHistory());
            inside.countDown();
            await(other);
            boolean unused = carrier.endCall(true);
            done.countDown();
        });
        inside.await();
        s.submit(c -> other.countDown());
        done.await();
    }

    /** The stand-in always has a job of its own, so it never comes to steal. */
    @Test
    void whatIsQueuedIsNotLeftBehindAStandInThatIsNeverIdle() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 8, Long.MAX_VALUE);
        CallHistory history = new CallHistory();
        CountDownLatch inside = new CountDownLatch(8);
        CountDownLatch done = new CountDownLatch(8);
        Job yielding = new Job() {
            @Override
            public void run(CarrierThread carrier) {
                if (inside.getCount() > 0) s.resubmit(this, carrier);
            }
        };
        s.submit(first -> {
            for (int i = 0; i < 8; i++) {
                s.submit(carrier -> {
                    carrier.beginCall(history);
                    inside.countDown();
                    await(inside);
                    boolean unused = carrier.endCall(true);
                    done.countDown();
                });
                s.submit(yielding);
            }
        });
        done.await();
    }

    @Test
    void shortCallsAreBelievedAgainAfterSome() {
        CallHistory history = new CallHistory();
        assertThat(history.expectsLong()).isFalse();
        history.wasLong();
        for (int i = 0; i < 3; i++) {
            history.wasShort();
            assertThat(history.expectsLong()).isTrue();
        }
        history.wasShort();
        assertThat(history.expectsLong()).isFalse();
    }

    @Test
    void whoComesBackHasToQueueIfAllPlacesAreTaken() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 1, Long.MAX_VALUE);
        CallHistory history = new CallHistory();
        history.wasLong();
        CountDownLatch otherRuns = new CountDownLatch(1);
        AtomicBoolean hasReturned = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(2);
        s.submit(carrier -> {
            s.submit(c -> {
                otherRuns.countDown();
                while (!hasReturned.get()) Thread.onSpinWait();
                done.countDown();
            });
            carrier.beginCall(history);
            await(otherRuns);
            boolean stays = carrier.endCall(false);
            hasReturned.set(true);
            if (!stays) done.countDown();
        });
        done.await();
    }

    @Test
    void whoComesBackTakesThePlaceOfAnIdleWorkerWhichEndsThen() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 1, SHORT_KEEP_ALIVE);
        CallHistory history = new CallHistory();
        history.wasLong();
        CountDownLatch otherRan = new CountDownLatch(1);
        AtomicBoolean stayed = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            s.submit(c -> otherRan.countDown());
            carrier.beginCall(history);
            await(otherRan);
            while (!s.isIdle()) Thread.onSpinWait();
            stayed.set(carrier.endCall(false));
            while (s.threads() > 1) Thread.onSpinWait();
            done.countDown();
        });
        done.await();
        assertThat(stayed).isTrue();
        CountDownLatch again = new CountDownLatch(1);
        s.submit(c -> again.countDown());
        again.await();
    }

    @Test
    void blockingWithinACallKeepsTheWorkerOffDutyUntilTheCallsEnd() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 1, Long.MAX_VALUE);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            carrier.beginCall(new CallHistory());
            carrier.beginBlocking();
            s.submit(c -> first.countDown());
            await(first);
            carrier.endBlocking();
            s.submit(c -> second.countDown());
            await(second);
            if (carrier.endCall(true)) done.countDown();
        });
        done.await();
    }

    /** Calls of all lengths, among jobs that submit others: each is run, and no more than so many at a time. */
    @Test
    void nothingIsLostAmongCallsOfAllLengths() throws InterruptedException {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        for (int parallelism : new int[] {1, 2}) {
            WorkStealingScheduler s = scheduler(parallelism, 8, SHORT_KEEP_ALIVE);
            CallHistory history = new CallHistory();
            int jobs = 2_000;
            AtomicInteger inCalls = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(jobs);
            Random random = new Random(seed);
            for (int i = 0; i < jobs; i++) {
                int micros = random.nextInt(20) == 0 ? random.nextInt(300) : 0;
                s.submit(carrier -> {
                    if (inCalls.incrementAndGet() <= 8) {
                        carrier.beginCall(history);
                        if (micros > 0) LockSupport.parkNanos(1_000L * micros);
                        inCalls.decrementAndGet();
                        if (!carrier.endCall(false)) {
                            s.submit(c -> done.countDown());
                            return;
                        }
                    } else {
                        inCalls.decrementAndGet();
                    }
                    done.countDown();
                });
            }
            assertThat(done.await(50, TimeUnit.SECONDS))
                    .as("-Dweft.seed=" + seed + ": " + s)
                    .isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

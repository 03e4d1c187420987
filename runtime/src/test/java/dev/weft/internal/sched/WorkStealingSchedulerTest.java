// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkStealingSchedulerTest {
    private final List<WorkStealingScheduler> schedulers = new ArrayList<>();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    private WorkStealingScheduler scheduler(int parallelism, int spares) {
        WorkStealingScheduler s = new WorkStealingScheduler("test-" + schedulers.size(), parallelism, spares);
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

    private Job log(String name) {
        return carrier -> order.add(name);
    }

    @Test
    void jobsFromOutsideRunInTheirOrderOnOneWorker() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            s.submit(log("b"));
            s.submit(log("c"));
            s.submit(c -> done.countDown());
            order.add("a");
        });
        done.await();
        assertThat(order).containsExactly("a", "b", "c");
    }

    @Test
    void wokenJobRunsNextAndTheOneBeforeItGoesBehind() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            s.submit(log("queued"));
            s.submitNext(log("woken first"));
            s.submitNext(log("woken last"));
            s.submit(c -> done.countDown());
        });
        done.await();
        assertThat(order).containsExactly("woken last", "queued", "woken first");
    }

    @Test
    void wokenJobThatWaitsForSeveralGoesBehindThoseThatAreReady() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            s.submitNext(log("woken"));
            s.submitBehind(log("behind the next"));
            s.submit(log("queued"));
            s.submitBehind(log("behind the queue"));
            s.submit(c -> done.countDown());
        });
        done.await();
        assertThat(order).containsExactly("woken", "behind the next", "queued", "behind the queue");
    }

    @Test
    void wokenJobThatWaitsForSeveralIsNextIfNothingElseIsReady() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            s.submitBehind(log("alone"));
            s.submit(log("queued"));
            s.submit(c -> done.countDown());
        });
        done.await();
        assertThat(order).containsExactly("alone", "queued");
    }

    @Test
    void jobThatWaitsForSeveralIsRunWhoeverWakesIt() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        CountDownLatch done = new CountDownLatch(1);
        s.submitBehind(carrier -> done.countDown());
        done.await();
    }

    /** Jobs so short that a thief's booty is small again and again, while one worker makes them and waits for them. */
    @Test
    void thiefWhoseBootyWasSmallGoesOnStealing() throws InterruptedException {
        WorkStealingScheduler s = scheduler(2, 0);
        int rounds = 500;
        AtomicInteger run = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            for (int i = 1; i <= rounds; i++) {
                s.submit(c -> run.incrementAndGet());
                while (run.get() < i) Thread.yield(); // only the thief can run it
            }
            done.countDown();
        });
        done.await();
        assertThat(run).hasValue(rounds);
    }

    @Test
    void wokenJobsThatWakeEachOtherDoNotStarveTheQueue() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger wakes = new AtomicInteger();
        AtomicInteger wakesBefore = new AtomicInteger();
        AtomicReference<Job> wake = new AtomicReference<>();
        wake.set(carrier -> {
            if (wakes.incrementAndGet() < 100_000 && done.getCount() > 0) s.submitNext(wake.get());
        });
        s.submit(carrier -> {
            s.submit(c -> {
                wakesBefore.set(wakes.get());
                done.countDown();
            });
            s.submitNext(wake.get());
        });
        done.await();
        assertThat(wakesBefore.get()).isLessThan(10);
    }

    @Test
    void jobsFromOutsideAreNotStarvedByLocalOnes() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) { // two that resubmit themselves for ever: the queue is never empty
            AtomicReference<Job> again = new AtomicReference<>();
            again.set(carrier -> {
                started.countDown();
                if (done.getCount() > 0) s.submit(again.get());
            });
            s.submit(again.get());
        }
        started.await();
        s.submit(carrier -> done.countDown());
        done.await();
    }

    @Test
    void yieldingJobGoesBehindLocalAndInjectedOnes() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch injected = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            begun.countDown();
            await(injected);
            s.submit(log("local"));
            s.resubmit(log("yielded"), carrier);
            s.submit(c -> done.countDown());
        });
        begun.await();
        s.submit(log("injected"));
        injected.countDown();
        done.await();
        assertThat(order).containsExactly("local", "injected", "yielded");
    }

    @Test
    void jobsOfOneWorkerAreStolenByTheOthers() throws InterruptedException {
        WorkStealingScheduler s = scheduler(4, 0);
        CyclicBarrier allAtOnce = new CyclicBarrier(4);
        CountDownLatch done = new CountDownLatch(4);
        s.submit(carrier -> {
            for (int i = 0; i < 4; i++) {
                s.submit(c -> {
                    await(allAtOnce);
                    done.countDown();
                });
            }
        });
        done.await();
    }

    @Test
    void noMoreJobsRunAtATimeThanTold() throws InterruptedException {
        WorkStealingScheduler s = scheduler(3, 16);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(2000);
        for (int i = 0; i < 2000; i++) {
            s.submit(carrier -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                running.decrementAndGet();
                done.countDown();
            });
        }
        done.await();
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void workerThatBlocksGetsAStandInForItsQueueAndItsNextJob() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 4);
        CountDownLatch others = new CountDownLatch(3);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            s.submit(c -> others.countDown());
            s.submitNext(c -> others.countDown());
            new Thread(() -> s.submit(c -> others.countDown())).start();
            carrier.beginBlocking();
            await(others);
            carrier.endBlocking();
            done.countDown();
        });
        done.await();
    }

    @Test
    void nestedStandInsWorkUpToTheirLimit() throws InterruptedException {
        int depth = 8;
        WorkStealingScheduler s = scheduler(1, depth);
        CountDownLatch bottom = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(depth);
        for (int i = 0; i < depth; i++) {
            s.submit(carrier -> {
                carrier.beginBlocking();
                await(bottom);
                carrier.endBlocking();
                done.countDown();
            });
        }
        s.submit(carrier -> bottom.countDown());
        done.await();
    }

    @Test
    void parallelismIsAsBeforeWhenBlockedWorkersAreBack() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 8);
        for (int round = 0; round < 50; round++) {
            CountDownLatch back = new CountDownLatch(1);
            s.submit(carrier -> {
                CountDownLatch stoodIn = new CountDownLatch(1);
                s.submit(c -> stoodIn.countDown());
                carrier.beginBlocking();
                await(stoodIn);
                carrier.endBlocking();
                back.countDown();
            });
            back.await();
        }
        CountDownLatch settled = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) s.submit(carrier -> settled.countDown());
        settled.await();

        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(2000);
        for (int i = 0; i < 2000; i++) {
            s.submit(carrier -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                running.decrementAndGet();
                done.countDown();
            });
        }
        done.await();
        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void workersThatDoNothingKeepNoJobAlive() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 4);
        List<WeakReference<Job>> jobs = Collections.synchronizedList(new ArrayList<>());
        for (int round = 0; round < 50; round++) {
            CountDownLatch back = new CountDownLatch(1);
            s.submit(carrier -> {
                CountDownLatch stolen = new CountDownLatch(10);
                for (int i = 0; i < 10; i++) {
                    Job job = c -> stolen.countDown();
                    jobs.add(new WeakReference<>(job));
                    s.submit(job);
                }
                carrier.beginBlocking();
                await(stolen);
                carrier.endBlocking();
                back.countDown();
            });
            back.await();
        }
        while (jobs.stream().anyMatch(job -> job.get() != null)) {
            if (Thread.interrupted()) throw new AssertionError("kept alive by " + s);
            System.gc();
        }
    }

    @Test
    void workerBlockedOnAMonitorIsNoticed() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 4);
        Object monitor = new Object();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            synchronized (monitor) {
                held.countDown();
                carrier.beginBlocking();
                await(release);
                carrier.endBlocking();
            }
            done.countDown();
        });
        held.await();
        s.submit(
                carrier -> { // on the stand-in
                    s.submitNext(c -> release.countDown());
                    synchronized (monitor) {
                        order.add("entered");
                    }
                });
        done.await();
    }

    @Test
    void ringOfAWorkerThatIsStuckIsRetaken() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 1);
        CountDownLatch others = new CountDownLatch(100);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            for (int i = 0; i < 100; i++) s.submit(c -> others.countDown());
            await(others); // without a word to the scheduler
            done.countDown();
        });
        done.await();
    }

    @Test
    void workerThatComputesForLongGetsAStandIn() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 1);
        CountDownLatch other = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            s.submit(c -> other.countDown());
            while (other.getCount() > 0) Thread.onSpinWait();
            done.countDown();
        });
        done.await();
    }

    @Test
    void jobThatAWorkerWakesWhileItIsOffDutyIsNotKeptFromTheOthers() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 1);
        CountDownLatch offDuty = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            s.submit(c -> offDuty.countDown());
            await(offDuty);
            s.submitNext(c -> woken.countDown());
            await(woken);
            done.countDown();
        });
        done.await();
    }

    @Test
    void blockedWorkerGetsNoStandInWhileNobodyWaits() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 4);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            carrier.beginBlocking();
            blocked.countDown();
            await(open);
            carrier.endBlocking();
            done.countDown();
        });
        blocked.await();
        assertThat(s.toString()).contains("on duty 0").contains("-1:").doesNotContain("-2:");
        open.countDown();
        done.await();
    }

    @Test
    void standInsEndWhenTheyAreNotNeeded() throws InterruptedException {
        WorkStealingScheduler s = new WorkStealingScheduler("test-0", 2, 8, 1);
        schedulers.add(s);
        CyclicBarrier all = new CyclicBarrier(10);
        for (int i = 0; i < 10; i++) {
            s.submit(carrier -> {
                carrier.beginBlocking();
                await(all);
                carrier.endBlocking();
            });
        }
        while (all.getNumberWaiting() > 0 || s.existing() != 2 || !s.toString().contains("on duty 2, idle 2")) {
            CountDownLatch ran = new CountDownLatch(1);
            s.submit(carrier -> ran.countDown()); // who comes from a blocking section retires when it has run a job
            ran.await();
        }
    }

    @Test
    void noMoreStandInsThanAllowed() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 2);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch threeBlock = new CountDownLatch(3);
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            s.submit(carrier -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                threeBlock.countDown();
                carrier.beginBlocking();
                await(open);
                carrier.endBlocking();
                running.decrementAndGet();
                done.countDown();
            });
        }
        threeBlock.await();
        open.countDown();
        done.await();
        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void allThreadsOfAnIdleSchedulerAreParkedWithoutALimit() throws InterruptedException {
        WorkStealingScheduler s = scheduler(4, 4);
        CyclicBarrier allAtOnce = new CyclicBarrier(4);
        for (int i = 0; i < 4; i++) s.submit(carrier -> await(allAtOnce));
        awaitParked("test-0", 5);
    }

    @Test
    void monitorSleepsForGoodWhileTheOnlyJobIsBlocked() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 4);
        CountDownLatch open = new CountDownLatch(1);
        s.submit(carrier -> await(open));
        awaitParked("test-0", 2);
        CountDownLatch other = new CountDownLatch(1);
        s.submit(carrier -> other.countDown());
        other.await();
        open.countDown();
    }

    @Test
    void monitorSleepsForGoodAlthoughTheOnlyJobComputesWithoutEnd() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 4);
        CountDownLatch other = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            Thread monitor = null;
            while (monitor == null || monitor.getState() != Thread.State.WAITING) monitor = thread("test-0-monitor");
            s.submit(c -> other.countDown());
            while (other.getCount() > 0) Thread.onSpinWait();
            done.countDown();
        });
        done.await();
    }

    private static Thread thread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals(name))
                .findAny()
                .orElse(null);
    }

    /** Waits until so many threads whose names have that prefix are there, and all of them wait without a limit. */
    private static void awaitParked(String prefix, int count) {
        while (true) {
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(t -> t.getName().startsWith(prefix + "-"))
                    .toList();
            if (threads.size() == count && threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING)) return;
            Thread.onSpinWait();
        }
    }

    @Test
    void atMostHalfOfTheBusyWorkersSearch() throws InterruptedException {
        WorkStealingScheduler s = scheduler(4, 0);
        CyclicBarrier allBusy = new CyclicBarrier(5);
        CountDownLatch open = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            s.submit(carrier -> {
                await(allBusy);
                await(open);
            });
        }
        await(allBusy);
        int searching = 0;
        for (int i = 0; i < 4; i++) {
            Worker thief = new Worker(s, "thief");
            assertThat(s.steal(thief)).isNull();
            if (thief.searching) searching++;
        }
        open.countDown();
        assertThat(searching).isEqualTo(2);
    }

    @Test
    void wokenJobGoesOnWithTheTimeSliceOfItsWaker() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        CountDownLatch done = new CountDownLatch(1);
        List<Integer> slices = Collections.synchronizedList(new ArrayList<>());
        Job note = carrier -> slices.add(((Worker) carrier).slice);
        s.submit(carrier -> {
            note.run(carrier);
            s.submit(c -> {
                note.run(c);
                done.countDown();
            });
            s.submitNext(c -> {
                note.run(c);
                s.submitNext(note);
            });
        });
        done.await();
        int first = slices.get(0);
        assertThat(slices).containsExactly(first, first, first, first + 1);
    }

    @Test
    void jobThatThrowsDoesNotEndItsWorker() throws InterruptedException {
        WorkStealingScheduler s = scheduler(1, 0);
        AtomicReference<Throwable> caught = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        s.submit(carrier -> {
            carrier.setUncaughtExceptionHandler((t, e) -> caught.set(e));
            throw new IllegalStateException("expected");
        });
        s.submit(carrier -> done.countDown());
        done.await();
        assertThat(caught.get()).hasMessage("expected");
    }

    @Test
    void schedulersSideBySideKeepTheirJobs() throws InterruptedException {
        WorkStealingScheduler a = scheduler(1, 0);
        WorkStealingScheduler b = scheduler(1, 0);
        Set<String> names = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(200);
        for (int i = 0; i < 100; i++) {
            a.submit(carrier -> {
                b.submitNext(c -> {
                    names.add("b on " + c.getName());
                    done.countDown();
                });
                names.add("a on " + carrier.getName());
                done.countDown();
            });
        }
        done.await();
        assertThat(names).containsExactlyInAnyOrder("a on test-0-1", "b on test-1-1");
    }

    @Test
    void shutdownRunsWhatIsQueued() throws InterruptedException {
        WorkStealingScheduler s = scheduler(2, 0);
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        s.submit(carrier -> {
            begun.countDown();
            await(go);
            for (int i = 0; i < 1000; i++) s.submit(c -> ran.incrementAndGet());
        });
        begun.await();
        s.shutdown();
        go.countDown();
        assertThat(s.awaitTermination(TimeUnit.MINUTES.toNanos(1))).isTrue();
        assertThat(ran.get()).isEqualTo(1000);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

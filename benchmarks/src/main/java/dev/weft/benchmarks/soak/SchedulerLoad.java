// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Schedulers that come and go: their fibers talk with those of others, and are all ended when they are closed. */
final class SchedulerLoad implements Load {
    private static final int FIBERS = 40;
    private static final int MAX_PARALLELISM = 4;
    private static final Duration LONG = Duration.ofMinutes(10);

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) {
        Scheduler scheduler = Scheduler.builder()
                .name("passing")
                .parallelism(1 + random.nextInt(MAX_PARALLELISM))
                .closeTimeout(LONG)
                .build();
        Channel<Integer> there = Channel.rendezvous();
        Channel<Integer> back = Channel.buffered(2);
        Routine<Void> echo = scheduler.go(() -> {
            for (int element : there.elements()) back.send(element);
        });
        List<Routine<Void>> working = new ArrayList<>();
        for (int i = 0; i < FIBERS; i++) working.add(scheduler.go(() -> Weft.sleep(1, TimeUnit.MILLISECONDS)));
        for (int i = 0; i < FIBERS; i++) exchange(there, back, i);
        there.close();
        echo.join();
        if (random.nextBoolean()) closeInPeace(scheduler);
        else shutDownOverSleepers(scheduler);
        for (Routine<Void> routine : working) Load.check(routine.isDone(), "not ended: " + routine);
        Load.check(scheduler.isTerminated(), "not terminated: " + scheduler);
        checkRejects(scheduler);
        operations.add(2 * FIBERS);
    }

    @Fiber
    private static void exchange(Channel<Integer> there, Channel<Integer> back, int element) {
        there.send(element);
        Load.checkEqual(back.receive(), element, "an element between schedulers");
    }

    @Fiber
    private static void closeInPeace(Scheduler scheduler) {
        scheduler.close();
    }

    /** Those that sleep on are cancelled. */
    @Fiber
    private static void shutDownOverSleepers(Scheduler scheduler) {
        List<Routine<Void>> sleepers = new ArrayList<>();
        for (int i = 0; i < FIBERS; i++) sleepers.add(scheduler.go(() -> Weft.sleep(1, TimeUnit.HOURS)));
        Load.check(!scheduler.shutdown(Duration.ofMillis(20)), "has ended in spite of its sleepers");
        Load.check(scheduler.awaitTermination(LONG), "goes on after it was cancelled: " + scheduler);
        for (Routine<Void> sleeper : sleepers) TimeLoad.joinCancelled(sleeper);
    }

    private static void checkRejects(Scheduler scheduler) {
        try {
            scheduler.go(() -> {});
        } catch (RejectedExecutionException e) {
            return;
        }
        throw new AssertionError("took a fiber after its end: " + scheduler);
    }
}

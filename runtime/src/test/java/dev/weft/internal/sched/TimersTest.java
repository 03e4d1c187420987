// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimersTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final long TICK = 65_536; // timers of one tick fire in any order

    private final Timers timers = new Timers("timers-test");
    private final List<String> fired = Collections.synchronizedList(new ArrayList<>());

    private final class Named extends Timers.Timer {
        private final String name;
        private final CountDownLatch done = new CountDownLatch(1);

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void fire() {
            fired.add(name);
            done.countDown();
        }
    }

    @Test
    void firesInTheOrderOfDeadlines() throws InterruptedException {
        List<Named> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) all.add(new Named(String.format("%02d", i)));
        long lead = 200_000_000L;
        while (!areSetBeforeTheFirstFires(all, lead)) {
            fired.clear();
            lead *= 2;
        }

        List<String> expected = new ArrayList<>();
        for (Named t : all) expected.add(t.name);
        expected.add("barrier");
        assertThat(fired).isEqualTo(expected);
    }

    /** Sets timers, shuffled, and waits until all have fired. False if that was begun too late, on a machine that is busy. */
    private boolean areSetBeforeTheFirstFires(List<Named> all, long lead) throws InterruptedException {
        List<Named> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new java.util.Random(7));
        Named barrier = new Named("barrier");
        long first = System.nanoTime() + lead;
        timers.set(barrier, first + 100 * TICK);
        for (Named t : shuffled) timers.set(t, first + Long.parseLong(t.name) * TICK);
        boolean inTime = System.nanoTime() - first < 0;
        barrier.done.await();
        return inTime;
    }

    @Test
    void areQuietOnceTheLastOneIsTakenBack() {
        Named late = new Named("late");
        timers.set(late, System.nanoTime() + HOUR);
        assertThat(timers.isQuiet()).isFalse();
        assertThat(timers.cancel(late)).isTrue();
        while (!timers.isQuiet())
            Thread.yield(); // until the thread, which has just been started, has found nothing to do
    }

    @Test
    void earlierTimerThatIsSetLaterFiresAlthoughTheThreadSleeps() throws InterruptedException {
        timers.set(new Named("late"), System.nanoTime() + HOUR);
        Named early = new Named("early");
        timers.set(early, System.nanoTime());
        early.done.await();
        assertThat(fired).containsExactly("early");
    }

    @Test
    void cancelledTimerDoesNotFireAndTheRestDoes() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(3);
        long base = System.nanoTime() + 200_000_000L;
        List<Named> kept = new ArrayList<>();
        List<Named> cancelled = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Named t = new Named((i % 2 == 0 ? "kept" : "cancelled") + i);
            timers.set(t, base + random.nextInt(1_000_000));
            (i % 2 == 0 ? kept : cancelled).add(t);
        }
        for (Named t : cancelled) assertThat(timers.cancel(t)).isTrue();
        for (Named t : kept) t.done.await();

        assertThat(fired).hasSize(500).allMatch(name -> name.startsWith("kept"));
        for (Named t : kept) assertThat(timers.cancel(t)).isFalse();
    }

    @Test
    void cancelledTimersAreForgottenAndKeepNobodyAlive() {
        List<Named> all = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 100_000; i++) {
            Named t = new Named("");
            timers.set(t, System.nanoTime() + HOUR + random.nextLong(HOUR));
            all.add(t);
        }
        Collections.shuffle(all, new java.util.Random(7));
        for (Named t : all) assertThat(timers.cancel(t)).isTrue();
        Named last = all.get(99_999);
        List<WeakReference<Named>> gone = new ArrayList<>();
        for (int i = 0; i < 99_999; i++) gone.add(new WeakReference<>(all.get(i)));
        all.clear();
        while (gone.stream().anyMatch(g -> g.get() != null)) System.gc();
        assertThat(timers.cancel(last)).isFalse();
        assertThat(fired).isEmpty();
    }

    @Test
    void timersOutliveAShutdownAndTheThreadDoesNot() throws InterruptedException {
        Timers timers = new Timers("timers-test-ending");
        Named before = new Named("before");
        timers.set(before, System.nanoTime() + 1_000_000);
        timers.shutdown();
        before.done.await();
        for (int i = 0; i < 200; i++) { // some of them as the thread is about to end
            Named after = new Named("after");
            timers.set(after, System.nanoTime());
            after.done.await();
            if (i % 2 == 0) awaitEndOfThread();
        }
        awaitEndOfThread();
        assertThat(fired).hasSize(201);
    }

    @Test
    void cancelledTimersDoNotKeepTheThreadBeyondAShutdown() {
        Timers timers = new Timers("timers-test-ending");
        Named before = new Named("cancelled before");
        Named after = new Named("cancelled after");
        timers.set(before, System.nanoTime() + HOUR);
        timers.set(after, System.nanoTime() + 2 * HOUR);
        assertThat(timers.cancel(before)).isTrue();
        timers.shutdown();
        assertThat(timers.cancel(after)).isTrue();
        awaitEndOfThread();

        Timers others = new Timers("timers-test-ending");
        others.set(before, System.nanoTime() + HOUR);
        assertThat(others.cancel(before)).isTrue();
        others.shutdown();
        awaitEndOfThread();
        assertThat(fired).isEmpty();
    }

    private static void awaitEndOfThread() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals("timers-test-ending"))) {
            if (Thread.interrupted()) throw new AssertionError("the thread goes on");
            Thread.onSpinWait();
        }
    }

    @Test
    void timerThatThrowsDoesNotHarmTheOthers() throws InterruptedException {
        timers.set(
                new Timers.Timer() {
                    @Override
                    protected void fire() {
                        throw new IllegalStateException("expected: a timer of TimersTest throws");
                    }
                },
                System.nanoTime());
        Named next = new Named("next");
        timers.set(next, System.nanoTime() + 1);
        next.done.await();
        assertThat(fired).containsExactly("next");
    }

    @Test
    void deadlinesMayLieBeyondTheOverflowOfTheClock() throws InterruptedException {
        timers.set(new Named("in 146 years"), System.nanoTime() + Long.MAX_VALUE / 2);
        Named next = new Named("next");
        timers.set(next, System.nanoTime() - 1);
        next.done.await();
        assertThat(fired).containsExactly("next");
    }
}

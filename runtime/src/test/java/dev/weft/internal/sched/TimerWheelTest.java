// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
    private final TimerWheel wheel = new TimerWheel();

    private static final class Plain extends Timers.Timer {
        final long due;

        Plain(long due) {
            this.due = due;
        }

        @Override
        protected void fire() {}
    }

    private Plain add(long tick) {
        Plain timer = new Plain(tick);
        wheel.add(timer, tick);
        return timer;
    }

    private List<Plain> due() {
        List<Plain> taken = new ArrayList<>();
        for (Timers.Timer t = wheel.takeDue(); t != null; t = t.next) taken.add((Plain) t);
        return taken;
    }

    private void advanceTo(long tick) {
        assertThat(wheel.advance(tick, Integer.MAX_VALUE)).isTrue();
    }

    @Test
    void anEmptyWheelHasNothingToDo() {
        assertThat(wheel.next()).isEqualTo(TimerWheel.NEVER);
        advanceTo(12_345);
        assertThat(due()).isEmpty();
        assertThat(wheel.next()).isEqualTo(TimerWheel.NEVER);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 63, 64, 65, 4095, 4096, 4097, 262_144, 1L << 30, (1L << 47) + 5, TimerWheel.LAST})
    void aTimerIsDueAtItsTickAndNotSooner(long tick) {
        Plain timer = add(tick);
        assertThat(wheel.next()).isLessThanOrEqualTo(tick);
        advanceTo(tick - 1);
        assertThat(due()).isEmpty();
        assertThat(wheel.next()).isEqualTo(tick);
        advanceTo(tick);
        assertThat(due()).containsExactly(timer);
        assertThat(wheel.remove(timer)).isFalse();
    }

    @Test
    void aTickThatHasPassedIsDueAtOnce() {
        advanceTo(100);
        Plain earlier = add(7);
        Plain now = add(100);
        assertThat(wheel.next()).isEqualTo(100);
        assertThat(wheel.remove(now)).isTrue();
        assertThat(due()).containsExactly(earlier);
    }

    @Test
    void theLastTickStandsForAllLaterOnes() {
        add(Long.MAX_VALUE);
        assertThat(wheel.next()).isLessThanOrEqualTo(TimerWheel.LAST);
        advanceTo(TimerWheel.LAST);
        assertThat(due()).hasSize(1);
    }

    @Test
    void aSlotThatWasReachedIsUsedAgainInTheNextRound() {
        add(64);
        advanceTo(64);
        assertThat(due()).hasSize(1);
        Plain nextRound = add(64 + 64 * 64);
        advanceTo(64 + 64 * 64 - 1);
        assertThat(due()).isEmpty();
        advanceTo(64 + 64 * 64);
        assertThat(due()).containsExactly(nextRound);
    }

    @Test
    void advancingInSmallStepsLosesNothing() {
        Set<Plain> expected = new HashSet<>();
        for (int i = 0; i < 1000; i++) expected.add(add(5000 + i % 3));
        Set<Plain> found = new HashSet<>();
        int calls = 1;
        for (; !wheel.advance(5001, 7); calls++) {
            found.addAll(due());
            if (calls % 10 == 0) expected.add(add(5001)); // set while the others are being moved
            if (calls % 10 == 5) {
                Plain gone = expected.stream()
                        .filter(t -> t.due == 5002 && !found.contains(t))
                        .findAny()
                        .orElseThrow();
                assertThat(wheel.remove(gone)).isTrue();
                expected.remove(gone);
            }
        }
        found.addAll(due());
        assertThat(calls).isGreaterThan(100);
        assertThat(found).allMatch(t -> t.due <= 5001);
        advanceTo(5002);
        found.addAll(due());
        assertThat(found).isEqualTo(expected);
        assertThat(wheel.next()).isEqualTo(TimerWheel.NEVER);
    }

    /** Against a plain list. */
    @Test
    void doesWhatASimpleModelDoes() {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<Plain> model = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            String where = "step " + step + ", replay with -Dweft.seed=" + seed;
            int choice = random.nextInt(10);
            if (choice < 5) {
                model.add(add(now + random.nextLong(-3, 1L << random.nextInt(1, 24))));
            } else if (choice < 7 && !model.isEmpty()) {
                Plain gone = model.remove(random.nextInt(model.size()));
                assertThat(wheel.remove(gone)).as(where).isTrue();
            } else {
                now += random.nextLong(1L << random.nextInt(1, 16));
                int limit = random.nextInt(1, 50);
                List<Plain> due = new ArrayList<>();
                while (!wheel.advance(now, limit)) due.addAll(due());
                due.addAll(due());
                long reached = now;
                List<Plain> expected =
                        model.stream().filter(t -> t.due <= reached).toList();
                assertThat(due).as(where).containsExactlyInAnyOrderElementsOf(expected);
                model.removeAll(expected);
            }
            long earliest =
                    model.stream().mapToLong(t -> Math.max(t.due, 0)).min().orElse(TimerWheel.NEVER);
            assertThat(wheel.next()).as(where).isLessThanOrEqualTo(Math.max(earliest, now));
        }
    }
}

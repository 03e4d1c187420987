// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final List<String> admitted = new ArrayList<>();

    private final class NamedTurn extends Lane.Turn {
        final String name;
        final Lane lane;
        final @Nullable IoPool pool;
        boolean isOver;

        NamedTurn(String name, Lane lane, @Nullable IoPool pool) {
            super(lane, pool);
            this.name = name;
            this.lane = lane;
            this.pool = pool;
        }

        @Override
        protected void admitted() {
            assertThat(isOver).isFalse();
            isOver = true;
            admitted.add(name);
        }
    }

    private NamedTurn waiting(String name, Lane lane, @Nullable IoPool pool) {
        NamedTurn turn = new NamedTurn(name, lane, pool);
        assertThat(lane.enter(turn)).isFalse();
        return turn;
    }

    private static Lane lane(int limit) {
        return new Lane("lane", limit, Integer.MAX_VALUE);
    }

    @Test
    void callsBeyondTheLimitWaitInTheOrderOfTheirArrival() {
        Lane lane = lane(2);
        assertThat(lane.tryEnter(null)).isTrue();
        assertThat(lane.enter(new NamedTurn("in", lane, null))).isTrue();
        assertThat(lane.tryEnter(null)).isFalse();
        waiting("a", lane, null);
        waiting("b", lane, null);
        lane.leave(null);
        assertThat(admitted).containsExactly("a");
        lane.leave(null);
        assertThat(admitted).containsExactly("a", "b");
        lane.leave(null);
        lane.leave(null);
        assertThat(lane.account())
                .extracting(a -> a.active(), a -> a.queued(), a -> a.completed())
                .containsExactly(0, 0, 4L);
    }

    @Test
    void nobodyOvertakesThoseThatWait() {
        IoPool full = new IoPool("full", 1);
        IoPool other = new IoPool("other", 1);
        Lane lane = lane(2);
        assertThat(full.lane().tryEnter(full)).isTrue();
        waiting("first", lane, full);
        assertThat(lane.tryEnter(other)).as("though its pool has room").isFalse();
        waiting("second", lane, other);
        full.lane().leave(full);
        assertThat(admitted).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void whoWouldWaitWhereTheQueueIsFullIsTurnedAway() {
        Lane lane = new Lane("db", 1, 1);
        assertThat(lane.tryEnter(null)).isTrue();
        waiting("a", lane, null);
        assertThatThrownBy(() -> lane.enter(new NamedTurn("b", lane, null)))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("pool db is full: 1 calls run and 1 wait")
                .hasMessageContaining("higher limit");
        assertThat(lane.account().rejected()).isEqualTo(1);
        lane.leave(null);
        assertThat(admitted).containsExactly("a");
    }

    @Test
    void lanesOfAFullPoolTakeTurns() {
        IoPool pool = new IoPool("pool", 1);
        Lane many = lane(9);
        Lane few = lane(9);
        assertThat(pool.lane().tryEnter(pool)).isTrue();
        for (int i = 0; i < 4; i++) waiting("many" + i, many, pool);
        for (int i = 0; i < 2; i++) waiting("few" + i, few, pool);
        waiting("plain", pool.lane(), pool);
        pool.lane().leave(pool);
        for (int i = 0; i < 6; i++) {
            String last = admitted.get(i);
            (last.startsWith("many") ? many : last.startsWith("few") ? few : pool.lane()).leave(pool);
        }
        assertThat(admitted).containsExactly("many0", "few0", "plain", "many1", "few1", "many2", "many3");
    }

    @Test
    void aLanesLimitLeavesTheRestOfThePoolToOthers() {
        IoPool pool = new IoPool("pool", 2);
        Lane lane = lane(1);
        assertThat(lane.tryEnter(pool)).isTrue();
        waiting("second", lane, pool);
        assertThat(pool.lane().tryEnter(pool)).isTrue();
        waiting("third", pool.lane(), pool);
        assertThat(pool.account().active()).isEqualTo(2);
        pool.lane().leave(pool);
        assertThat(admitted).containsExactly("third");
        lane.leave(pool);
        assertThat(admitted).containsExactly("third", "second");
    }

    @Test
    void whoIsWithdrawnLetsThoseBehindGoOn() {
        IoPool full = new IoPool("full", 1);
        Lane lane = lane(2);
        assertThat(full.lane().tryEnter(full)).isTrue();
        NamedTurn first = waiting("first", lane, full);
        waiting("second", lane, null);
        assertThat(lane.withdraw(first)).isTrue();
        assertThat(admitted).containsExactly("second");
        assertThat(lane.withdraw(first)).isFalse();
        assertThat(full.account().queued()).isZero();
    }

    @Test
    void whoIsAbandonedLeavesItsPlaceWhetherItWasLetInOrNot() {
        Lane lane = lane(1);
        assertThat(lane.tryEnter(null)).isTrue();
        NamedTurn a = waiting("a", lane, null);
        NamedTurn b = waiting("b", lane, null);
        waiting("c", lane, null);
        lane.abandon(b);
        lane.leave(null);
        assertThat(admitted).containsExactly("a");
        lane.abandon(a);
        assertThat(admitted).containsExactly("a", "c");
        lane.abandon(a);
        lane.abandon(b);
        assertThat(lane.account().active()).isEqualTo(1);
    }

    @Test
    void aCallThatMustNotWaitGoesBeyondTheLimit() {
        IoPool pool = new IoPool("pool", 1);
        assertThat(pool.lane().tryEnter(pool)).isTrue();
        pool.lane().enterAnyway(pool);
        assertThat(pool.account().active()).isEqualTo(2);
        waiting("a", pool.lane(), pool);
        pool.lane().leave(pool);
        assertThat(admitted).isEmpty();
        pool.lane().leave(pool);
        assertThat(admitted).containsExactly("a");
        pool.lane().leave(pool);
        assertThat(pool.isQuiet()).isTrue();
    }

    /** Whatever comes and goes: no limit is exceeded, nobody waits for whom there is room, and in the end all have been in. */
    @Test
    void randomCallsOfSeveralPoolsKeepTheInvariant() {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        Random random = new Random(seed);
        List<IoPool> pools = List.of(new IoPool("p", 2), new IoPool("q", 3));
        List<Lane> lanes = List.of(lane(1), lane(2), lane(4));
        List<NamedTurn> inside = new ArrayList<>();
        List<NamedTurn> queued = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String what = "-Dweft.seed=" + seed + ", step " + i;
            int dice = random.nextInt(i < 15_000 ? 10 : 30);
            if (dice < 5) {
                int p = random.nextInt(3);
                IoPool pool = p == 2 ? null : pools.get(p);
                Lane lane = p == 2 || random.nextInt(4) > 0
                        ? lanes.get(random.nextInt(3))
                        : pools.get(p).lane();
                NamedTurn turn = new NamedTurn("" + i, lane, pool);
                (lane.enter(turn) ? inside : queued).add(turn);
            } else if (dice == 5 && !queued.isEmpty()) {
                NamedTurn turn = queued.remove(random.nextInt(queued.size()));
                assertThat(turn.lane.withdraw(turn)).as(what).isTrue();
            } else if (!inside.isEmpty()) {
                NamedTurn turn = inside.remove(random.nextInt(inside.size()));
                turn.lane.leave(turn.pool);
            }
            for (NamedTurn turn : List.copyOf(queued)) {
                if (turn.isOver && queued.remove(turn)) inside.add(turn);
            }
            for (IoPool pool : pools) {
                long active = inside.stream().filter(t -> t.pool == pool).count();
                assertThat(active).as(what).isEqualTo(pool.account().active()).isLessThanOrEqualTo(pool.limit);
            }
            for (Lane lane : lanes) assertRoomIsUsed(what, lane, inside, queued);
        }
        assertThat(inside.size() + queued.size()).isLessThan(9_000);
        while (!inside.isEmpty()) {
            NamedTurn turn = inside.remove(0);
            turn.lane.leave(turn.pool);
            for (NamedTurn t : List.copyOf(queued)) if (t.isOver && queued.remove(t)) inside.add(t);
        }
        assertThat(queued).as("-Dweft.seed=" + seed).isEmpty();
        assertThat(pools).allMatch(IoPool::isQuiet);
    }

    private static void assertRoomIsUsed(String what, Lane lane, List<NamedTurn> inside, List<NamedTurn> queued) {
        long active = inside.stream().filter(t -> t.lane == lane).count();
        assertThat(active).as(what).isEqualTo(lane.account().active()).isLessThanOrEqualTo(lane.limit());
        NamedTurn head = queued.stream().filter(t -> t.lane == lane).findFirst().orElse(null);
        if (head == null) return;
        boolean hasRoom = active < lane.limit() && (head.pool == null || head.pool.hasRoom());
        assertThat(hasRoom)
                .as(what + ": the first of " + lane + " waits for nothing")
                .isFalse();
    }
}

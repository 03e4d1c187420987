// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.sync.Group;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** W6 of docs/semantics.md: {@code Group}. */
class GroupTest {
    private static final int ACTORS = 6;

    /** x/sync's errgroup TestWithContext. */
    @InEachSetting
    void w6TheFirstFailureCancelsTheOthersAndIsThrown(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        Group group = new Group();
        AtomicInteger cancelled = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            Actor waiting = cast.start("waiting", () -> {
                for (int i = 0; i < ACTORS; i++) group.go(() -> receiveOrCount(never, cancelled));
                group.go(() -> {
                    throw new IOException("expected");
                });
                group.await();
            });
            waiting.awaitEnd();
            assertThat(waiting.failure()).isInstanceOf(IOException.class).hasMessage("expected");
        }
        assertThat(cancelled).hasValue(ACTORS);
        group.go(() -> {
            throw new AssertionError("a group that has failed starts nothing");
        });
        assertThatThrownBy(group::await).isInstanceOf(IOException.class);
    }

    @Test
    void w6AGroupWithoutFailuresEndsWell() throws Exception {
        Group group = new Group();
        AtomicInteger sum = new AtomicInteger();
        for (int i = 1; i <= 1_000; i++) {
            int n = i;
            group.go(() -> {
                if (n % 3 == 0) Weft.yield();
                sum.addAndGet(n);
            });
        }
        group.await();
        assertThat(sum).hasValue(500_500);
    }

    @InEachSetting
    void w6ALimitIsKept(Setting setting) {
        int limit = 3;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger all = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("starter", () -> {
                Group group = new Group(limit);
                for (int i = 0; i < 100; i++) {
                    group.go(() -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Weft.yield();
                        all.incrementAndGet();
                        now.decrementAndGet();
                    });
                }
                group.await();
            });
            cast.joinAll();
        }
        assertThat(most.get()).isBetween(1, limit);
        assertThat(all).hasValue(100);
    }

    @Test
    void w6TryGoAndCancel() {
        Channel<Integer> never = Channel.rendezvous();
        Group group = new Group(1);
        assertThat(group.tryGo(never::receive)).isTrue();
        assertThat(group.tryGo(never::receive)).isFalse();
        group.cancel();
        assertThatThrownBy(group::await).isInstanceOf(CancelledException.class);
    }

    @Fiber
    private static void receiveOrCount(Channel<Integer> never, AtomicInteger cancelled) {
        try {
            never.receive();
        } catch (CancelledException e) {
            cancelled.incrementAndGet();
            throw e;
        }
    }

    /** x/sync's errgroup TestZeroGroup: the first failure stays the one that is thrown, whatever follows. */
    @InEachSetting
    void w6TheFirstFailureStays(Setting setting) {
        IOException first = new IOException("first");
        Exception second = new IllegalStateException("second");
        @Nullable Exception[] failures = {null, first, null, second};
        try (Cast cast = new Cast(setting)) {
            Group group = new Group();
            for (int i = 0; i < failures.length; i++) {
                Exception failure = failures[i];
                Actor waiting = cast.start("waiting", () -> {
                    group.go(() -> {
                        if (failure != null) throw failure;
                    });
                    group.await();
                });
                waiting.awaitEnd();
                assertThat(waiting.failure()).isSameAs(i == 0 ? null : first);
            }
        }
    }

    @InEachSetting
    void w6WhatTheFibersDidIsSeenAfterTheWait(Setting setting) {
        int fibers = 50;
        int[] plain = new int[fibers];
        int sum = Cast.ask(setting, () -> {
            Group group = new Group();
            for (int i = 0; i < fibers; i++) {
                int number = i;
                group.go(() -> plain[number] = 1);
            }
            group.await();
            int seen = 0;
            for (int p : plain) seen += p;
            return seen;
        });
        assertThat(sum).isEqualTo(fibers);
    }
}

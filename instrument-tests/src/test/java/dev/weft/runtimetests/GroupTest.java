// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.context.Context;
import dev.weft.sync.Group;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** W6 of docs/semantics.md: {@code Group}. */
class GroupTest {
    private static final int ACTORS = 6;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

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

    /** x/sync's errgroup TestCancelCause: the failure is the cause of the context that the fibers are in. */
    @InEachSetting
    void w6TheFailureIsTheCauseOfTheContext(Setting setting) {
        IOException failure = new IOException("expected");
        AtomicReference<Throwable> cause = new AtomicReference<>();
        Cast.all(setting, () -> {
            Group group = new Group();
            group.go(() -> {
                try {
                    Weft.sleep(LONG);
                } catch (CancelledException e) {
                    cause.set(Context.current().cause());
                    Context.current().withoutCancel().run(() -> Weft.sleep(SHORT)); // it cleans up
                    if (e.getCause() != failure) throw new AssertionError(e);
                }
            });
            group.go(() -> {
                throw failure;
            });
            try {
                group.await();
                throw new AssertionError("it has failed");
            } catch (IOException e) {
                assertThat(e).isSameAs(failure);
            }
            assertThat(cause).hasValue(failure);
            assertThat(Context.current()).isSameAs(Context.background());
        });
    }

    @InEachSetting
    void w6TheFibersBelongToTheContextOfTheGroup(Setting setting) {
        Context.Key<String> key = Context.Key.of("key");
        Cast.all(setting, () -> {
            try (Context.Cancellable context =
                    Context.current().with(key, "value").withTimeout(SHORT)) {
                Group group = context.run(() -> new Group());
                AtomicReference<String> value = new AtomicReference<>();
                AtomicReference<Context> own = new AtomicReference<>();
                group.go(() -> {
                    value.set(key.current());
                    own.set(Context.current());
                    Weft.sleep(LONG);
                });
                try {
                    group.await();
                    throw new AssertionError("it has waited for a day");
                } catch (CancelledException e) {
                    assertThat(e).hasCauseInstanceOf(TimeoutException.class);
                }
                assertThat(value).hasValue("value");
                assertThat(own.get()).isNotSameAs(context);
            }
        });
    }

    /** Each time that nobody is left, the context is closed, and another one made when somebody comes. */
    @InEachSetting
    void w6NothingIsLeftOfAGroupInItsContext(Setting setting) {
        try (Context.Cancellable context = Context.background().withCancel()) {
            LeakTest.awaitCollected("the context of a group", Cast.ask(setting, () -> {
                Group group = context.run(() -> new Group());
                AtomicReference<Context> first = new AtomicReference<>();
                AtomicReference<Context> second = new AtomicReference<>();
                group.go(() -> first.set(Context.current()));
                group.await();
                group.go(() -> second.set(Context.current()));
                group.await();
                assertThat(first.get().isCancelled()).isTrue();
                assertThat(second.get()).isNotSameAs(first.get());
                return new WeakReference<>(first.get().cause());
            }));
            assertThat(context.isCancelled()).isFalse();
        }
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

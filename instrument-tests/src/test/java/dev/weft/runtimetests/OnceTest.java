// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.runtimetests.Actor.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Fiber;
import dev.weft.channel.Channel;
import dev.weft.sync.Lazy;
import dev.weft.sync.Once;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** W10 of docs/semantics.md: {@code Once} and {@code Lazy}. */
class OnceTest {
    private static final int ACTORS = 6;

    @InEachSetting
    void w10ItIsDoneOnceAndTheOthersWait(Setting setting) {
        Once once = new Once();
        Channel<Integer> go = Channel.rendezvous();
        int[] plain = {0};
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                cast.startParked("actor " + i, () -> {
                    once.run(() -> plain[0] += go.receive());
                    if (plain[0] != 7) throw new AssertionError(plain[0]);
                });
            }
            assertThat(once.isDone()).isFalse();
            go.send(7);
            cast.joinAll();
        }
        assertThat(once.isDone()).isTrue();
    }

    @Test
    void w10WhatThrowsCountsAsDone() throws Exception {
        Once once = new Once();
        assertThatThrownBy(() -> once.run(() -> {
                    throw new IOException("expected");
                }))
                .isInstanceOf(IOException.class);
        once.run(() -> {
            throw new AssertionError("it was done");
        });
    }

    @InEachSetting
    void w10WhatNeedsItselfIsAnError(Setting setting) {
        Once once = new Once();
        AtomicReference<Lazy<Integer>> lazy = new AtomicReference<>();
        lazy.set(new Lazy<>(() -> pinned(() -> lazy.get().get())));
        try (Cast cast = new Cast(setting)) {
            Actor onceAgain = cast.start("once", () -> once.run(() -> once.run(() -> {})));
            onceAgain.awaitEnd();
            assertThat(onceAgain.failure()).isInstanceOf(IllegalStateException.class);
            Actor itself = cast.start("lazy", () -> lazy.get().get());
            itself.awaitEnd();
            assertThat(itself.failure()).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Calls it plainly: a fiber that asks in there is the same one. */
    private static int pinned(java.util.concurrent.Callable<Integer> call) throws Exception {
        return List.of(call).stream()
                .mapToInt(c -> {
                    try {
                        return c.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .sum();
    }

    @InEachSetting
    void w10ALazyValueIsMadeOnce(Setting setting) {
        AtomicInteger calls = new AtomicInteger();
        Channel<Integer> go = Channel.rendezvous();
        Lazy<Integer> lazy = new Lazy<>(() -> {
            calls.incrementAndGet();
            return go.receive();
        });
        Lazy<Integer> failing = new Lazy<>(() -> {
            calls.incrementAndGet();
            throw new IOException("expected");
        });
        try (Cast cast = new Cast(setting)) {
            List<Actor> actors = new ArrayList<>();
            for (int i = 0; i < ACTORS; i++) actors.add(cast.startParked("actor " + i, () -> seven(lazy)));
            cancelled(actors.remove(0)); // the one that makes it; another one does then
            go.send(7);
            for (Actor actor : actors) actor.join();
        }
        assertThat(lazy.isDone()).isTrue();
        assertThat(calls).hasValue(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(failing::get)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("expected");
        }
        assertThat(calls).hasValue(3);
    }

    @Fiber
    private static void seven(Lazy<Integer> lazy) {
        if (lazy.get() != 7) throw new AssertionError("not 7");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.runtimetests.Actor.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.channel.Channel;
import dev.weft.sync.SingleFlight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** W7 of docs/semantics.md: {@code SingleFlight}. */
class SingleFlightTest {
    private static final int ACTORS = 6;

    /** x/sync's singleflight TestDoDupSuppress. */
    @InEachSetting
    void w7OneDoesItAndAllTakeTheResult(Setting setting) {
        SingleFlight<String, Integer> flight = new SingleFlight<>();
        Channel<Integer> go = Channel.rendezvous();
        AtomicInteger calls = new AtomicInteger();
        List<Integer> results = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                cast.startParked(
                        "actor " + i,
                        () -> results.add(flight.get("key", () -> {
                            calls.incrementAndGet();
                            return go.receive();
                        })));
            }
            assertThat(flight.get("another", () -> 1)).isEqualTo(1);
            go.send(7);
            cast.joinAll();
        }
        assertThat(calls).hasValue(1);
        assertThat(results).hasSize(ACTORS).containsOnly(7);
        assertThat(flight.get("key", () -> 8)).isEqualTo(8);
    }

    /** x/sync's singleflight TestDoErr, and TestGoexitDo as a cancellation. */
    @InEachSetting
    void w7AFailureReachesAllAndACancellationOne(Setting setting) {
        SingleFlight<String, Integer> flight = new SingleFlight<>();
        Channel<Integer> go = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            List<Actor> actors = new ArrayList<>();
            for (int i = 0; i < ACTORS; i++) {
                actors.add(cast.startParked(
                        "actor " + i,
                        () -> flight.get("key", () -> {
                            throw new IOException("expected " + go.receive());
                        })));
            }
            cancelled(actors.remove(0));
            go.send(7);
            for (Actor actor : actors) {
                actor.awaitEnd();
                assertThat(actor.failure())
                        .isInstanceOf(CompletionException.class)
                        .hasRootCauseMessage("expected 7");
            }
        }
    }

    @Test
    void w7WhatIsForgottenIsDoneAnew() {
        SingleFlight<String, Integer> flight = new SingleFlight<>();
        assertThat(flight.get("key", () -> {
                    flight.forget("key");
                    return flight.get("key", () -> 2) + 1;
                }))
                .isEqualTo(3);
    }

    /** x/sync's singleflight TestForget: the second flight doesn't wait for the first, and the third joins the second. */
    @InEachSetting
    void w7AFlightThatIsForgottenGoesOnBesideTheNext(Setting setting) {
        SingleFlight<String, Integer> flight = new SingleFlight<>();
        Channel<Integer> first = Channel.rendezvous();
        Channel<Integer> second = Channel.rendezvous();
        List<Integer> results = Collections.synchronizedList(new ArrayList<>());
        try (Cast cast = new Cast(setting)) {
            Actor forgotten = cast.startParked("first", () -> results.add(flight.get("key", first::receive)));
            flight.forget("key");
            Actor begun = cast.startParked("second", () -> results.add(flight.get("key", second::receive)));
            Actor joined = cast.startParked("third", () -> results.add(flight.get("key", () -> -1)));
            second.send(2);
            begun.join();
            joined.join();
            first.send(1);
            forgotten.join();
        }
        assertThat(results).containsExactly(2, 2, 1);
    }

    /** x/sync's singleflight TestPanicDo: nobody hangs, and nothing stays behind. */
    @InEachSetting
    void w7AnUncheckedFailureIsThrownToAllAsItIs(Setting setting) {
        SingleFlight<String, Integer> flight = new SingleFlight<>();
        Channel<Integer> go = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            List<Actor> actors = new ArrayList<>();
            for (int i = 0; i < ACTORS; i++) {
                actors.add(cast.startParked(
                        "actor " + i,
                        () -> flight.get("key", () -> {
                            throw new IllegalStateException("expected " + go.receive());
                        })));
            }
            go.send(7);
            for (Actor actor : actors) {
                actor.awaitEnd();
                assertThat(actor.failure())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("expected 7");
            }
        }
        assertThat(flight.get("key", () -> 8)).isEqualTo(8);
    }
}

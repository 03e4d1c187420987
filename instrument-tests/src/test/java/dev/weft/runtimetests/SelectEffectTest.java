// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.sendNext;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** S5 of docs/semantics.md: one clause takes effect, the others leave nothing behind; and what others see of it. */
class SelectEffectTest {
    @InEachSetting
    void s5ASelectThatWaitsIsServedOnceByASenderAndAReceiver(Setting setting) {
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        for (int way = 0; way < 2; way++) {
            try (Cast cast = new Cast(setting)) {
                List<String> log = new ArrayList<>();
                cast.startParked(
                        "selecting",
                        () -> log.add(Select.of(receive(in, i -> "received " + i), send(out, 7, () -> "sent"))
                                .await()));
                if (way == 0) assertThat(in.trySend(3)).isTrue();
                else assertThat(out.tryReceive()).isEqualTo(7);
                assertThat(in.trySend(4)).as("the select has left").isFalse();
                assertThat(out.tryReceive()).as("the select has left").isNull();
                cast.joinAll();
                assertThat(log).containsExactly(way == 0 ? "received 3" : "sent");
            }
        }
    }

    @InEachSetting
    void s5TwoSelectsMeetEachOther(Setting setting) {
        Channel<Integer> a = Channel.rendezvous();
        Channel<Integer> b = Channel.rendezvous();
        int rounds = 500;
        AtomicInteger sum = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("left", () -> {
                Select<Integer> select =
                        Select.of(send(a, 1, () -> 1), receive(b, i -> i), receive(a, i -> i), send(b, 1, () -> 1));
                for (int i = 0; i < rounds; i++) sum.addAndGet(select.await());
            });
            cast.start("right", () -> {
                Select<Integer> select =
                        Select.of(receive(b, i -> i), send(b, 1, () -> 1), send(a, 1, () -> 1), receive(a, i -> i));
                for (int i = 0; i < rounds; i++) sum.addAndGet(select.await());
            });
            cast.joinAll();
        }
        assertThat(sum).hasValue(2 * rounds);
    }

    @InEachSetting
    void s5ALoserLeavesNobodyBehind(Setting setting) {
        Channel<Integer> quiet = Channel.rendezvous();
        Channel<Integer> busy = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            cast.start("selecting", () -> {
                Select<Integer> select = Select.of(receive(busy), receive(quiet), send(quiet, 1, () -> -1));
                for (int i = 0; i < 500; i++) {
                    if (select.await() != i) throw new AssertionError("the quiet one has spoken");
                }
            });
            cast.start("sending", () -> {
                for (int i = 0; i < 500; i++) busy.send(i);
            });
            cast.joinAll();
        }
        assertThat(quiet.trySend(1)).isFalse();
        assertThat(quiet.tryReceive()).isNull();
    }

    @InEachSetting
    void c8WhatHappenedBeforeASelectSendsIsSeenAfterASelectReceives(Setting setting) {
        int rounds = 2_000;
        int[] plain = new int[rounds];
        Channel<Integer> a = Channel.rendezvous();
        Channel<Integer> b = Channel.buffered(3);
        AtomicInteger received = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("sender", () -> {
                int[] next = {0};
                Select<Integer> select = Select.of(
                        sendNext(a, () -> next[0], () -> next[0]++), sendNext(b, () -> next[0], () -> next[0]++));
                while (next[0] < rounds) {
                    plain[next[0]] = next[0] + 1;
                    select.await();
                }
            });
            cast.start("receiver", () -> {
                Select<Integer> select = Select.of(receive(a), receive(b));
                for (int i = 0; i < rounds; i++) {
                    int element = select.await();
                    if (plain[element] != element + 1) throw new AssertionError(element + " came before its write");
                    received.incrementAndGet();
                }
            });
            cast.joinAll();
        }
        assertThat(received).hasValue(rounds);
    }
}

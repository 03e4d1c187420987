// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.otherwise;
import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.runtimetests.ReadyChannels.holding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import java.util.concurrent.atomic.AtomicInteger;

/** S3 of docs/semantics.md: when nothing is ready. */
class SelectDefaultTest {
    @InEachSetting
    void s3TheDefaultIsChosenOnlyIfNothingIsReady(Setting setting) {
        Channel<Integer> empty = Channel.rendezvous();
        Channel<Integer> full = holding(1);
        assertThat(Cast.ask(setting, () -> {
                    Select<String> select = Select.of(
                            receive(empty, i -> "received"),
                            send(empty, 1, () -> "sent"),
                            send(full, 2, () -> "sent"),
                            otherwise(() -> "nothing"));
                    return select.await() + select.await();
                }))
                .isEqualTo("nothingnothing");
        assertThat(Cast.ask(
                        setting,
                        () -> Select.of(
                                        receive(empty, i -> "received " + i),
                                        receive(full, i -> "received " + i),
                                        otherwise(() -> "nothing"))
                                .await()))
                .isEqualTo("received 1");
    }

    /** Go's TestNonblockSelectRace: one of two channels is ready at every instant. */
    @InEachSetting
    void s3TheDefaultIsNotChosenIfOneIsReadyAtEachInstant(Setting setting) {
        AtomicInteger defaults = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 100; round++) {
                Channel<Integer> a = Channel.buffered(1);
                Channel<Integer> b = Channel.buffered(1);
                a.send(1);
                Actor selecting = cast.start(
                        "selecting",
                        () -> Select.of(receive(a, i -> i), receive(b, i -> i), otherwise(defaults::incrementAndGet))
                                .await());
                b.send(1);
                a.tryReceive();
                selecting.join();
            }
        }
        assertThat(defaults).hasValue(0);
    }

    /** The same with much more of a race, by a token that is always in one of two places. */
    @InEachSetting
    void s3ATokenThatIsAlwaysSomewhereIsFound(Setting setting) {
        Channel<Integer> here = Channel.buffered(2);
        Channel<Integer> there = Channel.buffered(2);
        AtomicInteger stop = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            here.send(0);
            cast.start("mover", () -> {
                while (stop.get() == 0) {
                    there.send(1);
                    here.receive();
                    here.send(1);
                    there.receive();
                    Weft.yield();
                }
            });
            cast.start("seeker", () -> {
                Select<Boolean> select = Select.of(
                        send(here, 1, () -> false).when(() -> false),
                        receive(here, i -> putBack(here)),
                        receive(there, i -> putBack(there)),
                        otherwise(() -> false));
                boolean found = true;
                for (int i = 0; i < 500 && found; i++) {
                    found = select.await();
                    Weft.yield();
                }
                stop.set(1);
                if (!found) throw new AssertionError("one of them was full at each instant");
            });
            cast.joinAll();
        }
    }

    /** Not atomic with the receive: so there are two tokens, and of one it is only the place that moves. */
    private static boolean putBack(Channel<Integer> channel) {
        channel.send(1);
        return true;
    }
}

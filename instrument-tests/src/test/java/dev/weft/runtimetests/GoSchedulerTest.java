// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.Weft;
import dev.weft.channel.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios of Go's tests of scheduling and time that aren't about who waits for what; docs/conformance.md tells where the others are. */
@Timeout(60)
class GoSchedulerTest {
    /** Go's TestGoroutineParallelism: fibers that never wait take turns, which they can't unless all of them run. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void asManyRunAtATimeAsThereAreCarriers(int parallelism) {
        int turns = 10 * parallelism;
        AtomicInteger turn = new AtomicInteger();
        try (World world = new World(parallelism, 0)) {
            Cast.FiberActor[] actors = new Cast.FiberActor[parallelism];
            for (int i = 0; i < parallelism; i++) {
                int number = i;
                actors[i] = new Cast.FiberActor(world, "taking turns " + i, () -> {
                    boolean slices = Weft.timeSlices(false);
                    for (int t = turn.get(); t < turns; t = turn.get()) {
                        if (t % parallelism == number) turn.set(t + 1);
                        else Thread.yield();
                    }
                    Weft.timeSlices(slices);
                });
            }
            for (Cast.FiberActor actor : actors) actor.join();
        }
    }

    /** Go's TestTeardown: tickers are made, used for a tick, and stopped, by several at the same time. */
    @InEachSetting
    void tickersComeAndGo(Setting setting) {
        Cast.all(setting, () -> {
            for (int i = 0; i < 3; i++) {
                try (Ticker ticker = new Ticker(Duration.ofMillis(1))) {
                    ticker.channel().receive();
                }
            }
        });
    }
}

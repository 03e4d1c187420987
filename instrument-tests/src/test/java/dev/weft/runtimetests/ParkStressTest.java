// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.Strand;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One thread says by a mere release store that a fiber may go on, and unparks it, while others unpark it for nothing and
 * read its stack: whatever the fiber's state is at that time, it sees the store.
 */
@Tag("stress")
class ParkStressTest {
    private static final int ROUNDS = 30_000 * Integer.getInteger("weft.stress", 1);
    private static final VarHandle TURN;

    static {
        try {
            TURN = MethodHandles.lookup().findVarHandle(ParkStressTest.class, "turn", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by TURN
    private int turn;

    private volatile int reached;

    @Fiber
    private void follow() {
        Strand strand = Strand.current();
        for (int i = 1; i <= ROUNDS; i++) {
            while ((int) TURN.getAcquire(this) < i) {
                if (strand.park()) Continuation.suspend();
            }
            reached = i;
        }
    }

    private void lead(FiberStrand fiber, World world) {
        for (int i = 1; i <= ROUNDS; i++) {
            TURN.setRelease(this, i);
            fiber.unpark();
            int round = i;
            if (reached < i) Watchdog.await("round " + round, () -> reached >= round, world::describe);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noUnparkIsLostAmongOthersThatMeanNothing(int parallelism) {
        try (World world = new World(parallelism)) {
            FiberStrand fiber = world.start("follower", this::follow);
            AtomicBoolean stop = new AtomicBoolean();
            Thread noise = new Thread(() -> {
                while (!stop.get()) fiber.unpark();
            });
            Thread reader = new Thread(() -> {
                while (!stop.get()) fiber.parkedStackTrace();
            });
            noise.start();
            reader.start();
            try {
                lead(fiber, world);
            } finally {
                stop.set(true);
            }
            world.await("the follower", fiber);
        }
    }

    /** The same for a fiber that is pinned. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noUnparkOfAPinnedFiberIsLost(int parallelism) {
        try (World world = new World(parallelism)) {
            dev.weft.channel.Channel<Integer> there = dev.weft.channel.Channel.rendezvous();
            dev.weft.channel.Channel<Integer> back = dev.weft.channel.Channel.rendezvous();
            int rounds = ROUNDS / 10;
            FiberStrand pinned = world.start(
                    "pinned",
                    () -> List.of(1).forEach(x -> {
                        for (int i = 0; i < rounds; i++) back.send(there.receive());
                    }));
            FiberStrand free = world.start("free", () -> {
                for (int i = 0; i < rounds; i++) {
                    there.send(i);
                    if (back.receive() != i) throw new AssertionError("not what was sent");
                }
            });
            world.await("the free one", free);
            world.await("the pinned one", pinned);
        }
    }
}

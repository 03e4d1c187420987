// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.channel.Channel;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.Strand;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thread says by a mere release store that a fiber may go on, and unparks it: whatever the fiber's state is at that time,
 * it sees the store.
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

    /**
     * Two unparks that mean nothing leave a permit for a fiber that runs or is about to; the third one, behind the store,
     * meets the fiber as it takes that permit, or as it parks. Nobody unparks it after that, so that nothing mends a loss.
     */
    private void lead(FiberStrand fiber, World world) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 1; i <= ROUNDS; i++) {
            fiber.unpark();
            fiber.unpark();
            for (int spins = random.nextInt(64); spins > 0; spins--) Thread.onSpinWait();
            TURN.setRelease(this, i);
            fiber.unpark();
            int round = i;
            for (int spins = 0; reached < i && spins < 10_000; spins++) Thread.onSpinWait();
            if (reached < i) Watchdog.await("round " + round, () -> reached >= round, world::describe);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noUnparkIsLostBehindOthersThatMeanNothing(int parallelism) {
        try (World world = new World(parallelism)) {
            FiberStrand fiber = world.start("follower", this::follow);
            lead(fiber, world);
            world.await("the follower", fiber);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noUnparkIsLostWhileTheStackIsRead(int parallelism) {
        try (World world = new World(parallelism)) {
            FiberStrand fiber = world.start("follower", this::follow);
            AtomicBoolean stop = new AtomicBoolean();
            Thread reader = new Thread(() -> {
                while (!stop.get()) fiber.parkedStackTrace();
            });
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
            Channel<Integer> there = Channel.rendezvous();
            Channel<Integer> back = Channel.rendezvous();
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

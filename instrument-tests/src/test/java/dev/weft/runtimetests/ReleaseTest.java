// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.WaitLock;
import org.junit.jupiter.api.Test;

/**
 * A fiber that has been completed goes on as soon as it sees that; whoever has completed it may be late with its release,
 * when the fiber waits somewhere else already.
 */
class ReleaseTest {
    /** A queue that nobody leaves. */
    private static final class Queue extends WaitLock {
        void enter(Strand strand) {
            lock();
            strand.startWaiting(null, this);
            unlock();
        }

        @Override
        public boolean withdraw(Strand strand) {
            throw new AssertionError("nobody is cancelled here");
        }
    }

    private final Queue first = new Queue();
    private final Queue second = new Queue();
    private volatile boolean mayGo;

    /** Is awake while it waits in the first queue, as a fiber that hasn't come to park yet. */
    @Fiber
    private static void passThrough(Queue queue) {
        Strand strand = Strand.current();
        queue.enter(strand);
        while (strand.isWaiting()) Thread.onSpinWait();
        strand.takeItem();
    }

    @Fiber
    private void waitInBoth() {
        passThrough(first);
        Strand strand = Strand.current();
        second.enter(strand);
        while (strand.isWaiting()) {
            if (strand.park()) Continuation.suspend();
        }
    }

    @Fiber
    private void waitInTheFirstAndForAPermit() {
        passThrough(first);
        Strand strand = Strand.current();
        while (!mayGo) {
            if (strand.park()) Continuation.suspend();
        }
    }

    private static void awaitParked(World world, FiberStrand fiber) {
        Watchdog.await("the fiber to park", fiber::isParked, world::describe);
    }

    private static void awaitWaiting(World world, FiberStrand fiber) {
        Watchdog.await("the fiber to wait", fiber::isWaiting, world::describe);
    }

    @Test
    void lateReleaseLeavesAFiberAloneThatWaitsUnderAnotherLock() {
        try (World world = new World(1)) {
            FiberStrand fiber = world.start("fiber", this::waitInBoth);
            awaitWaiting(world, fiber);
            first.lock();
            fiber.complete(null);
            awaitParked(world, fiber);
            assertThat(fiber.release(first)).isFalse();
            first.unlock();
            assertThat(fiber.isParked()).isTrue();

            second.lock();
            fiber.complete(null);
            assertThat(fiber.release(second)).isTrue();
            second.unlock();
            fiber.submit();
            world.await("the end", fiber);
        }
    }

    @Test
    void lateReleaseTakesNoWakeUpFromAFiberThatWaitsForAPermit() {
        try (World world = new World(1)) {
            FiberStrand fiber = world.start("fiber", this::waitInTheFirstAndForAPermit);
            awaitWaiting(world, fiber);
            first.lock();
            fiber.complete(null);
            awaitParked(world, fiber);
            boolean submits = fiber.release(first);
            first.unlock();
            if (submits) fiber.submit();

            mayGo = true;
            fiber.unpark();
            world.await("the end", fiber);
        }
    }
}

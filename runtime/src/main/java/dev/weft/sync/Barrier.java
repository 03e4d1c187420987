// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.sync.Gate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where a number of parties wait for each other, again and again.
 *
 * <pre>{@code
 *   Barrier step = new Barrier(4);
 *   for (int i = 0; i < 4; i++) {
 *       Part part = parts.get(i);
 *       Weft.go(() -> {
 *           for (int round = 0; round < rounds; round++) {
 *               part.advance();
 *               step.await(); // nobody is a round ahead
 *           }
 *       });
 *   }
 * }</pre>
 *
 * <p>Who is cancelled while it waits counts as not having come; the others go on waiting.
 *
 * <p><b>Memory effects.</b> What each party does before {@code await} happens before what any of them does after it.
 */
public final class Barrier {
    /** The number of those that wait is guarded by the gate. */
    private static final class Arrivals extends Gate {
        private int count;

        /** False if all have come. */
        boolean arrive(Strand strand, int parties) {
            List<Strand> all;
            lock();
            try {
                if (++count < parties) {
                    enter(strand, null);
                    return true;
                }
                count = 0;
                all = completeAll(null);
            } finally {
                unlock();
            }
            wake(all);
            return false;
        }

        @Override
        protected List<Strand> left(@Nullable Object wanted) {
            count--;
            return List.of();
        }

        @Fiber
        boolean await(int parties) {
            Strand strand = Strand.current();
            if (!arrive(strand, parties)) return true;
            await(strand, "await");
            return false;
        }
    }

    private final int parties;
    private final Arrivals arrivals = new Arrivals();

    /**
     * Nobody has come.
     *
     * @param parties how many wait for each other
     * @throws IllegalArgumentException if it is less than 1
     */
    public Barrier(int parties) {
        if (parties < 1) throw new IllegalArgumentException("a barrier of " + parties);
        this.parties = parties;
    }

    /**
     * Waits until all parties have come.
     *
     * @return true for the last one
     * @throws dev.weft.CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public boolean await() {
        return arrivals.await(parties);
    }
}

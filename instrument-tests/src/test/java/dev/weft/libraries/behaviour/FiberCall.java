// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import dev.weft.abi.Continuation;
import dev.weft.abi.ForcedSuspension;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Code in a continuation that is suspended at polls and resumed at once, on the same thread. */
abstract class FiberCall extends Continuation {
    static {
        ForcedSuspension.setDecider(c -> c instanceof FiberCall call && call.isDue());
    }

    private static final AtomicLong SUSPENSIONS = new AtomicLong();

    private final int oneIn;
    private final SplittableRandom random;

    /**
     * A call that is yet to be run.
     *
     * @param oneIn how many polls there are, on the average, to one suspension; 1 for always, 0 for never
     * @param seed decides which
     */
    FiberCall(int oneIn, long seed) {
        this.oneIn = oneIn;
        random = new SplittableRandom(seed);
    }

    /** What to run. */
    abstract @Nullable Object call() throws Throwable;

    /** Runs to the end, and returns or throws what the call does. */
    final @Nullable Object run() throws Throwable {
        long suspensions = 0;
        while (!resume()) suspensions++;
        SUSPENSIONS.addAndGet(suspensions);
        Throwable failure = failure();
        if (failure != null) throw failure;
        return result();
    }

    @Override
    protected final @Nullable Object body() throws Throwable {
        return call();
    }

    /** How often calls were suspended since this was asked last. */
    static long takeSuspensions() {
        return SUSPENSIONS.getAndSet(0);
    }

    private boolean isDue() {
        return oneIn == 1 || oneIn > 1 && random.nextInt(oneIn) == 0;
    }
}

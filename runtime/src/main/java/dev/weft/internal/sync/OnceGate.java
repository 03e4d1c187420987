// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets one through, and keeps the others until that one has finished. */
public final class OnceGate extends Gate {
    /*
     * States: new -> running -> done, or new again; runner is there while it runs. done is written under the lock, and read without
     * it; it releases what was done.
     */

    private @Nullable Object runner;
    private volatile boolean done;

    /** Nobody was here. */
    public OnceGate() {}

    /**
     * Whether it was done.
     *
     * @return true from {@link #finish} on
     */
    public boolean isDone() {
        return done;
    }

    /**
     * Has the first one begin, and the others wait until it has finished. If it has given up, one of them begins.
     *
     * @return true for the one that begins, which has to call {@link #finish} or {@link #abandon}
     * @throws IllegalStateException if the one that runs calls it again, and would wait for itself
     */
    @Fiber
    public boolean begin() {
        while (!done) {
            Strand strand = Strand.current();
            if (!enterUnlessFirst(strand)) return !done;
            await(strand, "once");
        }
        return false;
    }

    /** False if there is nothing to wait for. */
    private boolean enterUnlessFirst(Strand strand) {
        lock();
        try {
            if (done) return false;
            if (runner == null) {
                runner = strand.identity();
                return false;
            }
            if (runner == strand.identity())
                throw new IllegalStateException("what is done once needs itself to be done");
            enter(strand, null);
            return true;
        } finally {
            unlock();
        }
    }

    /** Ends what {@link #begin} has begun: it is done. */
    public void finish() {
        end(true);
    }

    /** Ends what {@link #begin} has begun: it is not done, and somebody else may. */
    public void abandon() {
        end(false);
    }

    @Override
    public @Nullable Object holder() {
        return runner;
    }

    private void end(boolean isDone) {
        List<Strand> all;
        lock();
        try {
            runner = null;
            done = isDone;
            all = completeAll(null);
        } finally {
            unlock();
        }
        wake(all);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A number of permits, and those who wait for some of them, first come first served. */
public final class PermitGate extends Gate {
    /*
     * Ownership: free is guarded by the lock. Who waits wants as many as its item says.
     */

    private final int most;
    private int free;

    /**
     * A new one.
     *
     * @param free how many are free
     * @param most how many may be
     */
    public PermitGate(int free, int most) {
        this.free = free;
        this.most = most;
    }

    /**
     * Takes permits if they are free.
     *
     * @param permits how many
     * @param overtakes whether it may, though others wait
     * @return false if it has taken none
     */
    public boolean tryTake(int permits, boolean overtakes) {
        return takeOrEnter(permits, overtakes, null);
    }

    /** Takes them, or has a strand wait for them; null if nobody is to wait. False if they weren't taken. */
    private boolean takeOrEnter(int permits, boolean overtakes, @Nullable Strand strand) {
        lock();
        try {
            if (permits <= free && (overtakes || first() == null)) {
                free -= permits;
                return true;
            }
            if (strand != null) enter(strand, permits);
            return false;
        } finally {
            unlock();
        }
    }

    /**
     * Waits for permits, and takes them.
     *
     * @param permits how many
     * @param overtakes whether it may, though others wait, before it waits itself
     */
    @Fiber
    public void take(int permits, boolean overtakes) {
        Strand strand = Strand.current();
        if (!takeOrEnter(permits, overtakes, strand)) await(strand, "acquire");
    }

    /**
     * As {@link #take(int, boolean)}, for a time.
     *
     * @param permits how many
     * @param overtakes likewise
     * @param time how long
     * @return false if they weren't free in time
     */
    @Fiber
    public boolean take(int permits, boolean overtakes, Duration time) {
        Strand strand = Strand.current();
        return takeOrEnter(permits, overtakes, strand) || await(strand, "acquire", time) != TIMED_OUT;
    }

    /**
     * As {@link #take(int, boolean)}, and goes on waiting if it is cancelled.
     *
     * @param permits how many
     * @param overtakes likewise
     */
    @Fiber
    public void takeUncancelled(int permits, boolean overtakes) {
        Strand strand = Strand.current();
        if (!takeOrEnter(permits, overtakes, strand)) awaitUncancelled(strand);
    }

    /**
     * Gives permits back.
     *
     * @param permits how many
     * @return false if more would be free than may be; nothing was done then
     */
    public boolean give(int permits) {
        List<Strand> served;
        lock();
        try {
            if (permits > (long) most - free) return false;
            free += permits;
            served = serve();
        } finally {
            unlock();
        }
        wake(served);
        return true;
    }

    /**
     * Takes permits, though they may not be free.
     *
     * @param permits how many
     * @return false if there would be fewer than numbers go; nothing was done then
     */
    public boolean reduce(int permits) {
        lock();
        try {
            if (free < Integer.MIN_VALUE + permits) return false;
            free -= permits;
            return true;
        } finally {
            unlock();
        }
    }

    /**
     * Has none free, and none missing.
     *
     * @return how many were; negative if some were missing
     */
    public int drain() {
        lock();
        try {
            int drained = free;
            free = 0;
            return drained;
        } finally {
            unlock();
        }
    }

    /** Those at the head of the queue for whom there is enough. */
    private List<Strand> serve() {
        List<Strand> served = List.of();
        for (Strand next = first(); next != null; next = first()) {
            int wanted = (Integer) Objects.requireNonNull(next.item());
            if (wanted > free) break;
            free -= wanted;
            poll();
            next.complete(null);
            if (served.isEmpty()) served = new ArrayList<>();
            served.add(next);
        }
        return served;
    }

    @Override
    protected List<Strand> left(@Nullable Object wanted) {
        return serve();
    }

    /**
     * How many are free.
     *
     * @return at some instant; negative if some are missing
     */
    public int free() {
        lock();
        try {
            return free;
        } finally {
            unlock();
        }
    }
}

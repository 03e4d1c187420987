// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.sync.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits, of which one takes as many as it needs, waits until they are there, and gives them back; as
 * {@code semaphore.Weighted} of Go.
 *
 * <pre>{@code
 *   Semaphore connections = new Semaphore(20);
 *   ...
 *   connections.acquire();
 *   try {
 *       ... use one ...
 *   } finally {
 *       connections.release();
 *   }
 * }</pre>
 *
 * <p>First come, first served: who wants many permits isn't overtaken by those who want few.
 *
 * <p><b>Memory effects.</b> What is done before {@code release} happens before what follows an {@code acquire} of these permits.
 */
public final class Semaphore {
    /** The free permits are guarded by the gate; who waits wants as many as its item says. */
    private static final class Permits extends Gate {
        final int size;
        private int free;

        Permits(int size) {
            this.size = size;
            free = size;
        }

        /** Takes them, or has a strand wait for them; null if nobody is to wait. False if they weren't taken. */
        boolean take(int permits, @Nullable Strand strand) {
            lock();
            try {
                if (permits <= free && first() == null) {
                    free -= permits;
                    return true;
                }
                if (strand != null) enter(strand, permits);
                return false;
            } finally {
                unlock();
            }
        }

        void give(int permits) {
            List<Strand> served;
            lock();
            try {
                if (permits > size - free) throw new IllegalStateException("more is released than was acquired");
                free += permits;
                served = serve();
            } finally {
                unlock();
            }
            wake(served);
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

        @Fiber
        void acquire(int permits) {
            Strand strand = Strand.current();
            if (!take(permits, strand)) await(strand, "acquire");
        }

        @Fiber
        boolean acquire(int permits, Duration time) {
            Strand strand = Strand.current();
            return take(permits, strand) || await(strand, "acquire", time) != TIMED_OUT;
        }

        int free() {
            lock();
            try {
                return free;
            } finally {
                unlock();
            }
        }
    }

    private final Permits permits;

    /**
     * All permits are free.
     *
     * @param permits how many there are
     * @throws IllegalArgumentException if there are fewer than 1
     */
    public Semaphore(int permits) {
        if (permits < 1) throw new IllegalArgumentException("a semaphore of " + permits);
        this.permits = new Permits(permits);
    }

    private int checked(int count) {
        if (count < 1 || count > permits.size)
            throw new IllegalArgumentException(count + " permits of a semaphore of " + permits.size);
        return count;
    }

    /**
     * Waits for a permit, and takes it.
     *
     * @throws dev.weft.CancelledException if the routine is cancelled, or the thread interrupted, while it waits
     */
    @Fiber
    public void acquire() {
        permits.acquire(1);
    }

    /**
     * Waits for permits, and takes them.
     *
     * @param count how many
     * @throws IllegalArgumentException if it is less than 1, or more than there are at all
     * @throws dev.weft.CancelledException as {@link #acquire()}
     */
    @Fiber
    public void acquire(int count) {
        permits.acquire(checked(count));
    }

    /**
     * Takes a permit if one is free and nobody waits.
     *
     * @return false if not
     */
    public boolean tryAcquire() {
        return permits.take(1, null);
    }

    /**
     * Takes permits if they are free and nobody waits.
     *
     * @param count how many
     * @return false if not
     * @throws IllegalArgumentException as {@link #acquire(int)}
     */
    public boolean tryAcquire(int count) {
        return permits.take(checked(count), null);
    }

    /**
     * Waits for permits, not longer than a time, and takes them.
     *
     * @param count how many
     * @param time how long; nothing or less tries once
     * @return false if they weren't free in time
     * @throws IllegalArgumentException as {@link #acquire(int)}
     * @throws dev.weft.CancelledException as {@link #acquire()}
     */
    @Fiber
    public boolean tryAcquire(int count, Duration time) {
        return permits.acquire(checked(count), time);
    }

    /**
     * Gives a permit back.
     *
     * @throws IllegalStateException if none was acquired
     */
    public void release() {
        permits.give(1);
    }

    /**
     * Gives permits back.
     *
     * @param count how many
     * @throws IllegalArgumentException as {@link #acquire(int)}
     * @throws IllegalStateException if fewer were acquired
     */
    public void release(int count) {
        permits.give(checked(count));
    }

    /**
     * How many are free.
     *
     * @return at some instant during the call
     */
    public int available() {
        return permits.free();
    }

    @Override
    public String toString() {
        return "Semaphore[" + available() + " of " + permits.size + " free]";
    }
}

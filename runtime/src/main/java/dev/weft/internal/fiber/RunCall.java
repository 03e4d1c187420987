// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.DeadlockException;
import dev.weft.internal.util.WeftProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that waits for a main fiber, and has a look from time to time whether it does so in vain.
 *
 * <p>So a deadlock costs nobody anything who isn't in it: the fibers and their carriers know nothing of being looked at.
 */
public final class RunCall {
    /*
     * Ownership: everything belongs to the thread, but CALLS, where others look for it.
     *
     * Progress: the end of the fiber unparks the thread, as any joiner.
     */

    private static final long FIRST_LOOK_NANOS = 50_000_000;
    private static final long MAX_PAUSE_NANOS = 5_000_000_000L;
    private static final long MAX_PAUSE_ISOLATED_NANOS = 500_000_000;

    /** Between two looks, once nothing was found to go on. */
    private static final long CONFIRMING_PAUSE_NANOS = 20_000_000;

    private static final int CONFIRMATIONS = 50;
    private static final int CONFIRMATIONS_ISOLATED = 5;

    private static final Map<Thread, RunCall> CALLS = new ConcurrentHashMap<>();

    private final FiberStrand main;
    private final Carriers carriers;
    private final boolean isolated;
    private final Quiescence quiescence;
    private final Strand strand;
    private long jobs = -1; // at the last look; negative if something went on
    private long quietSinceNanos;
    private int confirmations;

    private RunCall(FiberStrand main, Carriers carriers, boolean isolated, Strand strand) {
        this.main = main;
        this.carriers = carriers;
        this.isolated = isolated;
        this.strand = strand;
        quiescence = new Quiescence(carriers, isolated);
    }

    /** Whether a thread waits for a main fiber that hasn't ended. */
    static boolean isWaiting(Thread thread) {
        RunCall call = CALLS.get(thread);
        return call != null && !call.main.isEnded();
    }

    /**
     * Waits for a fiber's end. By a thread that carries no fiber.
     *
     * @param main was started for the caller
     * @throws DeadlockException if nothing can wake it any more
     * @throws dev.weft.CancelledException if the thread is interrupted
     */
    public static void await(FiberStrand main) {
        Carriers carriers = main.carriers();
        String policy = WeftProperties.DEADLOCK.value();
        boolean isolated = carriers.isIsolated() || policy.equals("isolated");
        if (!isolated && !policy.equals("quiet") && !policy.equals("off"))
            throw new IllegalArgumentException(
                    WeftProperties.DEADLOCK.key() + "=" + policy + " is none of quiet, isolated, off");
        Strand strand = new ThreadStrand(Thread.currentThread());
        RunCall call = new RunCall(main, carriers, isolated, strand);
        if (!main.addJoiner(strand)) return;
        CALLS.put(Thread.currentThread(), call);
        try {
            call.await(!policy.equals("off"));
        } finally {
            CALLS.remove(Thread.currentThread());
            main.removeJoiner(strand);
        }
    }

    private void await(boolean looks) {
        long maxPause = isolated ? MAX_PAUSE_ISOLATED_NANOS : MAX_PAUSE_NANOS;
        long pause = FIRST_LOOK_NANOS;
        while (!main.isEnded()) {
            if (strand.isCancelled()) throw strand.cancellation("run");
            if (!looks) {
                strand.park();
                continue;
            }
            LockSupport.parkNanos(strand, jobs >= 0 ? CONFIRMING_PAUSE_NANOS : pause);
            if (main.isEnded()) return;
            look();
            if (confirmations > (isolated ? CONFIRMATIONS_ISOLATED : CONFIRMATIONS)) throw deadlock();
            if (jobs < 0) pause = Math.min(2 * pause, maxPause);
        }
    }

    private void look() {
        long now = quiescence.look();
        if (now >= 0 && now == jobs) {
            confirmations++;
            return;
        }
        jobs = now;
        confirmations = 0;
        quietSinceNanos = System.nanoTime();
    }

    private DeadlockException deadlock() {
        Duration quiet = Duration.ofNanos(System.nanoTime() - quietSinceNanos);
        List<FiberStrand> mains = new ArrayList<>();
        for (RunCall call : CALLS.values()) if (call.carriers == carriers) mains.add(call.main);
        return new DeadlockException(
                new DeadlockReport(carriers, mains).text(Instant.now().minus(quiet), quiet));
    }
}

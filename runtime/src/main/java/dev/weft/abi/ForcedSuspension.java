// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A debug mode in which continuations suspend where nothing makes them wait.
 *
 * <p>Code instrumented with polls (the agent does so when {@code weft.debug.suspend} is set) asks here at each entry of a
 * fiber method. The scheduler takes a suspension without a reason for a yield. Modes: {@code never}, {@code always},
 * {@code seed:N} (one poll in two, by a generator seeded with N), {@code at:K} (the K-th poll of the process, from 1).
 */
public final class ForcedSuspension {
    /** The system property that sets the mode. */
    public static final String PROPERTY = "weft.debug.suspend";

    /** Decides for each poll. Called by any thread. */
    @FunctionalInterface
    public interface Decider {
        /**
         * Asked at a poll.
         *
         * @param c the continuation that polls
         * @return true to suspend it here
         */
        boolean isDue(Continuation c);
    }

    private static volatile Decider decider = parse(System.getProperty(PROPERTY, "never"));

    private ForcedSuspension() {}

    /**
     * Sets who decides from now on, for tests.
     *
     * @param newDecider asked at each poll
     */
    public static void setDecider(Decider newDecider) {
        decider = newDecider;
    }

    /**
     * Reads a mode.
     *
     * @param mode as the property has it
     * @return what decides by this mode
     * @throws IllegalArgumentException if it is none of the modes
     */
    public static Decider parse(String mode) {
        String m = mode.trim().toLowerCase(Locale.ROOT);
        if (m.equals("never")) return c -> false;
        if (m.equals("always")) return c -> true;
        try {
            if (m.startsWith("seed:")) {
                SplittableRandom random = new SplittableRandom(Long.parseLong(m.substring(5)));
                return c -> {
                    synchronized (random) {
                        return random.nextBoolean();
                    }
                };
            }
            if (m.startsWith("at:")) {
                long k = Long.parseLong(m.substring(3));
                AtomicLong polls = new AtomicLong();
                return c -> polls.incrementAndGet() == k;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(usage(mode), e);
        }
        throw new IllegalArgumentException(usage(mode));
    }

    private static String usage(String mode) {
        return PROPERTY + "=" + mode + " is none of never, always, seed:N, at:K";
    }

    static boolean isDue(Continuation c) {
        return decider.isDue(c);
    }
}

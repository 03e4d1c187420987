// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.util;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All system properties of Weft: {@code weft.<area>.<name>}.
 *
 * <p>Each is read when its value is first needed. A value that can't be read is an error that says what is allowed.
 */
public enum WeftProperties {
    /** {@code weft.debug.suspend}. */
    DEBUG_SUSPEND(
            "weft.debug.suspend",
            "never",
            "Suspends fibers where nothing makes them wait: never, always, seed:N (one point in two), at:K (the K-th)."
                    + " Code must be instrumented while it is set."),
    /** {@code weft.pinned}. */
    PINNED(
            "weft.pinned",
            "warn",
            "What to do when a fiber has to block its carrier: warn (report each site once), fail (throw), silent."),
    /** {@code weft.scheduler.parallelism}. */
    SCHEDULER_PARALLELISM(
            "weft.scheduler.parallelism",
            "",
            "How many carriers run fibers at a time, 1 to 1024. Default: the number of processors."),
    /** {@code weft.scheduler.spares}. */
    SCHEDULER_SPARES(
            "weft.scheduler.spares",
            "256",
            "How many carriers may stand in, at most, for those that pinned fibers block, 0 to 10000."),
    /** {@code weft.io.max}. */
    IO_MAX("weft.io.max", "64", "How many blocking calls of fibers are made at a time, at most, 1 to 10000."),
    /** {@code weft.io.keepAlive}. */
    IO_KEEP_ALIVE(
            "weft.io.keepAlive",
            "5000",
            "For how many milliseconds a thread is kept that nothing needs, of those that stand in for blocked ones."),
    /** {@code weft.deadlock}. */
    DEADLOCK(
            "weft.deadlock",
            "quiet",
            "When a run fails whose fibers all wait for each other: quiet (if nothing runs in the whole JVM, nor is going to),"
                    + " isolated (whatever other threads do: they are said to wake no fiber), off (never)."),
    /** {@code weft.routine.grace}. */
    ROUTINE_GRACE(
            "weft.routine.grace",
            "1000",
            "For how many milliseconds the failure of a routine may wait to be joined before it is reported.");

    private final String key;
    private final String defaultValue;
    private final String description;

    WeftProperties(String key, String defaultValue, String description) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /**
     * The property's name.
     *
     * @return as given to {@code -D}
     */
    public String key() {
        return key;
    }

    /**
     * What it is for.
     *
     * @return a sentence or two
     */
    public String description() {
        return description;
    }

    /**
     * The value in force.
     *
     * @return what was set, or the default; trimmed, in lower case
     */
    public String value() {
        @Nullable String set = System.getProperty(key);
        return (set == null ? defaultValue : set).trim().toLowerCase(Locale.ROOT);
    }

    /**
     * The value as a number.
     *
     * @param min the least that is allowed
     * @param max the most that is allowed
     * @param ifEmpty what an empty value stands for
     * @return the number
     * @throws IllegalArgumentException if the value is no such number
     */
    public int intValue(int min, int max, int ifEmpty) {
        String value = value();
        if (value.isEmpty()) return ifEmpty;
        try {
            int n = Integer.parseInt(value);
            if (n >= min && n <= max) return n;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected(value, min, max), e);
        }
        throw new IllegalArgumentException(expected(value, min, max));
    }

    private String expected(String value, int min, int max) {
        return key + "=" + value + " is no number from " + min + " to " + max;
    }

    /**
     * All properties with their values in force and what they are for.
     *
     * @return a few lines for each
     */
    public static String describe() {
        StringBuilder text = new StringBuilder();
        for (WeftProperties p : values()) {
            text.append(p.key).append('=').append(p.value()).append('\n');
            text.append("    ").append(p.description).append('\n');
        }
        return text.toString();
    }
}

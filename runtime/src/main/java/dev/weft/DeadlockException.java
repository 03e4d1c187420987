// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * Thrown by {@link Weft#run} and {@link Scheduler#run} when what they wait for can't come: every fiber waits, and nothing is left that could
 * wake one.
 *
 * <p>The message is a report: for each fiber what it waits for, since when, and in which calls; and who waits for whom in a
 * circle, where that is known. See {@code docs/semantics.md}, "Deadlocks".
 */
public final class DeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A new one.
     *
     * @param report who waits for what
     */
    public DeadlockException(String report) {
        super(report);
    }
}

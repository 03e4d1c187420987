// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

/**
 * How long the last calls of some kind have blocked their threads, by which the next one is judged: one that is going to last
 * makes room for another worker at once, and one that isn't makes no fuss.
 */
public final class CallHistory {
    /*
     * Ownership: nobody's. The field is read and written by any thread, plainly; a value that is lost costs a wrong guess, which
     * costs a wake-up for nothing, or some hundred microseconds until the monitor has seen it.
     *
     * After branch predictors. One long call is believed at once, and some short ones are needed to be believed again: to take a long
     * call for a short one is the more expensive error.
     */

    /** So many short calls in a row follow a long one, until the next is expected to be short. */
    private static final int DOUBTS = 4;

    private int doubts;

    /** Knows nothing, and expects short calls. */
    public CallHistory() {}

    boolean expectsLong() {
        return doubts > 0;
    }

    void wasLong() {
        if (doubts != DOUBTS) doubts = DOUBTS;
    }

    void wasShort() {
        int d = doubts;
        if (d > 0) doubts = d - 1;
    }
}

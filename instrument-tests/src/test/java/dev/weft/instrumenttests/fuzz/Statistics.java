// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

/** What hunts have done so far. Safe for use by several threads. */
final class Statistics {
    private static final int SHOWN = 5;

    private long programs;
    private long runs;
    private long points;
    private long suspensions;
    private long invalid;
    private final StringBuilder firstInvalid = new StringBuilder();

    synchronized void add(Trial trial) {
        programs++;
        runs += trial.runs();
        points += trial.points();
        suspensions += trial.suspensions();
    }

    synchronized void addInvalid(String message) {
        if (invalid++ < SHOWN) {
            firstInvalid
                    .append("not a program: ")
                    .append(message, 0, Math.min(message.length(), 600))
                    .append('\n');
        }
    }

    synchronized long programs() {
        return programs;
    }

    synchronized long suspensions() {
        return suspensions;
    }

    synchronized long invalid() {
        return invalid;
    }

    /** What was wrong with the first programs that were none. */
    synchronized String firstInvalid() {
        return firstInvalid.toString();
    }

    @Override
    public synchronized String toString() {
        return programs + " programs, " + runs + " runs, " + points + " points, " + suspensions + " suspensions, "
                + invalid + " left out";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.upgrade;

/** A class file that can't be brought to a newer version. */
public final class UpgradeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    UpgradeException(String problem) {
        super(problem);
        this.problem = problem;
    }

    UpgradeException(String problem, Throwable cause) {
        super(problem, cause);
        this.problem = problem;
    }

    /**
     * What is in the way.
     *
     * @return a phrase for a report
     */
    public String problem() {
        return problem;
    }
}

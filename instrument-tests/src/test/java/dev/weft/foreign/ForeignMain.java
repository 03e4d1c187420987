// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import java.util.List;

/** The program. Arguments: what to leave out. */
public final class ForeignMain {
    private ForeignMain() {}

    /** Runs all scenarios; exits with 0 if all are well. */
    public static void main(String[] args) throws Exception {
        PlainScenarios.run();
        ForwarderScenarios.run();
        JdkScenarios.run();
        if (!List.of(args).contains("mocks")) MockScenarios.run(!List.of(args).contains("inline"));
        Coins.end();
    }
}

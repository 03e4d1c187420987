// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import java.util.List;

/** The program. Arguments: what to leave out. */
public final class ForeignMain {
    private static final long LATE_MILLIS = 120_000;

    private ForeignMain() {}

    /** A coin that is taken twice leaves somebody waiting for ever. */
    private static void endLate() {
        try {
            Thread.sleep(LATE_MILLIS);
        } catch (InterruptedException e) {
            return;
        }
        System.out.println("hangs in: " + Coins.name());
        Runtime.getRuntime().halt(2);
    }

    /** Runs all scenarios; exits with 0 if all are well. */
    public static void main(String[] args) throws Exception {
        Thread watchdog = new Thread(ForeignMain::endLate, "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        PlainScenarios.run();
        ForwarderScenarios.run();
        JdkScenarios.run();
        if (!List.of(args).contains("mocks")) MockScenarios.run(!List.of(args).contains("inline"));
        Coins.end();
    }
}

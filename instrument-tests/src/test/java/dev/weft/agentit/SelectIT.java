// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that selects, suspended wherever it may be. */
class SelectIT {
    @ParameterizedTest
    @CsvSource({"never, 1", "always, 1", "seed:1, 1", "always, 8", "seed:2, 8"})
    void s5EachElementComesOutOnceUnderForcedSuspension(String mode, int parallelism) throws Exception {
        Java.Result result = Java.run(
                Java.agent("onError=fail"),
                "-Dweft.debug.suspend=" + mode,
                "-Dweft.pinned=fail",
                "-Dweft.scheduler.parallelism=" + parallelism,
                "-cp",
                System.getProperty("java.class.path"),
                SelectMain.class.getName());
        assertThat(result.err()).isEmpty();
        assertThat(result.out().strip()).isEqualTo("1000 of 1000, each 1, -1");
        assertThat(result.status()).isZero();
    }
}

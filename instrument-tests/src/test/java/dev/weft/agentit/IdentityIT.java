// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** I1 to I9 of docs/semantics.md: what fibers have of their own depends on how the JVM was started. Classes instrumented at build time. */
class IdentityIT {
    private static final String ALL = """
            what another fiber has set: null
            in one blocking task: found
            inherited: found
            name: true
            class loader: true
            interrupt flag: true
            """;

    private static Process start(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of(
                "-Dweft.scheduler.parallelism=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weft.runtimetests.IdentityMain"));
        return Java.start(arguments.toArray(String[]::new));
    }

    private static void assertSays(String expected, Process process) throws Exception {
        Java.Result result = Java.finish(process);
        assertThat(result.out() + result.err()).isEqualTo(expected);
        assertThat(result.status()).isZero();
    }

    @Test
    void i9WithoutAgentAndOpenPackageThreadLocalsAreTheCarriersAndTheRestIsTheFibers() throws Exception {
        Process alone = start();
        Process open = start("--add-opens", "java.base/java.lang=ALL-UNNAMED");
        Process agent = start(Java.agent("onError=fail"));
        assertSays(ALL, open);
        assertSays(ALL, agent);
        assertSays("""
                what another fiber has set: found
                in one blocking task: found
                inherited: null
                name: false
                class loader: true
                interrupt flag: true
                """, alone);
    }
}

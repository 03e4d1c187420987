// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** N7 of docs/semantics.md, in a process that has few descriptors. */
class NetIT {
    @Test
    void n7WhoHasNoDescriptorsLeftLosesNoConnection() throws Exception {
        Java.Result result = Java.finish(Java.startLimited(
                100,
                Java.agent("onError=fail"),
                "-cp",
                System.getProperty("java.class.path"),
                NetMain.class.getName()));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("connect: Too many open files\naccept: Too many open files\naccepted\n");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** D1, D3 and D6 of docs/semantics.md, in processes of their own: whether a run fails depends on all threads there are. */
class DeadlockIT {
    private static String[] command(String what, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of(
                Java.agent("onError=fail"),
                "-cp",
                System.getProperty("java.class.path"),
                DeadlockMain.class.getName(),
                what));
        return arguments.toArray(String[]::new);
    }

    @Test
    void d1AndD6AProgramInWhichNothingGoesOnFailsUnlessItIsSwitchedOff() throws Exception {
        Process unwatched = Java.start(command("nothing", "-Dweft.deadlock=off"));
        Process alone = Java.start(command("nothing"));
        Process idle = Java.start(command("idle-threads"));
        for (Process process : List.of(alone, idle)) {
            Java.Result result = Java.finish(process);
            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .startsWith("deadlock: every fiber waits")
                    .contains("\"main\" waits in Channel.receive at Channel#")
                    .contains("at " + DeadlockMain.class.getName() + ".receiveWithOthers(DeadlockMain.java:")
                    .contains("\"other\" waits in Channel.receive at Channel#");
        }
        assertThat(unwatched.isAlive()).as("it was started first").isTrue();
        unwatched.destroyForcibly();
    }

    @Test
    void d3NoneFailsIfSomethingMayStillHappen() throws Exception {
        List<String> all = new ArrayList<>(
                List.of("sleeping-thread", "computing-thread", "timer", "blocking-call", "executor", "socket"));
        if (Runtime.version().feature() >= 21) all.add("virtual-thread");
        Map<String, Process> processes = new LinkedHashMap<>();
        for (String what : all) processes.put(what, Java.start(command(what)));
        for (Map.Entry<String, Process> e : processes.entrySet()) {
            Java.Result result = Java.finish(e.getValue());
            assertThat(result.out()).as(e.getKey()).isEqualTo("received 1\n");
            assertThat(result.err()).as(e.getKey()).isEmpty();
        }
    }
}

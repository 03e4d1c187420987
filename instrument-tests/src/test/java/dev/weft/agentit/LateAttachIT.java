// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent attached to a program that already runs. */
class LateAttachIT {
    private static final String MAIN = """
            package app;
            public final class Main {
                public static void main(String[] args) throws Throwable {
                    Class.forName("app.Early");
                    System.out.println("ready");
                    System.in.read();
                    Counter.main(args);
                }
            }
            """;

    private static final String EARLY = """
            package app;
            public final class Early {
                @dev.weft.Fiber void run() { dev.weft.abi.Continuation.suspend(); }
            }
            """;

    @TempDir
    Path folder;

    private Process start() throws Exception {
        Path classes = Program.compile(
                folder,
                Map.of(
                        "app/Main.java",
                        MAIN,
                        "app/Early.java",
                        EARLY,
                        "app/Counter.java",
                        Program.COUNTER,
                        "app/Steps.java",
                        Program.STEPS));
        Process process = Java.start("-cp", Java.classPath(classes), "app.Main");
        for (int expected : "ready".chars().toArray()) {
            assertThat(process.getInputStream().read()).isEqualTo(expected);
        }
        return process;
    }

    private static void attach(Process process, String options) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
        try {
            machine.loadAgent(Java.agentJar().toString(), options);
        } finally {
            machine.detach();
        }
    }

    private static Java.Result goOn(Process process) throws Exception {
        process.getOutputStream().close();
        return Java.finish(process);
    }

    @Test
    void laterClassesSuspendAndEarlierOnesAreNamed() throws Exception {
        Process process = start();
        attach(process, "");
        Java.Result result = goOn(process);
        assertThat(result.out()).isEqualTo("\n" + Program.COUNTED);
        assertThat(result.err())
                .contains("weft: 1 class was loaded before the agent and will block instead of suspending:")
                .contains("app.Early")
                .doesNotContain("app.Main");
        assertThat(result.status()).isZero();
    }

    @Test
    void theSecondAttemptChangesNothing() throws Exception {
        Process process = start();
        attach(process, "");
        attach(process, "exclude=app.**");
        Java.Result result = goOn(process);
        assertThat(result.out()).isEqualTo("\n" + Program.COUNTED);
        assertThat(result.err()).contains("weft: the agent runs already").containsOnlyOnce("loaded before the agent");
    }

    @Test
    void anUnknownOptionEndsTheAttemptAndNotTheProgram() throws Exception {
        Process process = start();
        assertThatThrownBy(() -> attach(process, "foo")).isInstanceOf(AgentInitializationException.class);
        Java.Result result = goOn(process);
        assertThat(result.err())
                .contains("unknown option 'foo'")
                .contains("IllegalStateException: suspend() called by a method that was entered plainly");
    }
}

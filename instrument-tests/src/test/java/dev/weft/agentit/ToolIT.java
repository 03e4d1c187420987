// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar weft-agent.jar}. */
class ToolIT {
    @TempDir
    Path folder;

    private static Java.Result tool(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = "-jar";
        command[1] = Java.agentJar().toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return Java.run(command);
    }

    @Test
    void withoutArgumentsItPrintsItsUsage() throws Exception {
        Java.Result result = tool();
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("usage: java -jar weft-agent.jar instrument IN OUT");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void wrongArgumentsHaveAStatusOfTheirOwn() throws Exception {
        assertThat(tool("instrument", "a", "b", "--frobnicate").status()).isEqualTo(2);
        assertThat(tool("instrument", folder.resolve("nowhere").toString(), "b").status())
                .isEqualTo(1);
    }

    @Test
    void instrumentedClassesRunWithoutTheAgentAndWithItNothingIsDoneTwice() throws Exception {
        Path classes = Program.counter(folder);
        Path instrumented = folder.resolve("instrumented");
        Java.Result result = tool("instrument", classes.toString(), instrumented.toString(), "--verify");
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .isEqualTo("weft: 2 classes instrumented, 2 methods, 2 suspension points, 0 pinned, 0 failed\n");

        assertThat(Java.run("-cp", Java.classPath(instrumented), "app.Counter").out())
                .isEqualTo(Program.COUNTED);
        Path report = folder.resolve("report.txt");
        assertThat(Java.run(Java.agent("report=" + report), "-cp", Java.classPath(instrumented), "app.Counter")
                        .out())
                .isEqualTo(Program.COUNTED);
        assertThat(report).content().startsWith("total: 0 classes instrumented");

        assertThat(tool("instrument", instrumented.toString(), instrumented.toString())
                        .out())
                .startsWith("weft: 0 classes instrumented");
    }

    @Test
    void theJarContainsNoForeignPackage() throws Exception {
        try (java.util.jar.JarFile jar =
                new java.util.jar.JarFile(Java.agentJar().toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .allMatch(name -> name.startsWith("dev/weft/"));
            assertThat(jar.getManifest().getMainAttributes())
                    .containsEntry(new java.util.jar.Attributes.Name("Premain-Class"), "dev.weft.agent.WeftAgent")
                    .containsEntry(new java.util.jar.Attributes.Name("Agent-Class"), "dev.weft.agent.WeftAgent")
                    .containsEntry(new java.util.jar.Attributes.Name("Main-Class"), "dev.weft.agent.WeftTool");
        }
    }
}

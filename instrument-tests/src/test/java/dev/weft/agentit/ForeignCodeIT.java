// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.TargetSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program of {@code dev.weft.foreign}: fibers that call through proxies, mocks, interceptors and reflection have the
 * right results, and nothing is run twice, with the agent and without.
 */
class ForeignCodeIT {
    private static final String EXCLUDE = "dev.weft.foreign.plain.**";
    private static final String END = " scenarios, 0 failures\n";

    @TempDir
    Path folder;

    private Path classes() throws IOException {
        Path from = TargetSources.moduleFolder().resolve("target/test-classes");
        Path to = folder.resolve("classes");
        for (String part : List.of("dev/weft/foreign", "META-INF/services")) {
            try (Stream<Path> files = Files.walk(from.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        return to;
    }

    private static Path[] withLibraries(Path first) throws Exception {
        List<Path> elements = new ArrayList<>(List.of(first));
        for (Class<?> type : List.of(
                org.mockito.Mockito.class,
                org.objenesis.Objenesis.class,
                net.bytebuddy.ByteBuddy.class,
                net.bytebuddy.agent.ByteBuddyAgent.class,
                org.aopalliance.intercept.MethodInterceptor.class,
                org.springframework.core.SpringVersion.class,
                org.apache.commons.logging.LogFactory.class,
                javassist.util.proxy.ProxyFactory.class)) {
            elements.add(Java.jarOf(type));
        }
        return elements.toArray(Path[]::new);
    }

    private static final String TOLD = "was mocked by Mockito's inline mock maker";

    private static void isWell(Java.Result result) {
        assertThat(result.err()).doesNotContain(TOLD);
        assertThat(result.out()).as(result.err()).endsWith(END);
        assertThat(result.status()).isZero();
    }

    private Path instrumented(Path classes) throws Exception {
        Path out = folder.resolve("instrumented");
        Java.Result tool = Java.run(
                "-jar",
                Java.agentJar().toString(),
                "instrument",
                classes.toString(),
                out.toString(),
                "--class-path",
                Java.classPath(withLibraries(classes)),
                "--exclude",
                EXCLUDE);
        assertThat(tool.status()).as(tool.err()).isZero();
        return out;
    }

    @Test
    void instrumentedAtBuildTime() throws Exception {
        Path instrumented = instrumented(classes());
        isWell(Java.run(
                "-Dweft.pinned=silent",
                "-cp",
                Java.classPath(withLibraries(instrumented)),
                "dev.weft.foreign.ForeignMain",
                "inline"));
    }

    /** What was mocked in the class itself is found by the agent only. */
    @Test
    void instrumentedAtBuildTimeWithTheAgentForMocks() throws Exception {
        Path instrumented = instrumented(classes());
        isWell(Java.run(
                Java.agent("exclude=" + EXCLUDE),
                "-Dweft.pinned=silent",
                "-cp",
                Java.classPath(withLibraries(instrumented)),
                "dev.weft.foreign.ForeignMain"));
    }

    /** Without, a real method that a mock's handler has called can't suspend, and says what to do. */
    @Test
    void aForeignFrameThatPassesTheContinuationOnIsNoticed() throws Exception {
        Path instrumented = instrumented(classes());
        Java.Result result = Java.run(
                "-Dweft.pinned=silent", "-cp", Java.classPath(withLibraries(instrumented)), "dev.weft.foreign.SpyMain");
        assertThat(result.out()).contains("IllegalStateException: a fiber can't be suspended below");
        assertThat(result.out()).contains("-javaagent:weft-agent.jar");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void mocksThatFibersDontFindAreTold() throws Exception {
        Path instrumented = instrumented(classes());
        Java.Result result = Java.run(
                "-Dweft.pinned=silent",
                "-cp",
                Java.classPath(withLibraries(instrumented)),
                "dev.weft.foreign.StaticMockMain");
        assertThat(result.out()).endsWith(END);
        assertThat(result.err())
                .containsOnlyOnce("[weft] dev.weft.foreign.Kiosk " + TOLD)
                .contains("-javaagent:weft-agent.jar");
    }

    @Test
    void withTheAgentAndForcedSuspension() throws Exception {
        isWell(Java.run(
                Java.agent("exclude=" + EXCLUDE),
                "-Dweft.pinned=silent",
                "-Dweft.debug.suspend=seed:1",
                "-cp",
                Java.classPath(withLibraries(classes())),
                "dev.weft.foreign.ForeignMain"));
    }
}

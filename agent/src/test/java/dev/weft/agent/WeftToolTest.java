// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeftToolTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return new WeftTool(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(List.of(arguments));
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    @Test
    void withoutArgumentsItPrintsItsUsage() {
        assertThat(run()).isEqualTo(WeftTool.DONE);
        assertThat(out()).isEqualTo(ToolOptions.USAGE);
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", "instrument --help", "instrument a b --help"})
    void helpIsPrintedWhereverItIsAskedFor(String line) {
        assertThat(run(line.split(" ", -1))).isEqualTo(WeftTool.DONE);
        assertThat(out()).isEqualTo(ToolOptions.USAGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weave|unknown command 'weave'; there are instrument, report, verify and catalogue",
                "instrument|instrument needs IN and OUT",
                "instrument a|instrument needs IN and OUT, but was given: a",
                "instrument a b c|instrument needs IN and OUT, but was given: a b c",
                "instrument a b --foo|unknown option '--foo'; the options are --include, --exclude, --class-path,"
                        + " --verify, --report, --on-error, --no-loop-polls, --no-creations, --catalogue, --like-agent, --help",
                "instrument a b --on-error maybe|--on-error is 'fail' or 'pin', not 'maybe'",
                "report|report needs IN",
                "verify a b|verify needs IN, but was given: a b",
                "instrument a b --report|option '--report' needs a value",
                "instrument a b --include com.acme.|'com.acme.' names no classes",
            })
    void wrongArgumentsAreExplained(String line, String message) {
        assertThat(run(line.split(" ", -1))).isEqualTo(WeftTool.WRONG_ARGUMENTS);
        assertThat(err()).contains(message).contains("--help");
        assertThat(out()).isEmpty();
    }

    @Test
    void aFolderIsInstrumentedVerifiedAndReported(@TempDir Path folder) throws Exception {
        Path in = folder.resolve("in");
        Path report = folder.resolve("report.txt");
        TestClasses.writeFolder(in, TestClasses.files(TestClasses.compile(TestClasses.WORKER, TestClasses.PLAIN)));
        int status = run(
                "instrument",
                in.toString(),
                folder.resolve("out").toString(),
                "--include",
                "app.Plain",
                "--verify",
                "--report",
                report.toString());
        assertThat(err()).isEmpty();
        assertThat(status).isEqualTo(WeftTool.DONE);
        assertThat(out())
                .isEqualTo("weft: 2 classes instrumented, 3 methods, 3 suspension points, 0 pinned, 0 failed\n");
        assertThat(report).content().isEqualTo("""
                app.Plain: 1 method, 0 suspension points
                    method  app.Plain.<init>()V  line 1  constructor
                    method  app.Plain.twice(I)I  line 1  no suspension point
                app.Worker: 2 methods, 3 suspension points
                    method  app.Worker.<init>()V  line 2  constructor
                    method  app.Worker.work(I)I  line 3  instrumented  1 suspension point
                    method  app.Worker.more(I)I  line 4  instrumented  2 suspension points
                methods: 2 instrumented, 1 no suspension point, 2 constructor
                total: 2 classes instrumented, 3 methods, 3 suspension points, 0 pinned, 0 failed
                """);
    }

    @Test
    void excludedClassesAreCopied(@TempDir Path folder) throws Exception {
        Path in = folder.resolve("in");
        Map<String, byte[]> files = TestClasses.files(TestClasses.compile(TestClasses.WORKER));
        TestClasses.writeFolder(in, files);
        assertThat(run("instrument", in.toString(), folder.resolve("out").toString(), "--exclude", "app.**"))
                .isEqualTo(WeftTool.DONE);
        assertThat(folder.resolve("out/app/Worker.class")).hasBinaryContent(files.get("app/Worker.class"));
        assertThat(out()).startsWith("weft: 0 classes");
    }

    @Test
    void whatPinsIsPrinted(@TempDir Path folder) throws Exception {
        String source = """
                package app;
                class Locked {
                    @dev.weft.Fiber synchronized void run() { dev.weft.abi.Continuation.suspend(); }
                }
                """;
        Path in = folder.resolve("in");
        TestClasses.writeFolder(in, TestClasses.files(TestClasses.compile(source)));
        assertThat(run("instrument", in.toString(), in.toString())).isEqualTo(WeftTool.DONE);
        assertThat(out()).startsWith("weft: app.Locked.run:3 pins: while a monitor is held");
    }

    @Test
    void aMissingInputIsNamed(@TempDir Path folder) {
        Path in = folder.resolve("nowhere");
        assertThat(run("instrument", in.toString(), folder.resolve("out").toString()))
                .isEqualTo(WeftTool.FAILED);
        assertThat(err()).isEqualTo("weft: error: no such file or folder: " + in + "\n");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aFileThatIsNoJarIsNamed(@TempDir Path folder) throws Exception {
        Path in = Files.writeString(folder.resolve("notes.txt"), "text");
        assertThat(run("instrument", in.toString(), folder.resolve("out").toString()))
                .isEqualTo(WeftTool.FAILED);
        assertThat(err()).startsWith("weft: error: " + in + " is neither a folder nor a jar");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aFailureStillLeavesAReport(@TempDir Path folder) throws Exception {
        Map<String, byte[]> files = TestClasses.files(TestClasses.compile(TestClasses.WORKER));
        files.replaceAll((path, bytes) -> path.equals("app/Worker.class") ? TestClasses.fromTheFuture(bytes) : bytes);
        Path in = folder.resolve("in");
        TestClasses.writeFolder(in, files);
        Path report = folder.resolve("report.txt");
        assertThat(run("instrument", in.toString(), in.toString(), "--report", report.toString()))
                .isEqualTo(WeftTool.FAILED);
        assertThat(err()).startsWith("weft: error: app/Worker.class: ");
        assertThat(report).content().contains("1 failed");
    }

    @Test
    void theRuntimeIsFoundNextToTheAgent(@TempDir Path folder) throws Exception {
        Path agent = folder.resolve("agent/target/weft-agent-1.jar");
        assertThat(RuntimeJar.find(agent)).isNull();
        Path tree = folder.resolve("runtime/target/weft-runtime-1.jar");
        Files.createDirectories(tree.getParent());
        Files.createDirectories(agent.getParent());
        Files.createFile(tree);
        assertThat(RuntimeJar.find(agent)).isEqualTo(tree);
        Path sibling = Files.createFile(agent.resolveSibling("weft-runtime-1.jar"));
        assertThat(RuntimeJar.find(agent)).isEqualTo(sibling);
    }
}

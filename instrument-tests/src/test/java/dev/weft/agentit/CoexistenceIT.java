// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.OfflineInstrumentationAccessGenerator;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent next to others, and in programs with class loaders of their own. */
class CoexistenceIT {
    private static final String STEPS = """
            package app;
            import dev.weft.Fiber;
            import dev.weft.abi.Continuation;
            public final class Steps {
                @Fiber public int run(int n) {
                    int sum = 0;
                    for (int i = 0; i < n; i++) {
                        Continuation.suspend();
                        sum += i;
                    }
                    return sum;
                }
            }
            """;

    @TempDir
    Path folder;

    private static void succeeds(Java.Result result, String out) {
        assertThat(result.out()).as(result.err()).isEqualTo(out);
        assertThat(result.status()).isZero();
    }

    // ---------------------------------------------------------------- JaCoCo

    private Path program() throws Exception {
        return Program.compile(folder, Map.of("app/Counter.java", Program.COUNTER, "app/Steps.java", STEPS));
    }

    private static String jacoco(Path data) {
        Path jar = Java.jarOf(org.jacoco.agent.rt.RT.class);
        return "-javaagent:" + jar + "=includes=app.*,destfile=" + data;
    }

    /** Every line of the program was executed, and belongs to the class as it was compiled. */
    private static void isCovered(Path data, Path classes) throws Exception {
        ExecFileLoader loader = new ExecFileLoader();
        loader.load(data.toFile());
        CoverageBuilder coverage = new CoverageBuilder();
        new Analyzer(loader.getExecutionDataStore(), coverage)
                .analyzeAll(classes.resolve("app/Steps.class").toFile());
        assertThat(coverage.getNoMatchClasses()).isEmpty();
        IClassCoverage steps = coverage.getClasses().iterator().next();
        assertThat(steps.getMethods()).hasSize(2);
        assertThat(steps.getLineCounter().getMissedCount()).isZero();
        assertThat(steps.getBranchCounter().getMissedCount()).isZero();
    }

    @Test
    void jacocoBefore() throws Exception {
        Path classes = program();
        Path data = folder.resolve("before.exec");
        succeeds(
                Java.run(jacoco(data), Java.agent(""), "-cp", Java.classPath(classes), "app.Counter"), Program.COUNTED);
        isCovered(data, classes);
    }

    @Test
    void jacocoAfter() throws Exception {
        Path classes = program();
        Path data = folder.resolve("after.exec");
        succeeds(
                Java.run(Java.agent(""), jacoco(data), "-cp", Java.classPath(classes), "app.Counter"), Program.COUNTED);
        isCovered(data, classes);
    }

    @Test
    void jacocoOffline() throws Exception {
        Path classes = program();
        Path covered = folder.resolve("covered");
        Instrumenter instrumenter = new Instrumenter(new OfflineInstrumentationAccessGenerator());
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = covered.resolve(classes.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.write(copy, instrumenter.instrument(Files.readAllBytes(file), file.toString()));
            }
        }
        Path data = folder.resolve("offline.exec");
        succeeds(
                Java.run(
                        Java.agent(""),
                        "-Djacoco-agent.destfile=" + data,
                        "-cp",
                        Java.classPath(covered, Java.jarOf(org.jacoco.agent.rt.RT.class)),
                        "app.Counter"),
                Program.COUNTED);
        isCovered(data, classes);
    }

    // ---------------------------------------------------------------- an agent that adds code, and retransforms

    private static final String ADVISED = """
            package app;
            import dev.weft.coexistence.EnteringAgent;
            public final class Advised {
                public static void main(String[] args) throws Throwable {
                    Counter.main(args);
                    int entered = EnteringAgent.ENTERED.get();
                    EnteringAgent.retransform(Steps.class, Counter.class, Advised.class);
                    Counter.main(args);
                    System.out.println(entered + " " + EnteringAgent.ENTERED.get() + " " + EnteringAgent.LEFT.get());
                }
            }
            """;

    private Java.Result advised(boolean first) throws Exception {
        Path classes = Program.compile(
                folder,
                Map.of("app/Advised.java", ADVISED, "app/Counter.java", Program.COUNTER, "app/Steps.java", STEPS));
        Path jar = folder.resolve("other.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "dev.weft.coexistence.EnteringAgent");
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        try (OutputStream bytes = Files.newOutputStream(jar)) {
            new JarOutputStream(bytes, manifest).close();
        }
        String other = "-javaagent:" + jar;
        Path tests = Java.jarOf(CoexistenceIT.class);
        return Java.run(
                first ? other : Java.agent(""),
                first ? Java.agent("") : other,
                "-cp",
                Java.classPath(classes, tests, Java.jarOf(net.bytebuddy.ByteBuddy.class)),
                "app.Advised");
    }

    @Test
    void anAgentBefore() throws Exception {
        succeeds(advised(true), Program.COUNTED + Program.COUNTED + "1 2 2\n");
    }

    /** What an agent adds behind Weft's back is in each of the three bodies: it counts suspensions too. */
    @Test
    void anAgentAfter() throws Exception {
        Java.Result result = advised(false);
        assertThat(result.out()).as(result.err()).startsWith(Program.COUNTED + Program.COUNTED);
        assertThat(result.status()).isZero();
    }

    // ---------------------------------------------------------------- class loaders

    private static Map<String, String> loadedProgram() {
        Map<String, String> sources = new HashMap<>();
        sources.put("app/Steps.java", STEPS);
        sources.put("app/Counter.java", Program.COUNTER.replace("public static void main", """
                public static String count() throws Throwable {
                    Counter counter = new Counter();
                    int resumes = 1;
                    while (!counter.resume()) resumes++;
                    return counter.result() + " after " + resumes;
                }
                public static void main"""));
        sources.put("app/Plain.java", """
                package app;
                public class Plain {
                    @dev.weft.Fiber static int half() { return 21; }
                    public static int twice() { return 2 * half(); }
                }
                """);
        sources.put("app/Work.java", "package app; public interface Work { @dev.weft.Fiber int work(); }");
        sources.put("app/Host.java", """
                package app;
                import dev.weft.abi.Continuation;
                public class Host extends Continuation {
                    private Work work;
                    public static java.lang.invoke.MethodHandles.Lookup lookup() {
                        return java.lang.invoke.MethodHandles.lookup();
                    }
                    @dev.weft.Fiber @Override protected Object body() { return work.work(); }
                    public static String run(Object work) {
                        Host host = new Host();
                        host.work = (Work) work;
                        int resumes = 1;
                        while (!host.resume()) resumes++;
                        Throwable failure = host.failure();
                        return failure == null ? host.result() + " after " + resumes : failure.getClass().getName();
                    }
                }
                """);
        sources.put("app/Defined.java", """
                package app;
                public class Defined implements Work {
                    public Defined() {}
                    @Override public int work() {
                        int sum = 0;
                        for (int i = 0; i < 3; i++) {
                            dev.weft.abi.Continuation.suspend();
                            sum += step(i);
                        }
                        return sum;
                    }
                    @dev.weft.Fiber private int step(int i) {
                        dev.weft.abi.Continuation.suspend();
                        return i;
                    }
                }
                """);
        sources.put("app/Loud.java", """
                package app;
                public class Loud extends Louder {
                    static { System.setProperty("app.initialized", System.getProperty("app.initialized", "") + " Loud"); }
                    @dev.weft.Fiber public int say() { return 1; }
                }
                """);
        sources.put("app/Louder.java", """
                package app;
                public class Louder {
                    static { System.setProperty("app.initialized", System.getProperty("app.initialized", "") + " Louder"); }
                }
                """);
        sources.put("app/Uses.java", """
                package app;
                public class Uses {
                    @dev.weft.Fiber static int say(Loud loud) { return new Loud().say() + loud.say(); }
                    public static int use() { return say(new Loud()); }
                }
                """);
        sources.put("app/Chain.java", """
                package app;
                public class Chain {
                    public static String count() { return Host.run(new C0()); }
                }
                """);
        for (int i = 0; i < 60; i++) {
            String above = i % 3 == 0 ? "" : " extends C" + (i - 1);
            sources.put(
                    "app/C" + i + ".java", """
                    package app;
                    public class C%d%s implements Work {
                        @Override public int work() {
                            dev.weft.abi.Continuation.suspend();
                            return %s + 1;
                        }
                    }
                    """.formatted(i, above, i == 59 ? "0" : "new C" + (i + 1) + "().work()"));
        }
        return sources;
    }

    @Test
    void classLoadersOfManyKinds() throws Exception {
        Path classes = Program.compile(folder, loadedProgram());
        Path instrumented = folder.resolve("instrumented");
        Java.Result tool = Java.run(
                "-jar",
                Java.agentJar().toString(),
                "instrument",
                classes.toString(),
                instrumented.toString(),
                "--class-path",
                Java.classPath(classes));
        assertThat(tool.status()).as(tool.err()).isZero();
        Java.Result result = Java.run(
                Java.agent(""),
                "-cp",
                Java.classPath(Java.jarOf(CoexistenceIT.class)),
                "dev.weft.coexistence.LoadersMain",
                classes.toString(),
                Java.runtime().toString(),
                instrumented.toString());
        succeeds(result, """
                isolated: 45 after 11, 45 after 11
                isolated runtimes: true
                parent last: 45 after 11
                parent last, shared runtime: 45 after 11
                bundle: 45 after 11
                bundle without the runtime: 42
                hidden class, not instrumented: java.lang.IllegalStateException
                hidden class, instrumented: 3 after 7
                defined by a lookup: 3 after 7
                concurrently: [60 after 61]
                concurrently: [60 after 61]
                initialized by loading: nothing
                initialized by use: 2 Louder Loud
                """);
        assertThat(result.err()).contains("weft-runtime is not on its class path");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -javaagent:weft-agent.jar}. */
class AgentIT {
    @TempDir
    Path folder;

    private static void succeeds(Java.Result result, String out) {
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(out);
        assertThat(result.status()).isZero();
    }

    @Test
    void annotatedMethodsSuspendAndAreReported() throws Exception {
        Path classes = Program.counter(folder);
        Path report = folder.resolve("report.txt");
        succeeds(
                Java.run(Java.agent("report=" + report), "-cp", Java.classPath(classes), "app.Counter"),
                Program.COUNTED);
        assertThat(report)
                .content()
                .startsWith("app.Counter: 1 method, 1 suspension point\n")
                .contains(
                        "    method  app.Counter.body()Ljava/lang/Object;  line 5  instrumented  1 suspension point\n")
                .contains("\napp.Steps: 1 method, 1 suspension point\n")
                .contains("    method  app.Steps.run(I)I  line 6  instrumented  1 suspension point\n")
                .endsWith("total: 2 classes instrumented, 2 methods, 2 suspension points, 0 pinned, 0 failed\n");
    }

    @Test
    void methodsOfNamedPackagesNeedNoAnnotation() throws Exception {
        Path classes = Program.compile(
                folder,
                Map.of(
                        "app/Counter.java",
                        Program.COUNTER.replace("@Fiber", ""),
                        "app/Steps.java",
                        Program.STEPS.replace("@Fiber", "")));
        succeeds(
                Java.run(Java.agent("include=app.**,onError=fail"), "-cp", Java.classPath(classes), "app.Counter"),
                Program.COUNTED);
    }

    @Test
    void anExcludedClassPins() throws Exception {
        Path classes = Program.counter(folder);
        Java.Result result = Java.run(Java.agent("exclude=app.Steps"), "-cp", Java.classPath(classes), "app.Counter");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("IllegalStateException: suspend() called by a method that was entered plainly");
    }

    @Test
    void anUnknownOptionStopsTheJvmAndNamesTheValidOnes() throws Exception {
        Java.Result result =
                Java.run(Java.agent("raport=x"), "-cp", Java.classPath(Program.counter(folder)), "app.Counter");
        assertThat(result.status()).isNotZero();
        assertThat(result.out()).doesNotContain("after");
        assertThat(result.err())
                .startsWith(
                        "weft: unknown option 'raport'; the options are include, exclude, report, onError, loopPolls, creations, catalogue, dump, help");
    }

    @Test
    void helpExplainsTheOptions() throws Exception {
        Java.Result result =
                Java.run(Java.agent("help"), "-cp", Java.classPath(Program.counter(folder)), "app.Counter");
        assertThat(result.status()).isZero();
        assertThat(result.err())
                .startsWith("usage: java -javaagent:weft-agent.jar")
                .contains("report=FILE");
        assertThat(result.out()).isEqualTo(Program.COUNTED);
    }

    @Test
    void changedClassesAreDumped() throws Exception {
        Path classes = Program.counter(folder);
        Path dump = folder.resolve("dump");
        Java.run(Java.agent("dump=" + dump), "-cp", Java.classPath(classes), "app.Counter");
        byte[] original = Files.readAllBytes(classes.resolve("app/Steps.class"));
        assertThat(dump.resolve("original/app/Steps.class")).hasBinaryContent(original);
        assertThat(Files.size(dump.resolve("instrumented/app/Steps.class"))).isGreaterThan(original.length);
    }

    @Test
    void theFiberEntryOfAJdkProxyCallsThePlainOne() throws Exception {
        String service = """
                package app;
                public interface Service { @dev.weft.Fiber String call(String text, long n); }
                """;
        String main = """
                package app;
                import dev.weft.Fiber;
                import dev.weft.abi.Continuation;
                import java.lang.reflect.Proxy;
                public final class Main extends Continuation {
                    private final Service service = (Service) Proxy.newProxyInstance(
                            Main.class.getClassLoader(), new Class<?>[] {Service.class},
                            (proxy, method, args) -> method.getName() + method.getParameterCount() + args[0] + args[1]);
                    @Fiber @Override protected Object body() {
                        Continuation.suspend();
                        return service.call("x", 7) + service.call("y", 8);
                    }
                    public static void main(String[] args) throws Throwable {
                        Main main = new Main();
                        while (!main.resume()) { }
                        if (main.failure() != null) throw main.failure();
                        System.out.println(main.result());
                    }
                }
                """;
        Path classes = Program.compile(folder, Map.of("app/Service.java", service, "app/Main.java", main));
        succeeds(Java.run(Java.agent(""), "-cp", Java.classPath(classes), "app.Main"), "call2x7call2y8\n");
    }

    @Test
    void aClassOfANamedModuleReadsTheRuntime() throws Exception {
        Path classes =
                Program.compile(folder, Map.of("app/Plain.java", """
                        package app;
                        public final class Plain {
                            static int twice(int n) { return n == 0 ? 0 : twice(n - 1) + 2; }
                            public static void main(String[] args) { System.out.println(twice(twice(1))); }
                        }
                        """, "module-info.java", "module app.plain {}"));
        Path report = folder.resolve("report.txt");
        succeeds(
                Java.run(
                        Java.agent("include=app.**,report=" + report),
                        "-cp",
                        Java.classPath(),
                        "-p",
                        classes.toString(),
                        "-m",
                        "app.plain/app.Plain"),
                "4\n");
        assertThat(report).content().startsWith("app.Plain: 2 methods, 3 suspension points");
    }

    @Test
    void aClassThatAnotherAgentRetransformsStaysInstrumented() throws Exception {
        String other = """
                package app;
                import java.lang.instrument.Instrumentation;
                public final class Other {
                    private static Instrumentation instrumentation;
                    public static void premain(String options, Instrumentation given) { instrumentation = given; }
                    public static void main(String[] args) throws Throwable {
                        Counter.main(args);
                        instrumentation.retransformClasses(Steps.class, Counter.class, Other.class);
                        Counter.main(args);
                    }
                }
                """;
        Path classes = Program.compile(
                folder,
                Map.of(
                        "app/Other.java", other,
                        "app/Counter.java", Program.COUNTER,
                        "app/Steps.java", Program.STEPS));
        Path jar = folder.resolve("other.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "app.Other");
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        try (OutputStream bytes = Files.newOutputStream(jar)) {
            new JarOutputStream(bytes, manifest).close();
        }
        succeeds(
                Java.run(Java.agent(""), "-javaagent:" + jar, "-cp", Java.classPath(classes), "app.Other"),
                Program.COUNTED + Program.COUNTED);
    }

    @Test
    void withoutTheRuntimeNothingIsInstrumentedAndItIsSaid() throws Exception {
        Path classes = Program.compile(
                folder,
                Map.of(
                        "app/Plain.java",
                        "package app; public class Plain { public static void main(String[] a) {"
                                + " System.out.println(1); } }"));
        Java.Result result = Java.run(Java.agent("include=app.**"), "-cp", classes.toString(), "app.Plain");
        assertThat(result.out()).isEqualTo("1\n");
        assertThat(result.err()).contains("weft-runtime is not on its class path");
    }

    @Test
    void aClassForAnotherAbiCannotBeLoaded() throws Exception {
        Path classes = Program.counter(folder);
        Path instrumented = folder.resolve("instrumented");
        Java.run("-jar", Java.agentJar().toString(), "instrument", classes.toString(), instrumented.toString());
        Path steps = instrumented.resolve("app/Steps.class");
        byte[] bytes = Files.readAllBytes(steps);
        bytes[bytes.length - 1]++; // The mark is the last attribute, and the version its last byte.
        Files.write(steps, bytes);
        Java.Result result = Java.run(Java.agent(""), "-cp", Java.classPath(instrumented), "app.Counter");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("weft: could not instrument app.Steps, so it cannot be loaded: ")
                .contains("instrumented for another version of Weft")
                .contains("to repeat: java -jar ")
                .contains("ClassFormatError");
    }
}

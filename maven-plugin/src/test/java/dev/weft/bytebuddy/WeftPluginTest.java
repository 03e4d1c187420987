// SPDX-License-Identifier: Apache-2.0
package dev.weft.bytebuddy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.agent.BuildInstrumenter;
import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Report;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.build.BuildLogger;
import net.bytebuddy.build.EntryPoint;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.inline.MethodNameTransformer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Byte Buddy's plugin engine, as its Gradle plugin runs it, and the Maven goal make the same of the same classes. */
class WeftPluginTest {
    private static final Map<String, String> SOURCES = Map.of(
            "dev/weft/Fiber.java",
            "package dev.weft; public @interface Fiber {}",
            "dev/weft/abi/Continuation.java",
            """
            package dev.weft.abi;
            public abstract class Continuation { public boolean unwinding; public static void suspend() {} }
            """,
            "app/Worker.java",
            """
            package app;
            import dev.weft.Fiber;
            public class Worker implements Runnable, java.io.Serializable {
                interface Step { @Fiber int step(int n) throws Exception; }
                record Pair(int a, long b) { @Fiber long sum(Worker w) { return w.work((int) b) + a; } }
                enum Kind { ONE { @Override @Fiber int f(Worker w) { return w.work(1); } }; @Fiber abstract int f(Worker w); }
                @Fiber public int work(int n) { dev.weft.abi.Continuation.suspend(); return n + 1; }
                @Fiber public int more(int n) throws Exception {
                    Step step = m -> work(m) + work(n);
                    try { return step.step(new Pair(n, 2).a()); } finally { work(3); }
                }
                @Override @Fiber public void run() { synchronized (this) { work(4); } }
                int plain(Worker w) { return w.work(1); }
            }
            """,
            "pack/Plain.java",
            """
            package pack;
            public class Plain {
                public static int twice(int n) { return once(n) + once(n); }
                static int once(int n) { return new app.Worker().work(n); }
            }
            """,
            "pack/package-info.java",
            "@Deprecated package pack;");

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void compile() throws IOException {
        compile(SOURCES);
    }

    private void compile(Map<String, String> all) throws IOException {
        Path sources = folder.resolve("sources");
        classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "--release", "17", "-g"));
        for (Map.Entry<String, String> source : all.entrySet()) {
            Path file = sources.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).isZero();
        Files.writeString(classes.resolve("data.txt"), "not a class");
    }

    private Path byGoal(String include, String exclude) throws IOException {
        Path out = folder.resolve("goal");
        Configuration configuration =
                Configuration.builder().include(include).exclude(exclude).build();
        new BuildInstrumenter(configuration, new Report(), List.of(), line -> {}, false).instrument(classes, out);
        return out;
    }

    private Path byEngine(WeftPlugin plugin) throws IOException {
        return byEngine(plugin, new Plugin.Engine.Default());
    }

    private Path byEngine(WeftPlugin plugin, Plugin.Engine engine) throws IOException {
        File out = Files.createDirectories(folder.resolve("engine")).toFile();
        Plugin.Engine.Summary summary = engine.with(ClassFileLocator.ForClassLoader.ofPlatformLoader())
                .apply(classes.toFile(), out, new Plugin.Factory.Simple(plugin));
        assertThat(summary.getFailed()).isEmpty();
        return out.toPath();
    }

    /** By path; class files with a constant pool in the order of its use. */
    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString().replace(File.separatorChar, '/');
                byte[] bytes = Files.readAllBytes(file);
                if (path.endsWith(".class")) {
                    ClassWriter writer = new ClassWriter(0);
                    new ClassReader(bytes).accept(writer, 0);
                    bytes = writer.toByteArray();
                }
                files.put(path, new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @Test
    void annotatedClassesBecomeWhatTheGoalMakesOfThem() throws IOException {
        Path out = byEngine(new WeftPlugin(BuildLogger.NoOp.INSTANCE));
        assertThat(files(out)).isEqualTo(files(byGoal("none", "none")));
        assertThat(Instrumenter.isInstrumented(Files.readAllBytes(out.resolve("app/Worker.class"))))
                .isTrue();
        assertThat(Instrumenter.isInstrumented(Files.readAllBytes(out.resolve("pack/Plain.class"))))
                .isFalse();
    }

    /** All ways in which Byte Buddy's plugins begin. */
    @ParameterizedTest
    @EnumSource(EntryPoint.Default.class)
    void theEntryPointDoesntMatter(EntryPoint.Default entryPoint) throws IOException {
        Plugin.Engine engine = Plugin.Engine.Default.of(
                entryPoint, ClassFileVersion.JAVA_V17, MethodNameTransformer.Suffixing.withRandomSuffix());
        Path out = byEngine(new WeftPlugin("pack.**", BuildLogger.NoOp.INSTANCE), engine);
        assertThat(files(out)).isEqualTo(files(byGoal("pack.**", "none")));
    }

    @Test
    void soDoPackages() throws IOException {
        Path out = byEngine(new WeftPlugin("pack.**", "app.**", BuildLogger.NoOp.INSTANCE));
        assertThat(files(out)).isEqualTo(files(byGoal("pack.**", "app.**")));
        assertThat(Instrumenter.isInstrumented(Files.readAllBytes(out.resolve("app/Worker.class"))))
                .isFalse();
        assertThat(Instrumenter.isInstrumented(Files.readAllBytes(out.resolve("pack/Plain.class"))))
                .isTrue();
    }

    @Test
    void differentOptionsMakeADifference() throws IOException {
        assertThat(files(byEngine(new WeftPlugin("pack.**", BuildLogger.NoOp.INSTANCE))))
                .isNotEqualTo(files(byGoal("none", "none")));
    }

    @Test
    void aSecondRunChangesNothing() throws IOException {
        Path out = byEngine(new WeftPlugin("pack.**", BuildLogger.NoOp.INSTANCE));
        Map<String, String> once = files(out);
        classes = out;
        assertThat(files(byEngine(new WeftPlugin("pack.**", BuildLogger.NoOp.INSTANCE))))
                .isEqualTo(once);
    }

    @Test
    void itIsFoundByItsServiceFileAndTakesArguments() throws Exception {
        assertThat(Plugin.Engine.Default.scan(WeftPlugin.class.getClassLoader()))
                .contains(WeftPlugin.class.getName());
        Plugin made = new Plugin.Factory.UsingReflection(WeftPlugin.class)
                .with(
                        new Plugin.Factory.UsingReflection.ArgumentResolver.ForIndex(0, "pack.**"),
                        Plugin.Factory.UsingReflection.ArgumentResolver.ForType.of(
                                BuildLogger.class, BuildLogger.NoOp.INSTANCE))
                .make();
        assertThat(files(byEngine((WeftPlugin) made))).isEqualTo(files(byGoal("pack.**", "none")));
    }

    @Test
    void whatCannotBeInstrumentedFailsTheBuild() throws IOException {
        Map<String, String> sources = new TreeMap<>(SOURCES);
        sources.put("app/Clash.java", """
                package app;
                class Clash {
                    @dev.weft.Fiber void f() {}
                    void f(dev.weft.abi.Continuation c) {}
                }
                """);
        compile(sources);
        WeftPlugin plugin = new WeftPlugin();
        assertThatThrownBy(() -> byEngine(plugin))
                .hasStackTraceContaining(InstrumentationException.class.getName())
                .hasStackTraceContaining("app.Clash.f(Ldev/weft/abi/Continuation;)V");
    }
}

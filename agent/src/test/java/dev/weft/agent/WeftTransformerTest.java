// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.instrument.Report;
import dev.weft.instrument.classify.CompiledSources;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.bytebuddy.dynamic.loading.ByteArrayClassLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;

@ResourceLock(Resources.SYSTEM_ERR)
class WeftTransformerTest {
    private static final CompiledSources SOURCES = TestClasses.compile(TestClasses.WORKER, TestClasses.PLAIN);

    @TempDir
    Path dump;

    private final Report report = new Report();
    private final Set<String> early = new HashSet<>();
    private final ClassLoader loader = loader(SOURCES);
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final PrintStream realConsole = System.err;

    @BeforeEach
    void redirect() {
        System.setErr(new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(realConsole);
    }

    private static ClassLoader loader(CompiledSources sources) {
        return new ByteArrayClassLoader(null, sources.classes(), ByteArrayClassLoader.PersistenceHandler.MANIFEST);
    }

    private WeftTransformer transformer(String options) {
        WeftTransformer transformer = closed(options);
        transformer.open();
        return transformer;
    }

    private WeftTransformer closed(String options) {
        AgentOptions parsed = AgentOptions.parse(options);
        ClassDump classDump = new ClassDump(dump);
        return new WeftTransformer(
                parsed.configuration(false, false),
                early,
                new AgentListener(report, true),
                classDump,
                new FailurePolicy(parsed.configuration(false, false), classDump),
                new ModuleReads(noInstrumentation()));
    }

    private static Instrumentation noInstrumentation() {
        return (Instrumentation) Proxy.newProxyInstance(
                WeftTransformerTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (p, method, args) -> {
                    throw new AssertionError(method);
                });
    }

    private static byte @Nullable [] transform(
            WeftTransformer transformer, @Nullable ClassLoader loader, @Nullable String name, byte[] classFile) {
        return transformer.transform(null, loader, name, null, null, classFile);
    }

    /** Transforms a class that has to be changed. */
    private static byte[] changed(WeftTransformer transformer, ClassLoader loader, String name, byte[] classFile) {
        return Objects.requireNonNull(transform(transformer, loader, name, classFile));
    }

    private byte[] worker() {
        return SOURCES.bytes("app.Worker");
    }

    @Test
    void fiberMethodsAreInstrumentedAndDumped() {
        byte[] result = changed(transformer(""), loader, "app/Worker", worker());
        assertThat(TestClasses.isInstrumented(result)).isTrue();
        assertThat(report.text()).contains("app.Worker: 2 methods, 3 suspension points");
        assertThat(dump.resolve("original/app/Worker.class")).hasBinaryContent(worker());
        assertThat(dump.resolve("instrumented/app/Worker.class")).hasBinaryContent(result);
        assertThat(console.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aClassDefinedWithoutANameIsInstrumentedToo() {
        assertThat(transform(transformer(""), loader, null, worker())).isNotNull();
    }

    /** Nobody is to run what the user has written for a fiber entry: neither the class nor its callers, nor a subclass. */
    @Test
    void aMethodWithTheSignatureOfAFiberEntryIsNotTakenForOne() {
        CompiledSources sources = TestClasses.compile(
                """
                package app;
                class Clash {
                    @dev.weft.Fiber int f(int n) { return n; }
                    int f(int n, dev.weft.abi.Continuation c) { return -1; }
                    @dev.weft.Fiber int g(int n) { return f(n) + 1; }
                }
                """,
                "package app; class Below extends Clash { @dev.weft.Fiber @Override int f(int n) { return n + 100; } }",
                """
                package app;
                public class Caller { @dev.weft.Fiber int h(Clash clash) { return clash.f(1) + clash.g(1); } }
                """);
        ClassLoader classes = loader(sources);
        WeftTransformer transformer = transformer("");
        ClassNode caller = new ClassNode();
        new ClassReader(changed(transformer, classes, "app/Caller", sources.bytes("app.Caller"))).accept(caller, 0);
        List<String> calls = new ArrayList<>();
        for (AbstractInsnNode insn :
                CompiledSources.method(caller, "h(Lapp/Clash;Ldev/weft/abi/Continuation;)I").instructions) {
            if (insn instanceof MethodInsnNode call && call.owner.equals("app/Clash")) calls.add(call.name + call.desc);
        }
        assertThat(calls).containsExactly("f(I)I", "g(ILdev/weft/abi/Continuation;)I");
        assertThat(changed(transformer, classes, "app/Clash", sources.bytes("app.Clash")))
                .isNotEmpty();
        assertThat(transform(transformer, classes, "app/Below", sources.bytes("app.Below")))
                .isNull();
        assertThat(report.text())
                .contains("app.Clash.f(I)I", "app.Below.f(I)I")
                .contains("it would be the fiber entry of f(I)I");
    }

    @Test
    void anUnknownMockitoIsNamed() {
        CompiledSources sources =
                TestClasses.compile("package org.mockito.internal.creation.bytebuddy; class MockMethodAdvice {}");
        String name = "org/mockito/internal/creation/bytebuddy/MockMethodAdvice";
        assertThat(transform(transformer(""), loader(sources), name, sources.bytes(name.replace('/', '.'))))
                .isNull();
        assertThat(console.toString(StandardCharsets.UTF_8))
                .contains(name.replace('/', '.') + " isn't as expected: calls by fibers may not find inline mocks");
    }

    @Test
    void otherClassesAreLeftAlone() {
        WeftTransformer transformer = transformer("include=app.**,exclude=app.Worker");
        assertThat(transform(transformer, null, "app/Worker", worker())).isNull();
        assertThat(transform(transformer, ClassLoader.getPlatformClassLoader(), "app/Plain", worker()))
                .isNull();
        assertThat(transform(transformer, loader, "app/Worker", worker())).isNull();
        assertThat(transform(
                        transformer, loader, "dev/weft/abi/Continuation", SOURCES.bytes("dev.weft.abi.Continuation")))
                .isNull();
        assertThat(transform(transformer, loader, "app/Plain", SOURCES.bytes("app.Plain")))
                .isNotNull();
        assertThat(transform(transformer(""), loader, "app/Plain", SOURCES.bytes("app.Plain")))
                .isNull();
    }

    @Test
    void instrumentedClassesAreLeftAlone() {
        byte[] once = changed(transformer(""), loader, "app/Worker", worker());
        assertThat(transform(transformer(""), loader, "app/Worker", once)).isNull();
    }

    @Test
    void aLoadedClassIsChangedAgainOnlyIfItWasChangedBefore() throws Exception {
        WeftTransformer transformer = transformer("");
        Class<?> loaded = loader.loadClass("app.Worker");
        assertThat(transformer.transform(null, loader, "app/Worker", loaded, null, worker()))
                .isNull();
        byte[] first = transform(transformer, loader, "app/Worker", worker());
        assertThat(transformer.transform(null, loader, "app/Worker", loaded, null, worker()))
                .isEqualTo(first);
    }

    @Test
    void whileClosedClassesAreRememberedAsEarly() {
        WeftTransformer transformer = closed("");
        assertThat(transform(transformer, loader, "app/Worker", worker())).isNull();
        assertThat(early).containsExactly("app/Worker");
        transformer.open();
        assertThat(transform(transformer, loader, "app/Worker", worker())).isNotNull();
    }

    @Test
    void noCallReliesOnAnEarlyClass() {
        CompiledSources sources = TestClasses.compile(
                TestClasses.WORKER,
                "package app; class Caller { @dev.weft.Fiber int call(Worker w) { return w.work(1); } }");
        ClassLoader both = loader(sources);
        early.add("app/Worker");
        transform(transformer(""), both, "app/Caller", sources.bytes("app.Caller"));
        assertThat(report.text()).contains("app.Caller: 1 method, 0 suspension points");
    }

    @Test
    void aFailedClassStaysAsItIsAndIsNamedOnce() {
        WeftTransformer transformer = transformer("include=app.**");
        byte[] odd = TestClasses.fromTheFuture(worker());
        assertThat(transform(transformer, loader, "app/Odd", odd)).isNull();
        assertThat(transform(transformer, loader, "app/Odd", odd)).isNull();
        assertThat(dump.resolve("failed/app/Odd.class")).hasBinaryContent(odd);
        String text = console.toString(StandardCharsets.UTF_8);
        assertThat(text).containsOnlyOnce("could not instrument app.Odd, or not all of it, so it pins");
        assertThat(text).contains("to repeat: java -jar ").contains(" --include 'app.**' --like-agent --verify");
        assertThat(report.summary().failed()).isEqualTo(1);
    }

    @Test
    void aFailedClassCannotBeLoadedIfSoDecided() {
        byte[] result = changed(transformer("onError=fail"), loader, "app/Odd", TestClasses.fromTheFuture(worker()));
        assertThatThrownBy(() -> new ByteArrayClassLoader(null, Map.of("app.Odd", result)).loadClass("app.Odd"))
                .isInstanceOf(ClassFormatError.class)
                .hasMessageContaining("Weft could not instrument this class")
                .hasMessageContaining("app/Odd");
        assertThat(console.toString(StandardCharsets.UTF_8)).contains("could not instrument app.Odd, so it cannot be");
    }

    @Test
    void classesThatCannotSeeTheRuntimeAreLeftAloneAndOneIsNamed() {
        ClassLoader alone = loader(SOURCES.without("dev.weft.abi.Continuation"));
        WeftTransformer transformer = transformer("include=app.**");
        assertThat(transform(transformer, alone, "app/Plain", SOURCES.bytes("app.Plain")))
                .isNull();
        assertThat(transform(transformer, alone, "app/Worker", worker())).isNull();
        assertThat(console.toString(StandardCharsets.UTF_8)).containsOnlyOnce("weft-runtime is not on its class path");
    }

    @Test
    void noCallReliesOnAParentsClassThatCannotSeeTheRuntime() {
        CompiledSources sources = TestClasses.compile(
                TestClasses.WORKER,
                "package app; class Caller { @dev.weft.Fiber int call(Worker w) { return w.work(1); } }");
        ClassLoader parent = loader(sources.without("dev.weft.abi.Continuation", "app.Caller"));
        ClassLoader child = new ByteArrayClassLoader(
                parent, sources.without("app.Worker").classes(), ByteArrayClassLoader.PersistenceHandler.MANIFEST);
        transform(transformer(""), child, "app/Caller", sources.bytes("app.Caller"));
        assertThat(report.text()).contains("app.Caller: 1 method, 0 suspension points");
    }

    @Test
    void generatedForwardersAreAmended() {
        CompiledSources sources = TestClasses.compile("""
                package app;
                class Mock extends Worker {
                    public int work(int n) { return 1; }
                    public int work(int n, dev.weft.abi.Continuation c) { return 2; }
                }
                """, TestClasses.WORKER);
        byte[] result = changed(transformer(""), loader(sources), "app/Mock", sources.bytes("app.Mock"));
        assertThat(TestClasses.isInstrumented(result)).isFalse();
    }
}

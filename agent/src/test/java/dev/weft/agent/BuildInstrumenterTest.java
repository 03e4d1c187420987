// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.OnError;
import dev.weft.instrument.Report;
import dev.weft.instrument.classify.CompiledSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class BuildInstrumenterTest {
    private static final String WORKER = "app/Worker.class";
    private static final String PLAIN = "app/Plain.class";

    @TempDir
    Path temporary;

    private final Report report = new Report();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, byte[]> files =
            TestClasses.files(TestClasses.compile(TestClasses.WORKER, TestClasses.PLAIN));
    private Path in = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void setUp() {
        in = temporary.resolve("in");
        out = temporary.resolve("out");
    }

    private void instrument(Path from, Path to) throws Exception {
        instrument(from, to, Configuration.builder().build());
    }

    private void instrument(Path from, Path to, Configuration configuration) throws Exception {
        new BuildInstrumenter(configuration, report, List.of(), warnings::add, true).instrument(from, to);
    }

    private byte[] file(String path) {
        return Objects.requireNonNull(files.get(path));
    }

    private static byte[] entry(Path jar, String name) throws Exception {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getInputStream(file.getEntry(name)).readAllBytes();
        }
    }

    @Test
    void aFolderIsCopiedWithItsFiberMethodsInstrumented() throws Exception {
        files.put("app/notes.txt", "notes".getBytes(UTF_8));
        TestClasses.writeFolder(in, files);
        instrument(in, out);
        assertThat(TestClasses.isInstrumented(Files.readAllBytes(out.resolve(WORKER))))
                .isTrue();
        assertThat(out.resolve(PLAIN)).hasBinaryContent(files.get(PLAIN));
        assertThat(out.resolve("app/notes.txt")).hasContent("notes");
        assertThat(in.resolve(WORKER)).hasBinaryContent(files.get(WORKER));
        assertThat(report.summary().instrumented()).isEqualTo(1);
        assertThat(report.summary().methods()).isEqualTo(2);
        assertThat(report.summary().suspensionPoints()).isEqualTo(3);
        assertThat(warnings).isEmpty();
    }

    @Test
    void inPlaceOnlyChangedClassesAreWritten() throws Exception {
        TestClasses.writeFolder(in, files);
        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(in.resolve(PLAIN), longAgo);
        instrument(in, in);
        byte[] once = Files.readAllBytes(in.resolve(WORKER));
        assertThat(TestClasses.isInstrumented(once)).isTrue();
        assertThat(Files.getLastModifiedTime(in.resolve(PLAIN))).isEqualTo(longAgo);

        Files.setLastModifiedTime(in.resolve(WORKER), longAgo);
        instrument(in, in);
        assertThat(in.resolve(WORKER)).hasBinaryContent(once);
        assertThat(Files.getLastModifiedTime(in.resolve(WORKER))).isEqualTo(longAgo);
    }

    @Test
    void foldersThatContainEachOtherAreRejected() throws Exception {
        TestClasses.writeFolder(in, files);
        assertThatThrownBy(() -> instrument(in, in.resolve("sub")))
                .isInstanceOf(InstrumentationException.class)
                .hasMessageContaining("lies within");
    }

    @Test
    void aJarKeepsItsOtherEntriesAndTheirOrder() throws Exception {
        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMain-Class: app.Worker\r\n\r\n".getBytes(UTF_8));
        content.put("readme.txt", "text".getBytes(UTF_8));
        content.putAll(files);
        TestClasses.writeJar(in, content);
        instrument(in, out);
        try (JarFile jar = new JarFile(out.toFile())) {
            assertThat(jar.stream().map(Object::toString)).containsExactlyElementsOf(content.keySet());
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("app.Worker");
        }
        assertThat(entry(out, "readme.txt")).isEqualTo("text".getBytes(UTF_8));
        assertThat(entry(out, PLAIN)).isEqualTo(files.get(PLAIN));
        assertThat(TestClasses.isInstrumented(entry(out, WORKER))).isTrue();
    }

    @Test
    void aJarMayBeInstrumentedInPlaceAndTwice() throws Exception {
        TestClasses.writeJar(in, files);
        instrument(in, in);
        byte[] once = Files.readAllBytes(in);
        assertThat(TestClasses.isInstrumented(entry(in, WORKER))).isTrue();
        instrument(in, in);
        assertThat(in).hasBinaryContent(once);
        instrument(in, out);
        assertThat(out).hasBinaryContent(once);
        assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("in", "out");
    }

    @Test
    void aSignedJarLosesItsSignatureWithAWarning() throws Exception {
        files.put(
                "META-INF/MANIFEST.MF",
                ("Manifest-Version: 1.0\r\n\r\nName: app/Worker.class\r\nSHA-256-Digest: AAAA\r\n\r\n"
                                + "Name: app/Plain.class\r\nKept: yes\r\nSHA-256-Digest: AAAA\r\n\r\n")
                        .getBytes(UTF_8));
        files.put("META-INF/KEY.SF", new byte[1]);
        files.put("META-INF/key.rsa", new byte[1]);
        TestClasses.writeJar(in, files);
        instrument(in, out);
        try (JarFile jar = new JarFile(out.toFile())) {
            assertThat(jar.stream().map(Object::toString)).doesNotContain("META-INF/KEY.SF", "META-INF/key.rsa");
            assertThat(jar.getManifest().getEntries()).containsOnlyKeys(PLAIN);
            assertThat(jar.getManifest().getAttributes(PLAIN).getValue("Kept")).isEqualTo("yes");
            assertThat(jar.getManifest().getAttributes(PLAIN)).hasSize(1);
        }
        assertThat(warnings).singleElement().asString().contains("signed");
    }

    @Test
    void aSignedJarWithoutFiberMethodsKeepsItsSignature() throws Exception {
        files.remove(WORKER);
        files.put("META-INF/KEY.SF", new byte[1]);
        TestClasses.writeJar(in, files);
        instrument(in, out);
        assertThat(out).hasBinaryContent(Files.readAllBytes(in));
        assertThat(warnings).isEmpty();
    }

    @Test
    void everyReleaseOfAMultiReleaseJarIsInstrumented() throws Exception {
        files.put("META-INF/versions/21/" + WORKER, files.get(WORKER));
        TestClasses.writeJar(in, files);
        instrument(in, out);
        assertThat(entry(out, "META-INF/versions/21/" + WORKER)).isEqualTo(entry(out, WORKER));
        assertThat(TestClasses.isInstrumented(entry(out, WORKER))).isTrue();
    }

    @Test
    void classesBelowAFolderOfTheJarAreFoundByTheirOwnNames() throws Exception {
        Map<String, byte[]> nested = new LinkedHashMap<>();
        files.forEach((path, bytes) -> nested.put("BOOT-INF/classes/" + path, bytes));
        TestClasses.writeJar(in, nested);
        instrument(in, out);
        assertThat(TestClasses.isInstrumented(entry(out, "BOOT-INF/classes/" + WORKER)))
                .isTrue();
        assertThat(report.summary().suspensionPoints()).isEqualTo(3);
    }

    @Test
    void nothingIsWrittenWhenAClassFails() throws Exception {
        files.put("app/Odd.class", TestClasses.fromTheFuture(file(PLAIN)));
        TestClasses.writeFolder(in, files);
        Configuration included = Configuration.builder().include("app.Plain").build();
        assertThatThrownBy(() -> instrument(in, in, included))
                .isInstanceOf(InstrumentationException.class)
                .hasMessageContaining("app/Odd.class");
        assertThat(in.resolve(WORKER)).hasBinaryContent(files.get(WORKER));
        assertThat(report.summary().failed()).isEqualTo(1);
    }

    @Test
    void aClassThatFailsIsLeftAloneWhenItMayPin() throws Exception {
        byte[] odd = TestClasses.fromTheFuture(file(PLAIN));
        files.put("app/Odd.class", odd);
        TestClasses.writeFolder(in, files);
        instrument(
                in,
                out,
                Configuration.builder()
                        .include("app.Plain")
                        .onError(OnError.PIN)
                        .build());
        assertThat(out.resolve("app/Odd.class")).hasBinaryContent(odd);
        assertThat(TestClasses.isInstrumented(Files.readAllBytes(out.resolve(WORKER))))
                .isTrue();
        assertThat(report.summary().failed()).isEqualTo(1);
        assertThat(report.summary().instrumented()).isEqualTo(1);
    }

    @Test
    void aClassThatNeedsNoInstrumentationMayHaveAnyVersion() throws Exception {
        byte[] odd = TestClasses.fromTheFuture(file(PLAIN));
        files.put(PLAIN, odd);
        TestClasses.writeFolder(in, files);
        instrument(in, out);
        assertThat(out.resolve(PLAIN)).hasBinaryContent(odd);
        assertThat(report.summary().failed()).isZero();
    }

    @Test
    void whatBecomesOfEachMethodIsReported() throws Exception {
        CompiledSources sources = TestClasses.compile(TestClasses.WORKER, """
                package app;
                public abstract class Mixed {
                    static int zero = new Worker().work(0);
                    Mixed() {
                        new Worker().work(1);
                    }
                    abstract void open();
                    native void nothing();
                    synchronized void locked() {
                        new Worker().work(2);
                    }
                    synchronized void empty() {}
                    Runnable lambda() { return () -> new Worker().work(3); }
                }
                """);
        TestClasses.writeFolder(in, TestClasses.files(sources));
        instrument(in, out, Configuration.builder().include("app.Mixed").build());
        assertThat(report.text().lines().filter(line -> line.contains("app.Mixed")))
                .contains(
                        "    method  app.Mixed.<clinit>()V  line 3  class initializer",
                        "    method  app.Mixed.<init>()V  line 4  constructor",
                        "    method  app.Mixed.open()V  line ?  abstract",
                        "    method  app.Mixed.nothing()V  line ?  pinned  native method",
                        "    method  app.Mixed.locked()V  line 10  pinned  while a monitor is held  the method is synchronized",
                        "    method  app.Mixed.empty()V  line 12  pinned  while a monitor is held  the method is synchronized",
                        "    pinned  app.Mixed.<clinit>()V  line 3  in a class initializer  calls app.Worker.work",
                        "    pinned  app.Mixed.<init>()V  line 5  in a constructor  calls app.Worker.work",
                        "    pinned  app.Mixed.nothing()V  line ?  native method",
                        "    pinned  app.Mixed.locked()V  line 10  while a monitor is held  calls app.Worker.work in a"
                                + " synchronized method");
        assertThat(report.text().lines().filter(line -> line.startsWith("    pinned")))
                .hasSize(4);
    }

    @Test
    void theOutcomeDoesNotDependOnWhichThreadComesFirst() throws Exception {
        TestClasses.writeFolder(in, files);
        Set<String> reports = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            Report next = new Report();
            new BuildInstrumenter(Configuration.builder().include("**").build(), next, List.of(), warnings::add, true)
                    .instrument(in, out);
            reports.add(next.text());
        }
        assertThat(reports).singleElement().asString().contains("app.Plain").contains("app.Worker");
    }

    @Test
    void fiberMethodsOfClassesThatAreNotInstrumentedAreCalledPlainly() throws Exception {
        CompiledSources sources = TestClasses.compile(
                TestClasses.WORKER,
                "package app; class Caller { @dev.weft.Fiber int call(Worker w) { return w.work(1); } }");
        TestClasses.writeFolder(in, TestClasses.files(sources));
        Path callerOnly = temporary.resolve("caller");
        TestClasses.writeFolder(callerOnly, Map.of("app/Caller.class", sources.bytes("app.Caller")));
        new BuildInstrumenter(Configuration.builder().build(), report, List.of(in), warnings::add, true)
                .instrument(callerOnly, out);
        assertThat(report.summary().methods()).isEqualTo(1);
        assertThat(report.summary().suspensionPoints()).isZero();
    }

    @Test
    void aClassThatWasInvalidBeforeIsNotVerified() throws Exception {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(files.get(WORKER)).accept(writer, 0);
        MethodVisitor invalid = writer.visitMethod(Opcodes.ACC_STATIC, "invalid", "()V", null, null);
        invalid.visitCode();
        invalid.visitInsn(Opcodes.POP);
        invalid.visitInsn(Opcodes.RETURN);
        invalid.visitMaxs(1, 0);
        invalid.visitEnd();
        files.put(WORKER, writer.toByteArray());
        TestClasses.writeFolder(in, files);
        instrument(in, out);
        assertThat(TestClasses.isInstrumented(Files.readAllBytes(out.resolve(WORKER))))
                .isTrue();
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("not verified, being invalid already: app/Worker.class: app.Worker.invalid()V");
    }

    @Test
    void aMissingRuntimeIsAnError() throws Exception {
        files.remove("dev/weft/abi/Continuation.class");
        String caller = "package app; public class Caller { @dev.weft.Fiber void call() { dev.weft.Missing.go(); } }";
        String missing = "package dev.weft; public class Missing { public static void go() {} }";
        files.put("app/Caller.class", TestClasses.compile(caller, missing).bytes("app.Caller"));
        TestClasses.writeFolder(in, files);
        assertThatThrownBy(() -> instrument(in, out))
                .isInstanceOf(InstrumentationException.class)
                .hasMessageContaining("dev.weft.Missing")
                .hasMessageContaining("weft-runtime");
    }

    @Test
    void otherMissingClassesAreAWarning() throws Exception {
        String caller = "package app; public class Caller { @dev.weft.Fiber void call() { lib.Missing.go(); } }";
        String missing = "package lib; public class Missing { public static void go() {} }";
        files.put("app/Caller.class", TestClasses.compile(caller, missing).bytes("app.Caller"));
        TestClasses.writeFolder(in, files);
        instrument(in, out);
        assertThat(warnings).singleElement().asString().contains("lib.Missing");
    }
}

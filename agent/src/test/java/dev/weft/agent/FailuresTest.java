// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.FailureKind;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.CompiledSources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Each failure of docs/tools.md has its message: class, method, what was found, what to do. */
class FailuresTest {
    private static final String WORKER = "app/Worker.class";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, byte[]> files = TestClasses.files(TestClasses.compile(TestClasses.WORKER));

    @AfterEach
    void noFault() {
        System.clearProperty("weft.debug.fault");
    }

    private String failure(String... options) throws IOException {
        Path in = folder.resolve("in");
        TestClasses.writeFolder(in, files);
        String[] all = Stream.concat(
                        Stream.of(
                                "instrument",
                                in.toString(),
                                folder.resolve("out").toString()),
                        Arrays.stream(options))
                .toArray(String[]::new);
        assertThat(run(all)).isEqualTo(WeftTool.FAILED);
        assertThat(folder.resolve("out")).doesNotExist();
        return err.toString(UTF_8);
    }

    private int run(String... arguments) {
        return new WeftTool(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(List.of(arguments));
    }

    private byte[] worker() {
        return files.getOrDefault(WORKER, new byte[0]);
    }

    private static String advice(FailureKind kind) {
        String advice = kind.advice();
        return ". " + Character.toUpperCase(advice.charAt(0)) + advice.substring(1) + '.';
    }

    @Test
    void garbage() throws IOException {
        files.put("app/Odd.class", "no class".getBytes(UTF_8));
        assertThat(failure())
                .isEqualTo(
                        "weft: error: app/Odd.class: app.Odd: malformed class file: not a class file: it doesn't begin"
                                + " with CAFEBABE" + advice(FailureKind.MALFORMED) + "\n");
    }

    @Test
    void truncatedClass() throws IOException {
        files.put(WORKER, Arrays.copyOf(worker(), worker().length - 40));
        assertThat(failure())
                .startsWith("weft: error: app/Worker.class: app.Worker: malformed class file: ")
                .contains(advice(FailureKind.MALFORMED));
    }

    @Test
    void versionFromTheFuture() throws IOException {
        files.put(WORKER, TestClasses.fromTheFuture(worker()));
        assertThat(failure())
                .startsWith(
                        "weft: error: app/Worker.class: app.Worker: class file too new: version 317, and 72 is the newest"
                                + " known" + advice(FailureKind.TOO_NEW));
    }

    @Test
    void codeThatNoVerifierAccepts() throws IOException {
        files.put(WORKER, withMethod(worker(), "wrong", "()V", Opcodes.POP, Opcodes.RETURN));
        assertThat(failure("--include", "**"))
                .startsWith("weft: error: app/Worker.class: app.Worker.wrong()V: invalid code: app.Worker.wrong()V: ")
                .contains(advice(FailureKind.INVALID_CODE));
    }

    @Test
    void supertypeThatCannotBeRead() throws IOException {
        CompiledSources both = TestClasses.compile(
                "package lib; public class Base { public void run() {} }",
                "package app; class Sub extends lib.Base { @dev.weft.Fiber public void run() {} }");
        files.put("app/Sub.class", both.bytes("app.Sub"));
        Path library = folder.resolve("library");
        byte[] base = both.bytes("lib.Base");
        TestClasses.writeFolder(library, Map.of("lib/Base.class", Arrays.copyOf(base, base.length / 2)));
        assertThat(failure("--class-path", library.toString()))
                .startsWith("weft: error: app/Sub.class: app.Sub: a class that it refers to can't be read: lib.Base (")
                .contains(advice(FailureKind.UNREADABLE_TYPE));
    }

    @Test
    void hierarchyThatIsACircle() throws IOException {
        CompiledSources first = TestClasses.compile("package app; class A { @dev.weft.Fiber void f() { f(); } }");
        CompiledSources second = TestClasses.compile("package app; class A {}", "package app; class B extends A {}");
        CompiledSources third = TestClasses.compile(
                "package app; class B { @dev.weft.Fiber void g() {} }",
                "package app; class A extends B { @dev.weft.Fiber void f() { g(); } }");
        assertThat(first.bytes("app.A")).isNotEmpty();
        files.put("app/A.class", third.bytes("app.A"));
        files.put("app/B.class", second.bytes("app.B"));
        Path in = folder.resolve("in");
        TestClasses.writeFolder(in, files);
        assertThat(run("instrument", in.toString(), in.toString(), "--include", "**", "--verify"))
                .as(err.toString(UTF_8))
                .isEqualTo(WeftTool.DONE); // no JVM loads these two; that is all there is to it
    }

    @Test
    void methodThatHasTheSignatureOfAFiberEntry() throws IOException {
        String source = """
                package app;
                class Clash {
                    @dev.weft.Fiber void f(int n) {}
                    void f(int n, dev.weft.abi.Continuation c) {}
                }
                """;
        files.put("app/Clash.class", TestClasses.compile(source).bytes("app.Clash"));
        assertThat(failure())
                .isEqualTo("weft: error: app/Clash.class: app.Clash.f(ILdev/weft/abi/Continuation;)V: a method has the"
                        + " signature of a fiber entry: it would be the fiber entry of f(I)V"
                        + advice(FailureKind.NAME_CLASH) + "\n");
    }

    @Test
    void anotherVersionOfTheAbi() throws IOException {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(worker()).accept(writer, 0);
        writer.visitAttribute(new Mark(77));
        files.put(WORKER, writer.toByteArray());
        assertThat(failure())
                .startsWith(
                        "weft: error: app.Worker: instrumented for another version of Weft: version 77 of its ABI, and"
                                + " this is version " + RuntimeAbi.VERSION + advice(FailureKind.OTHER_ABI));
    }

    @Test
    void aFaultOfOursLeavesTheClassAndACommandThatRepeatsIt() throws IOException {
        System.setProperty("weft.debug.fault", "app.Worker.more");
        String text = failure();
        assertThat(text)
                .startsWith("weft: error: app/Worker.class: app.Worker.more(I)I: unexpected failure:"
                        + " java.lang.IllegalStateException: the fault that was asked for"
                        + advice(FailureKind.INTERNAL));
        Path copy = Path.of(after(text, "the class: "));
        assertThat(copy).hasBinaryContent(worker());
        String command = after(text, "to repeat: java -Dweft.debug.fault=app.Worker.more -jar ");
        List<String> arguments = List.of(command.split(" ", -1));
        err.reset();
        assertThat(run(arguments.subList(1, arguments.size()).toArray(String[]::new)))
                .isEqualTo(WeftTool.FAILED);
        assertThat(err.toString(UTF_8)).contains("app.Worker.more(I)I: unexpected failure");
    }

    @Test
    void aMethodThatFailsPinsIfItMay() throws IOException {
        System.setProperty("weft.debug.fault", "app.Worker.more");
        Path in = folder.resolve("in");
        Path report = folder.resolve("report.txt");
        TestClasses.writeFolder(in, files);
        assertThat(run("instrument", in.toString(), in.toString(), "--on-error", "pin", "--report", report.toString()))
                .isEqualTo(WeftTool.DONE);
        assertThat(report)
                .content()
                .contains("    method  app.Worker.work(I)I  line 3  instrumented  1 suspension point\n")
                .contains(
                        "    method  app.Worker.more(I)I  line 4  pinned  unsupported code  app.Worker.more(I)I: unexpected")
                .contains("    failed  app.Worker  more(I)I  app.Worker.more(I)I: unexpected failure");
        assertThat(err.toString(UTF_8))
                .contains("app.Worker.more(I)I: unexpected failure")
                .contains("to repeat: ");
    }

    @Test
    void outputThatCannotBeWritten() throws IOException {
        Path in = folder.resolve("in");
        TestClasses.writeFolder(in, files);
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThat(run("instrument", in.toString(), file.resolve("out").toString()))
                .isEqualTo(WeftTool.FAILED);
        assertThat(err.toString(UTF_8)).startsWith("weft: error: ").contains(file.toString());
    }

    @Test
    void reportThatCannotBeWritten() throws IOException {
        Path in = folder.resolve("in");
        TestClasses.writeFolder(in, files);
        assertThat(run("instrument", in.toString(), in.toString(), "--report", folder.toString()))
                .isEqualTo(WeftTool.FAILED);
        assertThat(err.toString(UTF_8)).startsWith("weft: error: cannot write the report " + folder);
    }

    @Test
    void verifyNamesEachWrongClass() throws IOException {
        files.put("app/Odd.class", "no class".getBytes(UTF_8));
        files.put(WORKER, withMethod(worker(), "wrong", "()V", Opcodes.POP, Opcodes.RETURN));
        Path in = folder.resolve("in");
        TestClasses.writeFolder(in, files);
        assertThat(run("verify", in.toString())).isEqualTo(WeftTool.FAILED);
        assertThat(err.toString(UTF_8))
                .startsWith("weft: error: 2 classes are wrong:\n    app/Odd.class: ")
                .contains("\n    app/Worker.class: app.Worker.wrong()V: ");
    }

    @Test
    void verifyAcceptsWhatIsSoundAndReportWritesNoClass() throws IOException {
        Path in = folder.resolve("in");
        TestClasses.writeFolder(in, files);
        assertThat(run("report", in.toString())).isEqualTo(WeftTool.DONE);
        assertThat(out.toString(UTF_8)).startsWith("app.Worker: 2 methods, 3 suspension points\n");
        assertThat(in.resolve(WORKER)).hasBinaryContent(worker());
        assertThat(run("instrument", in.toString(), in.toString())).isEqualTo(WeftTool.DONE);
        assertThat(run("verify", in.toString())).isEqualTo(WeftTool.DONE);
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void theDocumentationListsEachKind() throws IOException {
        String documentation = Files.readString(Path.of("../docs/tools.md"));
        Set<FailureKind> missing = EnumSet.allOf(FailureKind.class);
        missing.removeIf(kind -> documentation.contains("| `" + kind.found() + "` |"));
        assertThat(missing).isEmpty();
    }

    private static String after(String text, String prefix) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length());
    }

    /** The attribute of the ABI, of any version. */
    private static final class Mark extends Attribute {
        private final int version;

        Mark(int version) {
            super("dev.weft.abi");
            this.version = version;
        }

        @Override
        protected ByteVector write(
                ClassWriter writer, byte @Nullable [] code, int codeLength, int maxStack, int maxLocals) {
            return new ByteVector(2).putShort(version);
        }
    }

    private static byte[] withMethod(byte[] classFile, String name, String descriptor, int... instructions) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(writer, 0);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, name, descriptor, null, null);
        method.visitCode();
        for (int opcode : instructions) method.visitInsn(opcode);
        method.visitMaxs(1, 0);
        method.visitEnd();
        return writer.toByteArray();
    }
}

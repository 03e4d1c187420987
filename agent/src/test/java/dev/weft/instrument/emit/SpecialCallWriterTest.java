// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.classify.CallCatalogue;
import dev.weft.instrument.classify.CallCatalogue.Treatment;
import dev.weft.instrument.classify.CompiledSources;
import dev.weft.instrument.classify.SpecialCall;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

class SpecialCallWriterTest {
    private static final String HOST = """
            package p;
            import java.io.*;
            import java.nio.file.*;
            public class Host {
                @dev.weft.Fiber public static String read(Path path) throws IOException { return Files.readString(path); }
                @dev.weft.Fiber public static String lines(Path path) throws IOException {
                    StringBuilder all = new StringBuilder();
                    try (BufferedReader in = Files.newBufferedReader(path)) {
                        for (String line = in.readLine(); line != null; line = in.readLine()) all.append(line).append('/');
                    }
                    return all.toString();
                }
                @dev.weft.Fiber public static String access(Path path) throws IOException {
                    try (RandomAccessFile f = new RandomAccessFile(path.toFile(), "rw")) {
                        f.writeLong(1L << 40);
                        f.writeDouble(2.5);
                        f.getFilePointer();
                        return f.length() + " " + path.toFile().delete();
                    }
                }
                @dev.weft.Fiber public static String fails(Path path) {
                    try {
                        return Files.readString(path.resolve("missing"));
                    } catch (IOException e) {
                        return e.getClass().getSimpleName() + dev.weft.abi.BlockingCall.depth;
                    }
                }
                public static String plain(Path path) throws IOException { return Files.readString(path); }
                @dev.weft.Fiber public static String memory(Path path) throws IOException {
                    Reader memory = new StringReader("m");
                    Reader other = new FilterReader(memory) {};
                    return "" + (char) memory.read() + memory.read() + other.read();
                }
                static class Counting extends FileInputStream {
                    Counting(File f) throws IOException { super(f); }
                    @Override @dev.weft.Fiber public int read() throws IOException { return super.read() + 1; }
                }
                @dev.weft.Fiber public static String superCall(Path path) throws IOException {
                    try (Counting c = new Counting(path.toFile())) { return "" + c.read(); }
                }
                interface Reads { @dev.weft.Fiber default String f(Path path) throws IOException { return Files.readString(path); } }
                @dev.weft.Fiber public static String inInterface(Path path) throws IOException { return new Reads() {}.f(path); }
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private ClassLoader loader = SpecialCallWriterTest.class.getClassLoader();

    @BeforeEach
    void load() {
        loader = PassingInstrumenter.load(
                17,
                Configuration.builder().build(),
                HOST,
                "package dev.weft.abi; public class BlockingCall { public static int depth; }");
    }

    @Test
    void callsLeaveTheCarrierInTheFiberEntryOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "a\nb\n");
        assertThat(plain("read", file)).isEqualTo("a\nb\n");
        assertThat(log()).isEmpty();
        assertThat(fiber("read", file)).isEqualTo("a\nb\n");
        assertThat(log()).isEqualTo("enter exit ");
    }

    @Test
    void eachCallIsWrapped() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "a\nb\n");
        assertThat(fiber("lines", file)).isEqualTo("a/b/");
        assertThat(log()).isEqualTo("enter exit ".repeat(5)); // open, three lines, close
    }

    @Test
    void valuesOfEachSizePass() throws Exception {
        assertThat(fiber("access", folder.resolve("f"))).isEqualTo("16 true");
        assertThat(log()).isEqualTo("enter exit ".repeat(5));
    }

    @Test
    void exceptionComesOutAfterTheWayBack() throws Exception {
        assertThat(plain("fails", folder)).isEqualTo("NoSuchFileException0");
        assertThat(fiber("fails", folder)).isEqualTo("NoSuchFileException0");
        assertThat(log()).isEqualTo("enter exit ");
    }

    @Test
    void streamsInMemoryStay() throws Exception {
        assertThat(plain("memory", folder)).isEqualTo("m-1-1");
        assertThat(fiber("memory", folder)).isEqualTo("m-1-1");
        assertThat(log()).isEqualTo("enter exit ");
    }

    @Test
    void superCallsAndPlainMethodsStayAsTheyAre() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "a");
        assertThat(fiber("superCall", file)).isEqualTo("98");
        assertThat(plain("plain", file)).isEqualTo("a");
        assertThat(log()).isEmpty();
    }

    @Test
    void interfacesHaveHelpersToo() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "a");
        assertThat(fiber("inInterface", file)).isEqualTo("a");
        assertThat(log()).isEqualTo("enter exit ");
    }

    @Test
    void helpersAreSharedByTheMethodsOfAClassAndNamedApart() {
        CompiledSources c = CompiledSources.compile("""
                package p;
                class A {
                    void f(java.io.File a) { a.delete(); a.delete(); }
                    void g(java.io.File a) { a.delete(); }
                    private static boolean blocking$delete(java.io.File a) { return true; }
                }
                """);
        ClassNode node = c.node("p.A");
        CallCatalogue catalogue = CallCatalogue.standard();
        SpecialCallWriter calls = new SpecialCallWriter(call ->
                catalogue.maySuspend(call.owner, call.name, call.desc) ? new SpecialCall(Treatment.IO, null) : null);
        List<MethodNode> first = calls.rewrite(node, CompiledSources.method(node, "f"));
        assertThat(first).singleElement().satisfies(m -> {
            assertThat(m.name).isEqualTo("blocking$delete$");
            assertThat(m.desc).isEqualTo("(Ljava/io/File;)Z");
        });
        assertThat(calls.rewrite(node, CompiledSources.method(node, "g"))).isEmpty();
    }

    private Object plain(String name, Path path) throws Exception {
        return host().getMethod(name, Path.class).invoke(null, path);
    }

    private Object fiber(String name, Path path) throws Exception {
        Class<?> continuation = loader.loadClass("dev.weft.abi.Continuation");
        Method entry = host().getMethod(name, Path.class, continuation);
        return entry.invoke(null, path, continuation.getConstructor().newInstance());
    }

    private Class<?> host() throws ClassNotFoundException {
        return loader.loadClass("p.Host");
    }

    private String log() throws Exception {
        return String.valueOf(
                loader.loadClass("dev.weft.abi.BlockingCall").getField("log").get(null));
    }
}

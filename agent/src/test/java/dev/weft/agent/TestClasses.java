// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.classify.CompiledSources;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Classes to instrument, next to a stand-in for the runtime. */
final class TestClasses {
    static final String CONTINUATION = """
            package dev.weft.abi;
            public abstract class Continuation {
                public boolean attention;
                public static void suspend() {}
            }
            """;

    static final String WORKER = """
            package app;
            public class Worker {
                @dev.weft.Fiber public int work(int n) { dev.weft.abi.Continuation.suspend(); return n + 1; }
                @dev.weft.Fiber public int more(int n) { return work(n) + work(n); }
            }
            """;

    static final String PLAIN = "package app; public class Plain { public int twice(int n) { return 2 * n; } }";

    private TestClasses() {}

    /** The given sources with the stand-in. */
    static CompiledSources compile(String... sources) {
        String[] all = Arrays.copyOf(sources, sources.length + 1);
        all[sources.length] = CONTINUATION;
        return CompiledSources.compile(all);
    }

    /** Class files by path. */
    static Map<String, byte[]> files(CompiledSources sources) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        sources.classes().forEach((name, bytes) -> files.put(name.replace('.', '/') + ".class", bytes));
        return files;
    }

    static void writeFolder(Path folder, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> entry : files.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, entry.getValue());
        }
    }

    static void writeJar(Path jar, Map<String, byte[]> files) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
    }

    /** A class file whose version no one has heard of. */
    static byte[] fromTheFuture(byte[] classFile) {
        byte[] bytes = classFile.clone();
        bytes[6] = 1;
        return bytes;
    }

    /** Whether a class file carries the mark of an instrumented class. */
    static boolean isInstrumented(byte[] classFile) {
        return new String(classFile, java.nio.charset.StandardCharsets.ISO_8859_1).contains("dev.weft.abi");
    }
}

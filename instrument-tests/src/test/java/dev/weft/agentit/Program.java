// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import dev.weft.instrumenttests.harness.SourceCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small program, compiled into a folder. */
final class Program {
    /** Suspends ten times below one fiber method and prints how often it was resumed. */
    static final String COUNTER = """
            package app;
            import dev.weft.Fiber;
            import dev.weft.abi.Continuation;
            public final class Counter extends Continuation {
                @Fiber @Override protected Object body() { return new Steps().run(10); }
                public static void main(String[] args) throws Throwable {
                    Counter counter = new Counter();
                    int resumes = 1;
                    while (!counter.resume()) resumes++;
                    if (counter.failure() != null) throw counter.failure();
                    System.out.println(counter.result() + " after " + resumes);
                }
            }
            """;

    static final String STEPS = """
            package app;
            import dev.weft.Fiber;
            import dev.weft.abi.Continuation;
            public final class Steps {
                @Fiber public int run(int n) {
                    int sum = 0;
                    for (int i = 0; i < n; i++) { Continuation.suspend(); sum += i; }
                    return sum;
                }
            }
            """;

    /** What {@link #COUNTER} prints when it can suspend. */
    static final String COUNTED = "45 after 11\n";

    private Program() {}

    /** Compiles sources, each named by its file's path. */
    static Path compile(Path folder, Map<String, String> sources) throws IOException {
        Path sourceFolder = folder.resolve("src");
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = sourceFolder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        Path classes = folder.resolve("classes");
        for (Map.Entry<String, byte[]> compiled :
                SourceCompiler.compile(files, 17).entrySet()) {
            Path file = classes.resolve(compiled.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, compiled.getValue());
        }
        return classes;
    }

    /** {@link #COUNTER} and {@link #STEPS}. */
    static Path counter(Path folder) throws IOException {
        return compile(folder, Map.of("app/Counter.java", COUNTER, "app/Steps.java", STEPS));
    }
}

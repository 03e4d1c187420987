// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.jmh;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The classes of a library, all of their methods fiber methods, by one thread: {@code bytes} are those of input by second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class InstrumenterBenchmark {
    /** The beginning of a jar's name in the folder that benchmarks/fetch has filled. */
    @Param({"h2", "guava"})
    public String library = "";

    private final List<byte[]> classFiles = new ArrayList<>();
    private URLClassLoader loader = new URLClassLoader(new URL[0]);
    private Instrumenter packageMode = instrumenter("**");
    private Instrumenter idle = instrumenter("nothing.**");

    /** What goes in. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Input {
        /** Counted by JMH, and divided by the time. */
        public long bytes;
    }

    private static Instrumenter instrumenter(String include) {
        return new Instrumenter(Configuration.builder().include(include).build(), Listener.NONE);
    }

    /** Reads the jar. */
    @Setup
    public void read() throws IOException {
        Path folder = Path.of(System.getProperty("weft.benchmarks.libraries", "benchmarks/target/libraries"));
        Path jar;
        try (Stream<Path> files = Files.list(folder)) {
            jar = files.filter(file -> file.getFileName().toString().startsWith(library + "-"))
                    .findFirst()
                    .orElseThrow(() -> new UncheckedIOException(new IOException("run benchmarks/fetch first")));
        }
        loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.contains("-info") && !name.startsWith("META-INF")) {
                    classFiles.add(zip.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    /** Closes it. */
    @TearDown
    public void close() throws IOException {
        loader.close();
    }

    /** Everything is instrumented. */
    @Benchmark
    public void packageMode(Input input, Blackhole results) {
        run(packageMode, input, results);
    }

    /** Nothing is: the cost of dismissing a class. */
    @Benchmark
    public void idle(Input input, Blackhole results) {
        run(idle, input, results);
    }

    private void run(Instrumenter instrumenter, Input input, Blackhole results) {
        for (byte[] classFile : classFiles) {
            results.consume(instrumenter.instrument(classFile, loader));
            input.bytes += classFile.length;
        }
    }
}

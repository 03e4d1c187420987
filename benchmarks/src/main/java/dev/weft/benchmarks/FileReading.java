// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reading files that are in memory, 4 KiB each: {@code files}, one fiber for each, whose reads go to the I/O pool; {@code
 * files.threads}, tasks of a pool of 64 platform threads; {@code files.virtual}, a virtual thread for each, where the JDK has them.
 */
final class FileReading {
    private static final int FILES = 200;
    private static final int READS = 10_000;
    private static final int SIZE = 4_096;
    private static final int THREADS = 64; // as many as the I/O pool lets run

    private FileReading() {}

    static List<Figure> reads() throws Exception {
        Path folder = Files.createTempDirectory("weft-files");
        try {
            List<Path> paths = write(folder);
            List<Figure> figures = new ArrayList<>();
            figures.add(Measure.nanosPerOperation(
                    "files", READS, () -> Measure.check(Weft.run(() -> byFibers(paths)), READS * (long) SIZE)));
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            figures.add(Measure.nanosPerOperation("files.threads", READS, () -> byTasks(threads, paths)));
            threads.shutdown();
            ExecutorService virtual = virtualThreads();
            if (virtual != null) {
                figures.add(Measure.nanosPerOperation("files.virtual", READS, () -> byTasks(virtual, paths)));
                virtual.shutdown();
            }
            return figures;
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
            }
        }
    }

    private static List<Path> write(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < FILES; i++) paths.add(Files.write(folder.resolve("file" + i), new byte[SIZE]));
        return paths;
    }

    @Fiber
    private static long byFibers(List<Path> paths) {
        List<Routine<Integer>> routines = new ArrayList<>();
        for (int i = 0; i < READS; i++) {
            Path path = paths.get(i % FILES);
            routines.add(Weft.go(() -> Files.readAllBytes(path).length));
        }
        long sum = 0;
        for (Routine<Integer> routine : routines) sum += routine.join();
        return sum;
    }

    private static void byTasks(ExecutorService executor, List<Path> paths) throws Exception {
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < READS; i++) {
            Path path = paths.get(i % FILES);
            Callable<Integer> read = () -> Files.readAllBytes(path).length;
            futures.add(executor.submit(read));
        }
        long sum = 0;
        for (Future<Integer> future : futures) sum += future.get();
        Measure.check(sum, READS * (long) SIZE);
    }

    /** Null before JDK 21. */
    private static @Nullable ExecutorService virtualThreads() {
        try {
            MethodHandle factory = MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
            return (ExecutorService) factory.invoke();
        } catch (NoSuchMethodException e) {
            return null;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}

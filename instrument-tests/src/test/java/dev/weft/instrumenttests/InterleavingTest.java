// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import dev.weft.instrumenttests.harness.TargetEntry;
import dev.weft.instrumenttests.harness.TargetSuite;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Continuations share nothing: several in the same methods, in turns and on changing threads, behave as one alone does. */
class InterleavingTest {
    private static final int FIBERS = 3;

    private static ExecutorService[] threads = {};

    static Stream<Arguments> cases() {
        return TargetSuite.all().stream()
                .filter(suite -> suite.variant() == TargetSuite.Variant.WITH_POLLS)
                .flatMap(suite -> suite.entries().stream()
                        .filter(entry -> !entry.freshClasses())
                        .map(entry -> Arguments.of(entry, suite)));
    }

    @BeforeAll
    static void start() {
        threads = new ExecutorService[] {Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor()};
    }

    @AfterAll
    static void stop() {
        for (ExecutorService thread : threads) {
            thread.shutdown();
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void severalInTurnsOnChangingThreads(TargetEntry entry, TargetSuite suite) throws Exception {
        suite.differential().checkInterleaved(entry, FIBERS, threads);
    }
}

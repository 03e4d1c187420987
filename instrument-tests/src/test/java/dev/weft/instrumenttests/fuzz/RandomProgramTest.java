// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.Differential;
import dev.weft.instrumenttests.harness.Entry;
import dev.weft.instrumenttests.harness.InstrumentedClasses;
import dev.weft.instrumenttests.harness.Mode;
import dev.weft.instrumenttests.harness.Run;
import dev.weft.instrumenttests.harness.SourceCompiler;
import dev.weft.instrumenttests.harness.TargetEntry;
import dev.weft.instrumenttests.harness.TargetSources;
import dev.weft.instrumenttests.harness.TargetSuite;
import dev.weft.instrumenttests.harness.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random programs behave as fibers as they do plainly.
 *
 * <p>{@code -Dweft.fuzz.seed=N} sets the first program's seed, {@code -Dweft.fuzz.programs=N} how many there are; a
 * failure names the seed that replays it.
 */
class RandomProgramTest {
    private static final long FIRST_SEED = Long.getLong("weft.fuzz.seed", 1);
    private static final int PROGRAMS = Integer.getInteger("weft.fuzz.programs", 15);
    private static final int SEEDS_PER_PROGRAM = 10;
    private static final int MAX_POINTS = 40;

    @TempDir
    Path folder;

    @Test
    void behaveAsFibersAsTheyDoPlainly() throws IOException {
        CompiledClasses compiled = compile();
        long suspensions = 0;
        for (TargetSuite.Variant variant : List.of(TargetSuite.Variant.ANNOTATED, TargetSuite.Variant.WITH_POLLS)) {
            InstrumentedClasses instrumented = InstrumentedClasses.of(compiled, variant.configuration());
            assertThat(instrumented.failures()).isEmpty();
            assertThat(Verification.problems(instrumented, compiled)).isEmpty();
            Differential differential = new Differential(compiled, instrumented);
            for (int i = 0; i < PROGRAMS; i++) {
                suspensions += check(differential, FIRST_SEED + i);
            }
        }
        assertThat(suspensions).isGreaterThan(PROGRAMS);
    }

    private static int check(Differential differential, long seed) {
        TargetEntry entry = new TargetEntry(TargetSources.PACKAGE + "." + name(seed), "run", Entry.Pinned.NEVER, true);
        try {
            differential.check(entry, Mode.never());
            Run always = differential.check(entry, Mode.always());
            for (int s = 1; s <= SEEDS_PER_PROGRAM; s++) {
                differential.check(entry, Mode.seed(s));
            }
            for (int k = 1; k <= Math.min(always.points(), MAX_POINTS); k++) {
                differential.check(entry, Mode.at(k));
            }
            for (int hit = 1; hit <= Math.min(always.hits(), MAX_POINTS); hit++) {
                differential.check(entry, Mode.suspendThenThrowAt(hit));
            }
            return always.suspensions();
        } catch (AssertionError e) {
            throw new AssertionError(
                    "replay with -Dtest=RandomProgramTest -Dweft.fuzz.seed=" + seed + " -Dweft.fuzz.programs=1", e);
        }
    }

    private CompiledClasses compile() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            long seed = FIRST_SEED + i;
            String source = RandomProgram.source(TargetSources.PACKAGE, name(seed), seed);
            sources.add(Files.writeString(folder.resolve(name(seed) + ".java"), source));
        }
        Map<String, byte[]> classFiles =
                new TreeMap<>(SourceCompiler.compile(sources, Runtime.version().feature()));
        TargetSources.compiledByBuild().names().stream()
                .filter(name -> name.endsWith(".Points"))
                .forEach(name ->
                        classFiles.put(name, TargetSources.compiledByBuild().find(name)));
        return new CompiledClasses("random programs", classFiles);
    }

    private static String name(long seed) {
        return "Random" + seed;
    }
}

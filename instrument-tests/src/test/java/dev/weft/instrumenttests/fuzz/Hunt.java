// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Generates programs by a seed, batch after batch, tries each, and makes the first that fails smaller. */
final class Hunt {
    static final int BATCH = 60;
    private static final int VERIFIED_ONCE_IN = 6; // by ASM, which takes longer than all the rest; the JVM verifies all

    private final long seed;
    private final BackEnd backEnd;
    private final Batch batch;
    private final Statistics statistics;

    /** The last step changes each instrumented class; for planted faults. */
    Hunt(long seed, BackEnd backEnd, Statistics statistics, UnaryOperator<byte[]> lastStep) {
        this.seed = seed;
        this.backEnd = backEnd;
        this.statistics = statistics;
        batch = new Batch(lastStep);
    }

    /**
     * A program that fails.
     *
     * @param index its number among those of the seed, or -1
     * @param program the program
     * @param failure what is wrong
     */
    record Finding(long index, Program program, Failure failure) {}

    /** Tries some programs of the seed; returns those that fail. */
    List<Finding> hunt(long first, long count) {
        List<Finding> findings = new ArrayList<>();
        for (long from = first; from < first + count; from += BATCH) {
            findings.addAll(huntBatch(from, (int) Math.min(BATCH, first + count - from)));
        }
        return findings;
    }

    private List<Finding> huntBatch(long from, int count) {
        List<Program> programs = new ArrayList<>();
        Map<Program, Long> indices = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Program program = generate(from + i);
            programs.add(program);
            indices.put(program, from + i);
        }
        List<Finding> findings = new ArrayList<>();
        for (Batch.Prepared prepared : prepare(programs)) {
            long index = indices.get(prepared.program());
            Failure failure = check(prepared, index);
            if (failure != null) {
                findings.add(new Finding(index, prepared.program(), failure));
            }
        }
        return findings;
    }

    /** javac has bugs too: a batch that it can't compile is compiled one by one, without those that are to blame. */
    private List<Batch.Prepared> prepare(List<Program> programs) {
        try {
            return batch.prepare(programs);
        } catch (InvalidProgramException e) {
            if (programs.size() == 1) {
                invalid(programs.get(0), e);
                return List.of();
            }
            int half = programs.size() / 2;
            List<Batch.Prepared> prepared = new ArrayList<>(prepare(programs.subList(0, half)));
            prepared.addAll(prepare(programs.subList(half, programs.size())));
            return prepared;
        }
    }

    private void invalid(Program program, InvalidProgramException problem) {
        statistics.addInvalid(program.name() + ": " + problem.getMessage());
    }

    private @Nullable Failure check(Batch.Prepared prepared, long index) {
        Trial trial = new Trial(prepared, mix(index), index % VERIFIED_ONCE_IN == 0);
        try {
            return trial.run();
        } catch (InvalidProgramException e) {
            invalid(prepared.program(), e);
            return null;
        } finally {
            statistics.add(trial);
        }
    }

    /** The program with this number. */
    Program generate(long index) {
        return backEnd.generate("P" + index, mix(index), index);
    }

    private long mix(long index) {
        long z = (seed * 0x9E3779B97F4A7C15L + index) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 29)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 32);
    }

    /** The failure of one program, or null if it passes or is no program. */
    @Nullable
    Failure failure(Program program, long index, Failure.@Nullable Kind kind) {
        try {
            List<Batch.Prepared> prepared = batch.prepare(List.of(program));
            return new Trial(prepared.get(0), mix(index), kind == Failure.Kind.CLASS_FILE || kind == null).run();
        } catch (InvalidProgramException e) {
            return null;
        }
    }

    /** A smaller program that fails by the same oracle. */
    Finding shrink(Finding finding, int attempts) {
        Finding smallest = finding;
        int left = attempts;
        boolean progress = true;
        while (progress && left > 0) {
            progress = false;
            var candidates = smallest.program().reductions().iterator();
            while (!progress && left-- > 0 && candidates.hasNext()) {
                Program candidate = candidates.next();
                Failure failure =
                        failure(candidate, finding.index(), finding.failure().kind());
                if (failure != null && failure.kind() == finding.failure().kind()) {
                    smallest = new Finding(finding.index(), candidate, failure);
                    progress = true;
                }
            }
        }
        return smallest;
    }
}

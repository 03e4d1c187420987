// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import dev.weft.instrumenttests.harness.TargetSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Hunts with random programs from the command line; {@code instrument-tests/fuzz} runs it. */
public final class Fuzzer {
    /*
     * Ownership: each worker has a hunt of its own, and takes the next batch of program numbers from one counter. So a program
     * depends on the seed and its number alone, whatever the number of workers.
     */

    private static final int ATTEMPTS = 1500; // to make a program smaller
    private static final int MOST_SHRUNK = 20;
    private static final long PROGRESS_MILLIS = 10_000;
    private static final long STUCK_MILLIS = 300_000;

    private final FuzzOptions options;
    private final Statistics statistics = new Statistics();
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger findings = new AtomicInteger();
    private final long startMillis = System.currentTimeMillis();

    private Fuzzer(FuzzOptions options) {
        this.options = options;
    }

    /**
     * Exits with 0 if nothing was found, with 1 if something was, and with 2 if the arguments are wrong.
     *
     * @param arguments see the script
     */
    public static void main(String[] arguments) throws InterruptedException {
        FuzzOptions options;
        try {
            options = FuzzOptions.parse(Arrays.asList(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("fuzz: " + e.getMessage());
            System.exit(2);
            return;
        }
        Fuzzer fuzzer = new Fuzzer(options);
        boolean found = options.replay().isEmpty() ? fuzzer.hunt() : fuzzer.replay();
        System.exit(found ? 1 : 0);
    }

    private boolean replay() {
        String replay = options.replay();
        int colon = replay.indexOf(':');
        long index = 0;
        Program program;
        Hunt hunt;
        if (colon > 0 && !Files.exists(Path.of(replay))) {
            index = Long.parseLong(replay.substring(colon + 1));
            hunt = newHunt(Long.parseLong(replay.substring(0, colon)));
            program = hunt.generate(index);
        } else {
            hunt = newHunt(0);
            program = Corpus.read(Path.of(replay));
        }
        Failure failure = hunt.failure(program, index, null);
        if (failure == null) {
            System.out.println(program.name() + " passes");
            return false;
        }
        report(hunt, new Hunt.Finding(index, program, failure));
        return true;
    }

    private Hunt newHunt(long seed) {
        return new Hunt(seed, options.backEnd(), statistics, UnaryOperator.identity());
    }

    private boolean hunt() throws InterruptedException {
        System.out.println("seed " + options.seed() + ", back end " + options.backEnd() + ", " + options.threads()
                + " threads, Java " + Runtime.version());
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < options.threads(); i++) {
            Thread worker = new Thread(this::work, "hunt " + i);
            worker.setDaemon(true);
            worker.setUncaughtExceptionHandler((thread, problem) -> {
                findings.incrementAndGet();
                problem.printStackTrace();
            });
            worker.start();
            workers.add(worker);
        }
        watch(workers);
        progress();
        System.out.print(statistics.firstInvalid());
        System.out.println(findings.get() == 0 ? "nothing found" : findings.get() + " programs fail");
        return findings.get() > 0;
    }

    private void work() {
        Hunt hunt = newHunt(options.seed());
        while (!isOver()) {
            long first = next.getAndAdd(Hunt.BATCH);
            long count = Math.min(Hunt.BATCH, options.programs() - first);
            if (count <= 0) {
                return;
            }
            hunt.hunt(first, count).forEach(finding -> report(hunt, finding));
        }
    }

    private boolean isOver() {
        return System.currentTimeMillis() - startMillis > options.minutes() * 60_000;
    }

    /** A program that never ends, which can only be the instrumenter's fault, ends the hunt. */
    private void watch(List<Thread> workers) throws InterruptedException {
        long programs = 0;
        long changedMillis = System.currentTimeMillis();
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                worker.join(PROGRESS_MILLIS);
                progress();
                if (statistics.programs() != programs) {
                    programs = statistics.programs();
                    changedMillis = System.currentTimeMillis();
                }
                if (System.currentTimeMillis() - changedMillis > STUCK_MILLIS) {
                    for (Thread stuck : workers) {
                        System.out.println(stuck.getName() + " doesn't get on:");
                        Arrays.stream(stuck.getStackTrace()).forEach(e -> System.out.println("    at " + e));
                    }
                    findings.incrementAndGet();
                    return;
                }
            }
        }
    }

    private void progress() {
        double seconds = (System.currentTimeMillis() - startMillis) / 1000.0;
        System.out.printf(
                Locale.ROOT,
                "%6.0f s  %s, %.1f programs/s, %d found%n",
                seconds,
                statistics,
                statistics.programs() / seconds,
                findings.get());
    }

    private void report(Hunt hunt, Hunt.Finding finding) {
        boolean shrinks = findings.incrementAndGet() <= MOST_SHRUNK;
        System.out.println("program " + finding.index() + " fails" + (shrinks ? ", and is made smaller: " : ": ")
                + finding.failure());
        Hunt.Finding smallest = shrinks ? hunt.shrink(finding, ATTEMPTS) : finding;
        StringBuilder text = new StringBuilder("\nFAILURE " + smallest.failure() + "\n");
        if (options.replay().isEmpty()) {
            text.append("replay: instrument-tests/fuzz --back-end "
                    + options.backEnd().name().toLowerCase(Locale.ROOT) + " --replay " + options.seed() + ":"
                    + finding.index() + "\n");
        }
        if (shrinks) {
            Path folder = TargetSources.moduleFolder().resolve("target/fuzz");
            text.append("the smallest program, also in ")
                    .append(Corpus.write(folder, smallest.program()))
                    .append("\n\n");
            text.append(smallest.program().text());
        }
        System.out.println(text);
    }
}

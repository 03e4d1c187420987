// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The command line of {@link Soak}. */
public final class SoakMain {
    private static final String USAGE = """
            usage: benchmarks/soak [--minutes N] [--seed S] [--phase SECONDS] [--results FILE] [--plant FAULT]

            Runs mixed load, and counts what is left at the end of each phase, when all of it has ended: heap after a full collection,
            fibers, timers, threads. Fails if anything was lost or doubled, if nothing gets on for two minutes, or if what is left grows
            after the first quarter of the run.

            --minutes N       how long (default: 30)
            --seed S          of the random choices (default: another one each time; it is printed)
            --phase SECONDS   the time from one count to the next (default: 30)
            --results FILE    writes the counts there too, tab-separated (default: benchmarks/target/soak.tsv)
            --plant FAULT     something that has to be found; see below
            """;

    private long seed = System.nanoTime();
    private double minutes = 30;
    private double phaseSeconds = 30;
    private Soak.Plant plant = Soak.Plant.NOTHING;
    private Path results = Path.of("benchmarks", "target", "soak.tsv");

    private SoakMain() {}

    /** Exits with 0, or 1 when something is wrong, or 2 for wrong arguments. */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(USAGE + "\nfaults: " + plants() + "\n");
            return;
        }
        SoakMain main = new SoakMain();
        try {
            main.read(args);
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks/soak: " + e.getMessage());
            System.exit(2);
        }
        System.exit(main.run());
    }

    private static String plants() {
        return Arrays.stream(Soak.Plant.values())
                .filter(plant -> plant != Soak.Plant.NOTHING)
                .map(plant -> plant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private void read(String[] args) {
        if (args.length % 2 != 0) throw new IllegalArgumentException("an option has no value; see --help");
        for (int i = 0; i < args.length; i += 2) {
            String value = args[i + 1];
            switch (args[i]) {
                case "--minutes" -> minutes = Double.parseDouble(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--phase" -> phaseSeconds = Double.parseDouble(value);
                case "--results" -> results = Path.of(value);
                case "--plant" -> plant = Soak.Plant.valueOf(value.toUpperCase(Locale.ROOT));
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
    }

    private int run() throws Exception {
        System.out.println("seed " + seed);
        List<String> faults = Soak.run(new Soak.Options(
                seed, ofSeconds(60 * minutes), ofSeconds(phaseSeconds), Duration.ofMinutes(2), plant, results));
        for (String fault : faults) System.out.println("WRONG: " + fault);
        System.out.println(faults.isEmpty() ? "nothing lost, nothing left behind" : "replay with --seed " + seed);
        return faults.isEmpty() ? 0 : 1;
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofNanos((long) (1e9 * seconds));
    }
}

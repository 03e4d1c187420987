// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * The command line of {@link Fuzzer}.
 *
 * @param seed of the programs
 * @param programs how many at most
 * @param minutes how long at most
 * @param backEnd what writes them
 * @param threads how many work
 * @param replay one program, as {@code SEED:INDEX} or a file; empty for none
 */
record FuzzOptions(long seed, long programs, double minutes, BackEnd backEnd, int threads, String replay) {

    /** Fails with an {@link IllegalArgumentException} that says what is wrong. */
    static FuzzOptions parse(List<String> arguments) {
        long seed = System.nanoTime() & 0xFFFFFF;
        long programs = Long.MAX_VALUE;
        double minutes = Double.MAX_VALUE;
        BackEnd backEnd = BackEnd.BOTH;
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        String replay = "";
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(option + " is no option, or lacks its value");
            }
            String value = rest.next();
            switch (option) {
                case "--seed" -> seed = Long.parseLong(value);
                case "--programs" -> programs = Long.parseLong(value);
                case "--minutes" -> minutes = Double.parseDouble(value);
                case "--back-end" -> backEnd = BackEnd.valueOf(value.toUpperCase(Locale.ROOT));
                case "--threads" -> threads = Integer.parseInt(value);
                case "--replay" -> replay = value;
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        if (programs < 0 || minutes < 0 || threads < 1) {
            throw new IllegalArgumentException("numbers must be positive");
        }
        if (programs == Long.MAX_VALUE && minutes == Double.MAX_VALUE) {
            minutes = 1;
        }
        return new FuzzOptions(seed, programs, minutes, backEnd, threads, replay);
    }
}

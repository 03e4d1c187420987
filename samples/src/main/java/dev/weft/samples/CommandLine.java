// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

/** What the samples' command lines have in common: {@code --help}, and status 2 with a message for wrong arguments. */
public final class CommandLine {
    private static final int WRONG_ARGUMENTS = 2;

    private CommandLine() {}

    /**
     * Ends the program if help is asked for, or if there are too few or too many arguments.
     *
     * @param args the arguments
     * @param min the least number of them
     * @param max the largest
     * @param usage the help text
     */
    public static void check(String[] args, int min, int max, String usage) {
        for (String arg : args) {
            if (!arg.equals("--help")) continue;
            System.out.print(usage);
            System.exit(0);
        }
        if (args.length >= min && args.length <= max) return;
        System.err.print(usage);
        System.exit(WRONG_ARGUMENTS);
    }

    /**
     * A number of at least 1; anything else ends the program.
     *
     * @param name what the usage calls it
     * @param text as it was given
     * @return the number
     */
    public static int positive(String name, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) return number;
        } catch (NumberFormatException e) {
            // reported below, as a number that is too small
        }
        System.err.println(name + " must be a number from 1 to " + Integer.MAX_VALUE + ", not " + text);
        System.exit(WRONG_ARGUMENTS);
        throw new AssertionError("unreachable");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;

/** Two fibers hand a number back and forth. */
public final class PingPong {
    private static final String USAGE = """
            usage: samples/run pingpong [ROUNDS]

            Two fibers hand a number to each other and back, ROUNDS times (default: 1000000).
            """;

    private static final String DEFAULT_ROUNDS = "1000000";

    private PingPong() {}

    /**
     * The program.
     *
     * @param args the number of rounds, or nothing
     */
    public static void main(String[] args) {
        CommandLine.check(args, 0, 1, USAGE);
        int rounds = CommandLine.positive("ROUNDS", args.length > 0 ? args[0] : DEFAULT_ROUNDS);
        long start = System.nanoTime();
        Weft.run(() -> play(rounds));
        long nanos = System.nanoTime() - start;
        System.out.printf("%d rounds, %d ns each%n", rounds, nanos / rounds);
    }

    @Fiber
    static void play(int rounds) {
        Channel<Integer> there = Channel.rendezvous();
        Channel<Integer> back = Channel.rendezvous();
        Weft.go(() -> {
            for (int i = 0; i < rounds; i++) back.send(there.receive());
        });
        for (int i = 0; i < rounds; i++) {
            there.send(i);
            int answer = back.receive();
            if (answer != i) throw new IllegalStateException("sent " + i + ", got " + answer);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The concurrent prime sieve: a chain of fibers, one for each prime found, that hand on the numbers which their prime
 * doesn't divide. The first number that comes out at the end is the next prime.
 */
public final class Sieve {
    private static final String USAGE = """
            usage: samples/run sieve N

            Prints the first N primes, found by a chain of N fibers.
            """;

    private Sieve() {}

    /**
     * The program.
     *
     * @param args how many primes
     */
    public static void main(String[] args) {
        CommandLine.check(args, 1, 1, USAGE);
        int count = CommandLine.positive("N", args[0]);
        Weft.run(() -> print(count, System.out));
    }

    @Fiber
    static void print(int count, PrintStream out) {
        List<Routine<Void>> chain = new ArrayList<>();
        Channel<Integer> first = Channel.rendezvous();
        chain.add(Weft.go(() -> generate(first)));
        Channel<Integer> end = first;
        for (int i = 0; i < count; i++) {
            int prime = end.receive();
            out.println(prime);
            Channel<Integer> numbers = end;
            Channel<Integer> others = Channel.rendezvous();
            chain.add(Weft.go(() -> filter(prime, numbers, others)));
            end = others;
        }
        for (Routine<Void> routine : chain) routine.cancel();
    }

    @Fiber
    private static void generate(Channel<Integer> numbers) {
        for (int i = 2; ; i++) numbers.send(i);
    }

    @Fiber
    private static void filter(int prime, Channel<Integer> numbers, Channel<Integer> others) {
        while (true) {
            int number = numbers.receive();
            if (number % prime != 0) others.send(number);
        }
    }
}

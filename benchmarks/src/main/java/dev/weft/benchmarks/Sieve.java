// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The concurrent prime sieve, to the 2,000th prime; then it is stopped and drained. */
final class Sieve {
    private static final int PRIMES = 2_000;
    private static final int LAST_PRIME = 17_389;

    private Sieve() {}

    static List<Figure> sieve() throws Exception {
        return List.of(Measure.millis("sieve", () -> Measure.check(Weft.run(() -> lastPrime()), LAST_PRIME)));
    }

    @Fiber
    private static int lastPrime() {
        AtomicBoolean stop = new AtomicBoolean();
        Channel<Integer> first = Channel.rendezvous();
        Weft.go(() -> generate(first, stop));
        Channel<Integer> numbers = first;
        int prime = 0;
        for (int i = 0; i < PRIMES; i++) {
            int divisor = numbers.receive();
            Channel<Integer> in = numbers;
            Channel<Integer> out = Channel.rendezvous();
            Weft.go(() -> filter(divisor, in, out));
            numbers = out;
            prime = divisor;
        }
        stop.set(true);
        int drained;
        do drained = numbers.receive();
        while (drained >= 0);
        return prime;
    }

    @Fiber
    private static void generate(Channel<Integer> out, AtomicBoolean stop) {
        for (int i = 2; !stop.get(); i++) out.send(i);
        out.send(-1);
    }

    @Fiber
    private static void filter(int divisor, Channel<Integer> in, Channel<Integer> out) {
        int number;
        do {
            number = in.receive();
            if (number % divisor != 0) out.send(number);
        } while (number >= 0);
    }
}

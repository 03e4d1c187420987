// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.abi.Continuation;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs one scenario: a fiber that takes the coins 1, 2, 3, … from a channel without a buffer, which another sends. */
public final class Coins {
    private static volatile Channel<Integer> current = Channel.rendezvous();
    private static final AtomicInteger PINNED = new AtomicInteger();
    private static final List<String> CALLS = Collections.synchronizedList(new ArrayList<>());
    private static volatile String name = "";
    private static int failures;
    private static int count;

    private Coins() {}

    static Channel<Integer> current() {
        return current;
    }

    /** The scenario that runs. */
    static String name() {
        return name;
    }

    /** A target for what delegates. */
    public static Shop shop() {
        return new Shop(current);
    }

    /** Notes what an interceptor has seen; returns its argument. */
    static <T> T called(T what) {
        CALLS.add(String.valueOf(what));
        return what;
    }

    /** Called by who waits, with the continuation that it was handed. */
    static void wait(Continuation c) {
        if (c == null) PINNED.incrementAndGet();
    }

    /** Whether who waits is to be handed the continuation, or any is to be entered plainly. */
    enum Expect {
        SUSPENDS,
        PINS
    }

    /** Runs; what is wrong is printed. */
    static void check(String name, Expect expect, int coins, Object result, List<String> calls, Task<?> body) {
        count++;
        Coins.name = name;
        current = Channel.rendezvous();
        PINNED.set(0);
        CALLS.clear();
        Object got;
        try {
            Task<?> task = body;
            Channel<Integer> channel = current;
            got = Weft.run(() -> {
                Weft.go(() -> {
                    for (int coin = 1; coin <= coins; coin++) channel.send(coin);
                });
                return task.run();
            });
        } catch (Throwable t) {
            t.printStackTrace(System.out);
            got = t;
        }
        String problem = "";
        if (!result.equals(got)) problem += " result " + got + " instead of " + result;
        if (!calls.equals(CALLS)) problem += " calls " + CALLS + " instead of " + calls;
        if ((PINNED.get() == 0) != (expect == Expect.SUSPENDS)) problem += " pinned " + PINNED + " times";
        if (problem.isEmpty()) return;
        failures++;
        System.out.println(name + ":" + problem);
    }

    /** Prints how it went. */
    static void end() {
        System.out.println(count + " scenarios, " + failures + " failures");
        System.exit(failures == 0 ? 0 : 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Clause;
import dev.weft.channel.Select;
import java.util.ArrayList;
import java.util.List;

/** Handing numbers from fiber to fiber. */
final class Channels {
    private static final int ROUNDS = 1_000_000;
    private static final int RING = 503;
    private static final int HOPS = 1_000_000;
    private static final int CAPACITY = 64;
    private static final int PRODUCERS = 4;
    private static final int ITEMS = 4_000_000;
    private static final int SELECTED_CHANNELS = 8;
    private static final int SELECTED_ITEMS = 1_000_000;

    private Channels() {}

    // ---------------------------------------------------------------- two fibers, two rendezvous

    static List<Figure> pingPong() throws Exception {
        return List.of(Measure.nanosPerOperation(
                "pingpong",
                ROUNDS,
                () -> Weft.run(() -> {
                    Channel<Integer> ping = Channel.rendezvous();
                    Channel<Integer> pong = Channel.rendezvous();
                    Routine<Void> echo = Weft.go(() -> echo(ping, pong));
                    Routine<Void> serve = Weft.go(() -> serve(ping, pong));
                    serve.join();
                    echo.join();
                })));
    }

    @Fiber
    private static void echo(Channel<Integer> ping, Channel<Integer> pong) {
        for (int i = 0; i < ROUNDS; i++) pong.send(ping.receive());
    }

    @Fiber
    private static void serve(Channel<Integer> ping, Channel<Integer> pong) {
        for (int i = 0; i < ROUNDS; i++) {
            ping.send(i);
            Measure.check(pong.receive(), i);
        }
    }

    // ---------------------------------------------------------------- a token around a ring

    static List<Figure> ring() throws Exception {
        return List.of(Measure.nanosPerOperation(
                "ring",
                HOPS,
                () -> Weft.run(() -> {
                    List<Channel<Integer>> ring = new ArrayList<>();
                    for (int i = 0; i < RING; i++) ring.add(Channel.rendezvous());
                    List<Routine<Void>> routines = new ArrayList<>();
                    for (int i = 0; i < RING; i++) {
                        Channel<Integer> in = ring.get(i);
                        Channel<Integer> out = ring.get((i + 1) % RING);
                        routines.add(Weft.go(() -> pass(in, out)));
                    }
                    ring.get(0).send(HOPS);
                    for (Routine<Void> routine : routines) routine.join();
                })));
    }

    /** The last hops, below 1, go once more round and end each fiber; the fiber that gets the very last keeps it. */
    @Fiber
    private static void pass(Channel<Integer> in, Channel<Integer> out) {
        int token;
        do {
            token = in.receive();
            if (token > 1 - RING) out.send(token - 1);
        } while (token > 0);
    }

    // ---------------------------------------------------------------- four to four, by one buffer

    static List<Figure> manyToMany() throws Exception {
        return List.of(Measure.nanosPerOperation(
                "mpmc",
                ITEMS,
                () -> Weft.run(() -> {
                    Channel<Integer> channel = Channel.buffered(CAPACITY);
                    List<Routine<Void>> routines = new ArrayList<>();
                    for (int i = 0; i < PRODUCERS; i++) {
                        routines.add(Weft.go(() -> produce(channel)));
                        routines.add(Weft.go(() -> consume(channel)));
                    }
                    for (Routine<Void> routine : routines) routine.join();
                })));
    }

    @Fiber
    private static void produce(Channel<Integer> channel) {
        for (int i = 0; i < ITEMS / PRODUCERS; i++) channel.send(i);
    }

    @Fiber
    private static void consume(Channel<Integer> channel) {
        for (int i = 0; i < ITEMS / PRODUCERS; i++) channel.receive();
    }

    // ---------------------------------------------------------------- one selects over eight

    static List<Figure> select() throws Exception {
        return List.of(Measure.nanosPerOperation(
                "select",
                SELECTED_ITEMS,
                () -> Weft.run(() -> {
                    List<Routine<Void>> routines = new ArrayList<>();
                    List<Clause<Integer>> clauses = new ArrayList<>();
                    for (int i = 0; i < SELECTED_CHANNELS; i++) {
                        Channel<Integer> channel = Channel.rendezvous();
                        clauses.add(Select.receive(channel));
                        routines.add(Weft.go(() -> produceSelected(channel)));
                    }
                    selectAll(Select.of(clauses));
                    for (Routine<Void> routine : routines) routine.join();
                })));
    }

    @Fiber
    private static void produceSelected(Channel<Integer> channel) {
        for (int i = 0; i < SELECTED_ITEMS / SELECTED_CHANNELS; i++) channel.send(i);
    }

    @Fiber
    private static void selectAll(Select<Integer> select) {
        long sum = 0;
        for (int i = 0; i < SELECTED_ITEMS; i++) sum += select.await();
        long each = SELECTED_ITEMS / SELECTED_CHANNELS;
        Measure.check(sum, SELECTED_CHANNELS * (each * (each - 1) / 2));
    }
}

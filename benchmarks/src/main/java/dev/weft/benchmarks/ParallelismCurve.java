// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.benchmarks.Measure.Effort;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.List;

/** The same work for more and more workers, of which the machine may have fewer cores. The workers are the process's option. */
final class ParallelismCurve {
    private static final int SPAWNED = 200_000;
    private static final int PAIRS = 16;
    private static final int ROUNDS = 20_000;
    private static final int YIELDING = 1_000;
    private static final int YIELDS = 300;
    private static final int COMPUTING = 64;
    private static final int STEPS = 1_000_000;

    /** Keeps the compiler from leaving the computation out. */
    @SuppressWarnings("unused")
    private static volatile long sink;

    private ParallelismCurve() {}

    /** Fibers that do nothing, started by one and waited for. */
    static List<Figure> spawn(int workers, Effort effort) throws Exception {
        return measure("spawn", workers, SPAWNED, effort, () -> Weft.run(() -> startAndJoin(SPAWNED, i -> {})));
    }

    /** Pairs of fibers, each with two rendezvous of its own. */
    static List<Figure> pingPong(int workers, Effort effort) throws Exception {
        return measure(
                "pingpong",
                workers,
                PAIRS * ROUNDS,
                effort,
                () -> Weft.run(() -> {
                    List<Channel<Integer>> channels = new ArrayList<>();
                    for (int i = 0; i < 2 * PAIRS; i++) channels.add(Channel.rendezvous());
                    startAndJoin(2 * PAIRS, i -> {
                        Channel<Integer> in = channels.get(i);
                        Channel<Integer> out = channels.get(i ^ 1);
                        if (i % 2 == 0) serve(out, in);
                        else echo(in, out);
                    });
                }));
    }

    /** Fibers that yield to each other. */
    static List<Figure> yields(int workers, Effort effort) throws Exception {
        return measure(
                "yield",
                workers,
                YIELDING * YIELDS,
                effort,
                () -> Weft.run(() -> startAndJoin(YIELDING, i -> {
                    for (int k = 0; k < YIELDS; k++) Weft.yield();
                })));
    }

    /** Fibers that compute and never wait. */
    static List<Figure> compute(int workers, Effort effort) throws Exception {
        return measure(
                "compute",
                workers,
                (long) COMPUTING * STEPS,
                effort,
                () -> Weft.run(() -> startAndJoin(COMPUTING, ParallelismCurve::computeAlone)));
    }

    private static List<Figure> measure(
            String name, int workers, long operations, Effort effort, Measure.Repetition repetition) throws Exception {
        Measure.check(Scheduler.current().parallelism(), workers);
        return List.of(
                Measure.nanosPerOperation(Curve.at("parallelism." + name, workers), operations, effort, repetition));
    }

    /** What a fiber does that knows its number. */
    @FunctionalInterface
    private interface Body {
        @Fiber
        void run(int index);
    }

    @Fiber
    private static void startAndJoin(int fibers, Body body) {
        List<Routine<Void>> routines = new ArrayList<>(fibers);
        for (int i = 0; i < fibers; i++) {
            int index = i;
            routines.add(Weft.go(() -> body.run(index)));
        }
        for (Routine<Void> routine : routines) routine.join();
    }

    @Fiber
    private static void serve(Channel<Integer> there, Channel<Integer> back) {
        for (int i = 0; i < ROUNDS; i++) {
            there.send(i);
            Measure.check(back.receive(), i);
        }
    }

    @Fiber
    private static void echo(Channel<Integer> in, Channel<Integer> out) {
        for (int i = 0; i < ROUNDS; i++) out.send(in.receive());
    }

    @Fiber
    private static void computeAlone(int index) {
        long x = index + 1L;
        for (int i = 0; i < STEPS; i++) x = next(x);
        sink = x;
    }

    /** A step that compilers don't see through: of the generator that Marsaglia describes in "Xorshift RNGs" (2003). */
    private static long next(long x) {
        long y = x ^ x << 13;
        y ^= y >>> 7;
        return y ^ y << 17;
    }
}

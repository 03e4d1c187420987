// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.Measure.Effort;
import java.util.List;

/** What grows, in which steps, and what is measured at each: a process of its own for each step. */
@SuppressWarnings("ImmutableEnumChecker") // the bodies are references to static methods
enum Curve {
    FIBERS("fibers", List.of(1_000, 10_000, 100_000, 1_000_000, 10_000_000), FiberCurve::parkedAndWoken) {
        @Override
        List<String> options(int size) {
            return List.of("-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch", parallelism(2));
        }
    },
    DEPTH_SWITCH("depth.switch", Sizes.DEPTHS, DepthCurve::switches),
    DEPTH_DESCEND("depth.descend", Sizes.DEPTHS, DepthCurve::descents),
    PARALLELISM_SPAWN("parallelism.spawn", Sizes.WORKERS, ParallelismCurve::spawn),
    PARALLELISM_PING_PONG("parallelism.pingpong", Sizes.WORKERS, ParallelismCurve::pingPong),
    PARALLELISM_YIELD("parallelism.yield", Sizes.WORKERS, ParallelismCurve::yields),
    PARALLELISM_COMPUTE("parallelism.compute", Sizes.WORKERS, ParallelismCurve::compute),
    CHANNELS_BUFFERED("channels.buffered", Sizes.CHANNELS, ChannelCurve::buffered),
    CHANNELS_RENDEZVOUS("channels.rendezvous", Sizes.CHANNELS, ChannelCurve::rendezvous);

    private static final Effort FULL = new Effort(1_500_000_000L, 2, 200, 2_000_000_000L, 5, 25);
    private static final Effort QUICK = new Effort(200_000_000L, 1, 5, 300_000_000L, 1, 5);

    private static final class Sizes {
        static final List<Integer> DEPTHS = List.of(1, 3, 10, 30, 100, 300, 1_000);
        static final List<Integer> WORKERS = List.of(1, 2, 3, 4, 5, 6, 7, 8);
        static final List<Integer> CHANNELS = List.of(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000);
    }

    /** Separates the name of a figure from the size that it was measured at. */
    static final char AT = '@';

    /** What a process does. */
    @FunctionalInterface
    interface Body {
        List<Figure> measure(int size, Effort effort) throws Exception;
    }

    final String label;
    final List<Integer> sizes;
    private final Body body;

    Curve(String label, List<Integer> sizes, Body body) {
        this.label = label;
        this.sizes = sizes;
        this.body = body;
    }

    /** The options of the JVM. */
    List<String> options(int size) {
        return List.of("-Xms2g", "-Xmx4g", parallelism(isNamed("parallelism") ? size : 2));
    }

    private static String parallelism(int workers) {
        return "-Dweft.scheduler.parallelism=" + workers;
    }

    /** Whether it is this curve, or one of its group, that was asked for. */
    boolean isNamed(String name) {
        return label.equals(name) || label.startsWith(name + ".");
    }

    /** The name of a figure. */
    static String at(String name, int size) {
        return name + AT + size;
    }

    /** Runs in a process of its own: {@code Curve NAME SIZE full|quick}. */
    public static void main(String[] args) throws Exception {
        int size = Integer.parseInt(args[1]);
        for (Curve curve : values()) {
            if (!curve.label.equals(args[0])) continue;
            curve.body.measure(size, args[2].equals("quick") ? QUICK : FULL).forEach(System.out::println);
        }
        System.exit(0);
    }
}

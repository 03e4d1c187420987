// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Random calls that needn't wait, of a class and of the one of the JDK that it extends: they do the same. */
abstract class ConcurrentDifferential {
    static final int RUNS = 300;
    private static final int CALLS = 60;

    /** What is called with the same random numbers on both. */
    interface Calls<T> {
        @Nullable
        Object call(T subject, SplittableRandom random) throws Exception;
    }

    interface Maker<T> {
        T make(SplittableRandom random);
    }

    int runs = RUNS;

    /** Who calls ours; the JDK's is called by the test. */
    @Nullable
    Setting setting;

    <T> void compare(Maker<? extends T> original, Maker<? extends T> ours, Calls<T> calls) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        for (int run = 0; run < runs; run++) {
            List<String> expected = trace(seed + run, original, calls);
            long ownSeed = seed + run;
            List<String> actual = setting == null
                    ? trace(ownSeed, ours, calls)
                    : Cast.ask(setting, () -> trace(ownSeed, ours, calls));
            for (int i = 0; i < expected.size(); i++)
                assertThat(actual.get(i))
                        .as("-Dweft.seed=%s, %s", seed + run, expected.subList(0, i + 1))
                        .isEqualTo(expected.get(i));
        }
    }

    /** Without interruptions if it is anybody but a thread of the test: a fiber's is another matter (F2, J3). */
    private <T> List<String> trace(long seed, Maker<? extends T> maker, Calls<T> calls) {
        SplittableRandom random = new SplittableRandom(seed);
        T subject = maker.make(random);
        List<String> trace = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            boolean interrupt = random.nextInt(12) == 0;
            if (interrupt && setting == null) Thread.currentThread().interrupt();
            trace.add(outcome(() -> calls.call(subject, random)));
            if (setting == null) trace.add(String.valueOf(Thread.interrupted()));
        }
        return trace;
    }

    static String outcome(Callable<?> call) {
        try {
            Object value = call.call();
            return value instanceof Object[] array ? List.of(array).toString() : String.valueOf(value);
        } catch (Exception | Error e) {
            return e.getClass().getName();
        }
    }

    /** Of {@code Type@hash[state]}, what is in brackets, but who the holder is. */
    static String state(Object subject) {
        String text = subject.toString();
        return text.substring(text.indexOf('[')).replaceFirst("Locked by .*", "Locked");
    }

    @Nullable
    Object queue(BlockingQueue<Integer> q, SplittableRandom random) throws Exception {
        Integer e = random.nextInt(5);
        List<Integer> several = List.of(e, random.nextInt(5));
        return switch (random.nextInt(26)) {
            case 0 -> q.offer(e);
            case 1 -> q.add(e);
            case 2 -> q.offer(e, -1, TimeUnit.SECONDS);
            case 3 -> q.poll();
            case 4 -> q.poll(-1, TimeUnit.SECONDS);
            case 5 -> q.peek();
            case 6 -> q.element();
            case 7 -> q.remove();
            case 8 -> q.remove(e);
            case 9 -> q.contains(e);
            case 10 -> q.size() + " " + q.remainingCapacity() + q.isEmpty();
            case 11 -> q.toString();
            case 12 -> q.toArray();
            case 13 -> q.addAll(several);
            case 14 -> q.removeAll(several);
            case 15 -> q.retainAll(List.of(0, 1, 2, e));
            case 16 -> q.removeIf(x -> x.equals(e));
            case 17 -> q.containsAll(several);
            case 18, 19 -> {
                List<Integer> drained = new ArrayList<>();
                int n = random.nextBoolean() ? q.drainTo(drained) : q.drainTo(drained, random.nextInt(3) - 1);
                yield n + " " + drained;
            }
            case 20 -> {
                Iterator<Integer> it = q.iterator();
                String seen = "";
                while (it.hasNext()) {
                    Integer x = it.next();
                    seen += x;
                    if (x.equals(e)) it.remove();
                }
                yield seen;
            }
            case 21 -> q.stream().mapToInt(x -> x).sum();
            case 22 -> {
                if (random.nextInt(4) == 0) q.clear();
                yield "cleared";
            }
            case 23 -> q.offer(null);
            case 24 -> q.isEmpty() ? "would wait" : q.take();
            default -> {
                if (q.remainingCapacity() > 0) q.put(e);
                yield "put";
            }
        };
    }
}

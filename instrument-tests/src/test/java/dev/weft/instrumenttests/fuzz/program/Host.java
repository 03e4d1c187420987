// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz.program;

import dev.weft.instrumenttests.harness.Run;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What programs call and what is never instrumented: side effects, a budget of steps, the death of objects. */
public final class Host {
    private static final int MAX_STEPS = 150;
    private static final int MAX_HITS = 120;
    private static final ThreadLocal<Host> CURRENT = new ThreadLocal<>();

    private final Set<Throwable> caughtPlainly = Collections.newSetFromMap(new IdentityHashMap<>());
    private int steps;
    private int numbers;

    private Host() {}

    /** Starts the count of steps anew, for a run on this thread. */
    public static void begin() {
        CURRENT.set(new Host());
    }

    private static Host current() {
        return CURRENT.get();
    }

    /** Numbers objects in the order in which they are made. */
    public static int nextNumber() {
        return ++current().numbers;
    }

    /** Throws if the run has had enough points. */
    public static void checkHits(Run run) {
        if (run.hits() > MAX_HITS) {
            throw new Exhausted();
        }
    }

    /** Called by each loop and method of a program. */
    public static void step() {
        if (++current().steps > MAX_STEPS) {
            throw new Exhausted();
        }
    }

    /** As {@link #step}, for programs that look for themselves. */
    public static boolean isExhausted() {
        return ++current().steps > MAX_STEPS || Run.current().hits() > MAX_HITS;
    }

    /** A side effect. */
    public static void log(@Nullable Object effect) {
        Run.log(effect);
    }

    /** A side effect, in a handler, which says whether it was entered without a continuation. */
    public static void caught(Throwable problem, boolean plainly) {
        if (plainly) {
            for (Throwable t = problem; t != null && current().caughtPlainly.add(t); ) {
                t = t.getCause();
            }
        }
        log(problem);
    }

    /** As {@link #caught(Throwable, boolean)}, with the continuation or null. */
    public static void caught(Throwable problem, @Nullable Object continuation) {
        caught(problem, continuation == null);
    }

    /** Whether code that isn't instrumented has had it in its hands, where its stack trace isn't completed. */
    public static boolean wasCaughtPlainly(Throwable problem) {
        return current().caughtPlainly.contains(problem);
    }

    /** As if {@link #caught} had said so. */
    public static void markCaughtPlainly(Throwable problem) {
        current().caughtPlainly.add(problem);
    }

    /** The value's text, the same in all runs. */
    public static String text(@Nullable Object value) {
        return Run.current().rendering().render(value);
    }

    /** The program is done with a mortal, or with those in an array; of other objects it doesn't matter. */
    public static void dead(@Nullable Object object) {
        if (object instanceof Mortal mortal) {
            mortal.die();
        } else if (object instanceof Object[] array) {
            for (Object element : array) {
                dead(element);
            }
        }
    }

    /** Remembers it weakly. */
    public static <T> T watched(T object) {
        return Run.watch(object);
    }
}

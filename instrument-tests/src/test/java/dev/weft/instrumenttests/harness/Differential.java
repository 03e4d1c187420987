// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import dev.weft.abi.Continuation;
import dev.weft.abi.ForcedSuspension;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs an entry plainly, and as a fiber, and tells where the two differ.
 *
 * <p>The plain run uses classes as compiled and stays on this thread; it is the oracle.
 */
public final class Differential {
    /*
     * Plain runs are deterministic, so each is made once.
     *
     * A run of an entry loads its classes anew only where the entry asks for it; else all entries of a suite share a
     * loader, so that a suite of many thousand runs defines each class once, and the JIT gets its chance too.
     *
     * Pinned calls count as points like all others, but cannot suspend; in a plain run nothing can.
     */

    static {
        ForcedSuspension.setDecider(c -> Run.current().suspendsHere());
    }

    private final ClassFiles plain;
    private final ClassFiles instrumented;
    private final ClassLoader sharedPlain;
    private final ClassLoader sharedInstrumented;
    private final Map<PlainRun, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<TargetEntry, MethodHandle> plainEntries = new ConcurrentHashMap<>();
    private final Map<TargetEntry, MethodHandle> fiberEntries = new ConcurrentHashMap<>();

    /** Compares runs of these two forms of the same classes. */
    public Differential(ClassFiles plain, ClassFiles instrumented) {
        this.plain = plain;
        this.instrumented = instrumented;
        this.sharedPlain = load(plain);
        this.sharedInstrumented = load(instrumented);
    }

    /** What a plain run depends on. */
    private record PlainRun(TargetEntry entry, int throwsAtHit) {}

    /** A run together with its outcome. */
    record Finished(Run run, Outcome outcome) {}

    /** Fails with both outcomes if a fiber run in this mode differs from the plain run with the same injected throw. */
    public Run check(TargetEntry entry, Mode mode) {
        Outcome expected = plainOutcome(entry, mode);
        Finished actual = fiber(entry, mode);
        if (!expected.equals(actual.outcome())) {
            throw new AssertionError(entry + " differs in mode " + mode.name() + "\n--- plain\n" + expected
                    + "\n--- as fiber (" + actual.run().suspensions() + " suspensions)\n" + actual.outcome());
        }
        return actual.run();
    }

    /** The oracle. */
    Outcome plainOutcome(TargetEntry entry, Mode mode) {
        return outcomes.computeIfAbsent(
                new PlainRun(entry, mode.throwsAtHit()),
                key -> plain(entry, mode, false).outcome());
    }

    /** Fails if one of several continuations in the same entry, each step on the next thread, differs from the plain run. */
    public void checkInterleaved(TargetEntry entry, int fibers, ExecutorService[] threads)
            throws ExecutionException, InterruptedException {
        Outcome expected = plain(entry, Mode.always(), false).outcome();
        List<SteppedRun> open = new ArrayList<>();
        for (int i = 0; i < fibers; i++) {
            Mode mode = i == 0 ? Mode.always() : Mode.seed(i);
            open.add(new SteppedRun(new Run(mode, rendering(), false), new FiberRun(fiberEntry(entry))));
        }
        for (int step = 0; !open.isEmpty(); step++) {
            SteppedRun run = open.remove(0);
            Outcome outcome = threads[step % threads.length].submit(run::step).get();
            if (outcome == null) {
                open.add(run);
            } else if (!expected.equals(outcome)) {
                throw new AssertionError(
                        entry + " differs when interleaved\n--- plain\n" + expected + "\n--- as fiber\n" + outcome);
            }
        }
    }

    /** A run that is continued by hand; the hand-over between threads orders its steps. */
    private record SteppedRun(Run run, FiberRun fiber) {

        /** Null until the end. */
        @Nullable
        Outcome step() {
            run.begin();
            try {
                if (!fiber.step()) {
                    return null;
                }
                Throwable failure = fiber.outcomeFailure();
                String end = failure == null
                        ? "returned " + run.rendering().render(fiber.outcomeValue())
                        : "threw " + run.rendering().render(failure);
                return new Outcome(run.effects(), end, run.hits());
            } finally {
                run.end();
            }
        }
    }

    /** How a run as a fiber ends, whether or not the plain one ends so. */
    public String endAsFiber(TargetEntry entry, Mode mode) {
        return fiber(entry, mode).outcome().end();
    }

    /**
     * Fails if what a suspended continuation says of its calls is not what the stack of the plain run shows at the same
     * call of {@code Points.hit()}. For entries that never pin, and without polls.
     */
    public void checkSuspendedStacks(TargetEntry entry) {
        Mode mode = Mode.always();
        List<List<String>> expected = plain(entry, mode, true).run().stacksAtHits();
        List<List<String>> actual = new ArrayList<>();
        Rendering rendering = rendering();
        fiber(entry, mode, fiber -> {
            List<String> lines = rendering.lines(fiber.logicalStackTrace());
            actual.add(lines.subList(1, lines.size()));
        });
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String there = i < expected.size() ? String.join("\n", expected.get(i)) : "(none)";
            String here = i < actual.size() ? String.join("\n", actual.get(i)) : "(none)";
            if (!there.equals(here)) {
                throw new AssertionError(
                        entry + ", hit " + (i + 1) + "\n--- plain\n" + there + "\n--- suspended\n" + here);
            }
        }
    }

    /** What is still reachable, of the objects that the target watches, at its last suspension. */
    public List<Object> reachableAtLastSuspension(TargetEntry entry) {
        int[] left = {fiber(entry, Mode.always()).run().suspensions()};
        List<Object> reachable = new ArrayList<>();
        Finished finished = fiber(entry, Mode.always(), fiber -> {
            if (--left[0] == 0) {
                Run.current().watched().forEach(watched -> collect(watched, reachable));
            }
        });
        if (finished.run().watched().isEmpty()) {
            throw new AssertionError(entry + " watches nothing");
        }
        return reachable;
    }

    /** A strong reference of the collector's own must not outlive the look, hence the rounds. */
    private static void collect(WeakReference<Object> watched, List<Object> reachable) {
        for (int round = 0; round < 20 && !watched.refersTo(null); round++) {
            System.gc();
        }
        Object object = watched.get();
        if (object != null) {
            reachable.add(object);
        }
    }

    Finished plain(TargetEntry entry, Mode mode, boolean keepsStacks) {
        MethodHandle handle = entry.freshClasses()
                ? plainEntry(entry, load(plain))
                : plainEntries.computeIfAbsent(entry, e -> plainEntry(e, sharedPlain));
        return finish(new Run(mode.withoutSuspension(), rendering(), keepsStacks), run -> handle.invoke());
    }

    Finished fiber(TargetEntry entry, Mode mode) {
        return fiber(entry, mode, fiberRun -> {});
    }

    /** The observer is called at each suspension. */
    Finished fiber(TargetEntry entry, Mode mode, Consumer<FiberRun> atSuspension) {
        FiberRun fiber = new FiberRun(fiberEntry(entry));
        return finish(new Run(mode, rendering(), false), run -> {
            fiber.runToEnd(mode.endsSlice(), () -> {
                run.suspended();
                atSuspension.accept(fiber);
            });
            Throwable failure = fiber.outcomeFailure();
            if (failure != null) {
                throw failure;
            }
            return fiber.outcomeValue();
        });
    }

    private MethodHandle fiberEntry(TargetEntry entry) {
        return entry.freshClasses()
                ? fiberEntry(entry, load(instrumented))
                : fiberEntries.computeIfAbsent(entry, e -> fiberEntry(e, sharedInstrumented));
    }

    private Rendering rendering() {
        return new Rendering(plain);
    }

    private interface Body {
        @Nullable
        Object run(Run run) throws Throwable;
    }

    private static Finished finish(Run run, Body body) {
        String end;
        run.begin();
        try {
            end = "returned " + run.rendering().render(body.run(run));
        } catch (Throwable t) { // the target's own exception is an outcome like any other
            end = "threw " + run.rendering().render(t);
        } finally {
            run.end();
        }
        return new Finished(run, new Outcome(run.effects(), end, run.hits()));
    }

    private static ClassLoader load(ClassFiles classFiles) {
        return new InstrumentingClassLoader(classFiles, classFiles.libraries());
    }

    private static MethodHandle plainEntry(TargetEntry entry, ClassLoader loader) {
        return find(entry, loader, MethodType.methodType(Object.class));
    }

    private static MethodHandle fiberEntry(TargetEntry entry, ClassLoader loader) {
        return find(entry, loader, MethodType.methodType(Object.class, Continuation.class));
    }

    private static MethodHandle find(TargetEntry entry, ClassLoader loader, MethodType type) {
        try {
            Class<?> target = Class.forName(entry.className(), false, loader);
            return MethodHandles.publicLookup().findStatic(target, entry.method(), type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(entry + " has no public static entry " + type, e);
        }
    }
}

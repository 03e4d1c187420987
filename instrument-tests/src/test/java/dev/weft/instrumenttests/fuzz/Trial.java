// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import dev.weft.abi.Continuation;
import dev.weft.abi.ForcedSuspension;
import dev.weft.instrumenttests.fuzz.program.Host;
import dev.weft.instrumenttests.fuzz.program.Mortal;
import dev.weft.instrumenttests.harness.FiberRun;
import dev.weft.instrumenttests.harness.Mode;
import dev.weft.instrumenttests.harness.Outcome;
import dev.weft.instrumenttests.harness.Rendering;
import dev.weft.instrumenttests.harness.Run;
import dev.weft.instrumenttests.harness.Verification;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Runs one program plainly and in many modes as a fiber, and asks all oracles. */
final class Trial {
    private static final int SEEDS = 2;
    private static final int MASKS = 3;
    private static final int SINGLE_POINTS = 4;
    private static final int THROWS = 3;
    private static final int MOST_COLLECTIONS = 20;

    static {
        ForcedSuspension.setDecider(c -> Run.current().suspendsHere());
    }

    private final Batch.Prepared prepared;
    private final boolean verifies;
    private final SplittableRandom random;
    private final Rendering rendering;
    private final Map<Integer, Outcome> plainOutcomes = new HashMap<>();
    private MethodHandle plainEntry;
    private MethodHandle fiberEntry;
    private List<StackTraceElement[]> plainStacks = List.of();
    private long runs;
    private long points;
    private long suspensions;

    /** The seed decides which modes are tried. */
    Trial(Batch.Prepared prepared, long seed, boolean verifies) {
        this.prepared = prepared;
        this.verifies = verifies;
        random = new SplittableRandom(seed);
        rendering = new TraceRendering(prepared.plain());
    }

    /** An oracle has said no. */
    private static final class Rejection extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient Failure failure;

        Rejection(Failure.Kind kind, String mode, String detail) {
            super(detail);
            failure = new Failure(kind, mode, detail);
        }
    }

    /** Runs as a fiber so far. */
    long runs() {
        return runs;
    }

    /** Points that runs as a fiber have come to. */
    long points() {
        return points;
    }

    /** Suspensions so far. */
    long suspensions() {
        return suspensions;
    }

    /** The first failure, or null. Fails with an {@link InvalidProgramException} if the plain program can't be run. */
    @Nullable
    Failure run() {
        try {
            linkPlain();
            checkClassFiles();
            linkInstrumented();
            checkRuns();
            return null;
        } catch (Rejection e) {
            return e.failure;
        }
    }

    private void checkClassFiles() {
        Program program = prepared.program();
        for (String failure : prepared.instrumented().failures()) {
            if (program.owns(failure.substring(0, failure.indexOf('.', failure.indexOf('.') + 1)))) {
                throw new Rejection(Failure.Kind.INSTRUMENTER, "", failure);
            }
        }
        if (!verifies) {
            return;
        }
        String problem = problem(prepared.instrumented().all());
        if (!problem.isEmpty()) {
            if (!problem(prepared.plain().byName()).isEmpty()) {
                throw new InvalidProgramException("ASM's verifier rejects it as compiled");
            }
            throw new Rejection(Failure.Kind.CLASS_FILE, "", problem);
        }
    }

    /** What ASM's verifier has against the program's classes; empty if nothing. */
    private String problem(Map<String, byte[]> classFiles) {
        try {
            List<String> problems = Verification.problems(classFiles, prepared.plain(), prepared.program()::owns);
            return problems.isEmpty() ? "" : problems.get(0);
        } catch (RuntimeException e) { // its way to say that a class file is malformed
            return e.toString();
        }
    }

    private void linkPlain() {
        ClassLoader plain = prepared.load(prepared.plain(), getClass().getClassLoader());
        try {
            plainEntry = entry(plain, MethodType.methodType(Object.class));
            linkAll(plain);
        } catch (LinkageError e) {
            throw new InvalidProgramException(e.toString());
        }
    }

    private void linkInstrumented() {
        try {
            ClassLoader instrumented = prepared.load(prepared.instrumented(), prepared.parent());
            fiberEntry = entry(instrumented, MethodType.methodType(Object.class, Continuation.class));
            linkAll(instrumented);
        } catch (LinkageError e) {
            throw new Rejection(Failure.Kind.LINKAGE, "", e.toString());
        }
    }

    /** The JVM verifies a class when it links it, and links it when it is asked for its methods. */
    private void linkAll(ClassLoader loader) {
        for (String name : prepared.plain().names()) {
            if (prepared.program().owns(name)) {
                try {
                    Class.forName(name, false, loader).getDeclaredMethods();
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private MethodHandle entry(ClassLoader loader, MethodType type) {
        String name = prepared.program().className();
        try {
            Class<?> main = Class.forName(name, true, loader);
            return MethodHandles.publicLookup().findStatic(main, "run", type);
        } catch (ReflectiveOperationException e) {
            throw new InvalidProgramException(name + " has no entry " + type);
        }
    }

    private void checkRuns() {
        plain(Mode.never(), prepared.program().variant() != Variant.POLLS);
        check(Mode.never(), false);
        Run always = check(Mode.always(), true);
        for (int i = 0; i < SEEDS; i++) {
            check(Mode.seed(random.nextInt(1 << 20)), false);
        }
        for (int i = 0; i < MASKS; i++) {
            check(Mode.mask(random.nextInt(1 << 20)), i == 0);
        }
        int all = always.points();
        for (int i = 1; i <= Math.min(all, SINGLE_POINTS); i++) {
            check(Mode.at(all <= SINGLE_POINTS ? i : 1 + random.nextInt(all)), false);
        }
        int hits = always.hits();
        for (int i = 1; i <= Math.min(hits, THROWS); i++) {
            check(Mode.suspendThenThrowAt(hits <= THROWS ? i : 1 + random.nextInt(hits)), i == 1);
        }
        check(Mode.slices(), false);
        check(Mode.slices(random.nextInt(1 << 20)), false);
    }

    private Outcome plain(Mode mode, boolean keepsStacks) {
        Outcome known = plainOutcomes.get(mode.throwsAtHit());
        if (known != null) {
            return known;
        }
        Run run = new Run(mode.withoutSuspension(), rendering, keepsStacks);
        Outcome outcome = finish(run, () -> "returned " + rendering.render((Object) plainEntry.invoke()));
        if (outcome.end().startsWith("threw java.lang.VerifyError")) {
            throw new InvalidProgramException(outcome.end());
        }
        if (outcome.toString().contains("java.lang.OutOfMemoryError")) { // when depends on what else is in the heap
            throw new InvalidProgramException("the program runs out of memory by itself");
        }
        plainOutcomes.put(mode.throwsAtHit(), outcome);
        if (keepsStacks) {
            plainStacks = run.rawStacksAtHits();
        }
        return outcome;
    }

    private Run check(Mode mode, boolean looksIntoFrames) {
        Outcome expected = plain(mode, false);
        Run run = new Run(mode, rendering, false);
        FiberRun fiber = new FiberRun(fiberEntry);
        Outcome actual = finish(run, () -> {
            fiber.runToEnd(mode.endsSlice(), () -> {
                run.suspended();
                if (looksIntoFrames) {
                    checkSuspended(run, fiber, mode);
                }
            });
            return end(fiber);
        });
        runs++;
        points += run.points();
        if (!mode.endsSlices()) suspensions += run.suspensions();
        if (!Difference.isNone(expected, actual)) {
            throw new Rejection(Difference.kind(expected, actual), mode.name(), Difference.text(expected, actual));
        }
        return run;
    }

    private void checkSuspended(Run run, FiberRun fiber, Mode mode) {
        List<Mortal> dead = Reachable.deadFrom(fiber);
        if (!dead.isEmpty()) {
            throw new Rejection(Failure.Kind.DEAD_REFERENCE, mode.name(), dead + " at hit " + run.hits());
        }
        int hit = run.hits();
        if (mode.throwsAtHit() > 0 || hit > plainStacks.size() || hit == 0) {
            return;
        }
        List<String> there = rendering.lines(plainStacks.get(hit - 1));
        List<String> here = rendering.lines(fiber.logicalStackTrace());
        if (!there.equals(here)) {
            throw new Rejection(
                    Failure.Kind.SUSPENDED_STACK,
                    mode.name(),
                    "at hit " + hit + "\n--- plain\n" + String.join("\n", there) + "\n--- suspended\n"
                            + String.join("\n", here));
        }
    }

    private interface Body {
        /** Returns how the run has ended. */
        String run() throws Throwable;
    }

    private Outcome finish(Run run, Body body) {
        String end;
        Host.begin();
        run.begin();
        try {
            end = body.run();
        } catch (Rejection e) {
            throw e;
        } catch (Throwable t) { // the program's own exception is an outcome like any other
            end = "threw " + rendering.render(t);
        } finally {
            run.end();
        }
        return new Outcome(run.effects(), end, run.hits());
    }

    private String end(FiberRun fiber) {
        Throwable failure = fiber.outcomeFailure();
        return failure == null
                ? "returned " + rendering.render(fiber.outcomeValue())
                : "threw " + rendering.render(failure);
    }

    /**
     * The mortals that the collector finds alive although they are dead, at one suspension of a run that is suspended at each
     * point. It sees what {@link Reachable} can't: what the JDK's objects and the JVM hold.
     */
    List<String> uncollected() {
        linkPlain();
        linkInstrumented();
        int all = check(Mode.always(), false).suspensions();
        int wanted = all == 0 ? 0 : 1 + random.nextInt(all);
        List<String> left = new ArrayList<>();
        Run run = new Run(Mode.always(), rendering, false);
        FiberRun fiber = new FiberRun(fiberEntry);
        finish(run, () -> {
            fiber.runToEnd(resume -> false, () -> {
                run.suspended();
                if (run.suspensions() == wanted) {
                    run.watched().forEach(watched -> addIfLeft(watched, left));
                }
            });
            return end(fiber);
        });
        return left;
    }

    private static void addIfLeft(WeakReference<Object> watched, List<String> left) {
        for (int round = 0; round < MOST_COLLECTIONS && isLeft(watched); round++) {
            System.gc();
        }
        if (isLeft(watched)) {
            left.add(String.valueOf(watched.get()));
        }
    }

    private static boolean isLeft(WeakReference<Object> watched) {
        return watched.get() instanceof Mortal mortal && mortal.isDead();
    }
}

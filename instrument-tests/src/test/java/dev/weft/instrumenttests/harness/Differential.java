// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import dev.weft.abi.Continuation;
import dev.weft.abi.ForcedSuspension;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs an entry plainly, and as a fiber, and tells where the two differ.
 *
 * <p>The plain run uses classes as compiled and stays on this thread; it is the oracle.
 */
public final class Differential {
    /*
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
    private final Map<TargetEntry, MethodHandle> plainEntries = new ConcurrentHashMap<>();
    private final Map<TargetEntry, MethodHandle> fiberEntries = new ConcurrentHashMap<>();

    /** Compares runs of these two forms of the same classes. */
    public Differential(ClassFiles plain, ClassFiles instrumented) {
        this.plain = plain;
        this.instrumented = instrumented;
        this.sharedPlain = load(plain);
        this.sharedInstrumented = load(instrumented);
    }

    /** A run together with its outcome. */
    record Finished(Run run, Outcome outcome) {}

    /** Fails with both outcomes if a fiber run in this mode differs from the plain run with the same injected throw. */
    public Run check(TargetEntry entry, Mode mode) {
        Finished expected = plain(entry, mode);
        Finished actual = fiber(entry, mode);
        if (!expected.outcome().equals(actual.outcome())) {
            throw new AssertionError(entry + " differs in mode " + mode.name() + "\n--- plain\n" + expected.outcome()
                    + "\n--- as fiber (" + actual.run().suspensions() + " suspensions)\n" + actual.outcome());
        }
        return actual.run();
    }

    Finished plain(TargetEntry entry, Mode mode) {
        MethodHandle handle = entry.freshClasses()
                ? plainEntry(entry, load(plain))
                : plainEntries.computeIfAbsent(entry, e -> plainEntry(e, sharedPlain));
        return finish(new Run(mode.withoutSuspension(), rendering()), run -> handle.invoke());
    }

    Finished fiber(TargetEntry entry, Mode mode) {
        return fiber(entry, mode, fiberRun -> {});
    }

    /** The observer is called at each suspension. */
    Finished fiber(TargetEntry entry, Mode mode, Consumer<FiberRun> atSuspension) {
        FiberRun fiber = new FiberRun(fiberEntry(entry));
        return finish(new Run(mode, rendering()), run -> {
            fiber.runToEnd(() -> {
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
        @Nullable Object run(Run run) throws Throwable;
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
        return new InstrumentingClassLoader(classFiles, Differential.class.getClassLoader());
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

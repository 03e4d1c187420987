// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A check that a continuation unwinds through instrumented frames only. It costs a hundred times as much as the suspension, so
 * it is made where tests run: at each suspension where classes may have been changed after their instrumentation by
 * Mockito's inline mock maker; with {@code weft.debug.suspend}, of which there may be millions, at the first ones and at
 * one in {@value #SAMPLE} of the others.
 *
 * <p>A frame between that isn't instrumented would take for a result what its callee returns while it unwinds.
 */
final class ForeignFrames {
    /*
     * Ordering: mocking and suspensions are written without synchronisation. Who doesn't see mocking yet checks nothing, as before.
     */

    private static final int FIRST = 10_000;
    private static final int SAMPLE = 64;

    private static final StackWalker WALKER = StackWalker.getInstance(
            Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

    private static final boolean FORCED = System.getProperty(ForcedSuspension.PROPERTY) != null;

    private static boolean mocking;
    private static int suspensions; // while they are forced; roughly

    private ForeignFrames() {}

    static boolean areSought() {
        return mocking || (FORCED && isSampled());
    }

    private static boolean isSampled() {
        int n = suspensions++;
        return n < FIRST || n % SAMPLE == 0;
    }

    /**
     * Looks for Mockito's inline mock maker. Called when a fiber method's instructions are linked: those of a class that was
     * mocked meanwhile are linked anew.
     */
    static void seekIfMocking() {
        if (!mocking && InlineMocks.dispatcher() != null) mocking = true;
    }

    /** Called while the innermost activation saves itself, before anything has returned. */
    static void check() {
        StackFrame foreign = WALKER.walk(ForeignFrames::find);
        if (foreign == null) return;
        throw new IllegalStateException("a fiber can't be suspended below " + foreign.getClassName() + "."
                + foreign.getMethodName()
                + ", which isn't instrumented, but has passed the continuation on. If it belongs to"
                + " a mock, start the JVM with -javaagent:weft-agent.jar; see docs/limitations.md");
    }

    private static @Nullable StackFrame find(Stream<StackFrame> frames) {
        return frames.takeWhile(frame -> !isEnteredByTrampoline(frame))
                .filter(frame -> !isOurs(frame))
                .findFirst()
                .orElse(null);
    }

    /** A resume entry, or what starts the body. */
    private static boolean isEnteredByTrampoline(StackFrame frame) {
        if (frame.getDeclaringClass() == Continuation.class
                && frame.getMethodName().equals("start")) return true;
        MethodType type = frame.getMethodType();
        return type.parameterCount() == 2
                && type.parameterType(0) == Frame.class
                && type.parameterType(1) == Continuation.class;
    }

    private static boolean isOurs(StackFrame frame) {
        if (frame.getDeclaringClass().getPackage() == Continuation.class.getPackage()) return true;
        MethodType type = frame.getMethodType();
        int count = type.parameterCount();
        return count > 0 && type.parameterType(count - 1) == Continuation.class;
    }
}

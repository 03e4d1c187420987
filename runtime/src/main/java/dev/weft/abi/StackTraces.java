// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stack traces of calls that live in frames. */
final class StackTraces {
    private static final String TRAMPOLINE_CLASS = Continuation.class.getName();
    private static final String TRAMPOLINE_METHOD = "resume";

    private StackTraces() {}

    /** The calls saved in a frame and its parents, innermost first. */
    static StackTraceElement[] of(@Nullable Frame innermost) {
        List<StackTraceElement> elements = new ArrayList<>();
        for (Frame f = innermost; f != null; f = f.parent) elements.add(f.resumer.element(f.state));
        return elements.toArray(StackTraceElement[]::new);
    }

    /**
     * Replaces what lies below the running activation in a throwable's trace, the trampoline and its callers, by the
     * activation's logical callers.
     *
     * <p>A trace that was filled in another continuation, or that was completed before, doesn't have the running
     * activation right above a trampoline, and stays as it is.
     */
    static void complete(Throwable t, Frame running) {
        StackTraceElement[] physical = t.getStackTrace();
        int trampoline = indexOfTrampoline(physical);
        if (trampoline < 1 || !running.resumer.isMethodOf(physical[trampoline - 1])) return;
        StackTraceElement[] callers = of(running.parent);
        StackTraceElement[] whole = Arrays.copyOf(physical, trampoline + callers.length);
        System.arraycopy(callers, 0, whole, trampoline, callers.length);
        t.setStackTrace(whole);
    }

    private static int indexOfTrampoline(StackTraceElement[] trace) {
        for (int i = 0; i < trace.length; i++) {
            if (trace[i].getClassName().equals(TRAMPOLINE_CLASS)
                    && trace[i].getMethodName().equals(TRAMPOLINE_METHOD)) return i;
        }
        return -1;
    }
}

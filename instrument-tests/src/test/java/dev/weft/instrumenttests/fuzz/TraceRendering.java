// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import dev.weft.abi.Continuation;
import dev.weft.instrumenttests.fuzz.program.Host;
import dev.weft.instrumenttests.harness.ClassFiles;
import dev.weft.instrumenttests.harness.Rendering;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/**
 * Marks the stack traces that may end at the activation that was resumed last: code which isn't instrumented completes none, so
 * what it catches, or suppresses, lacks that activation's callers (docs/limitations.md).
 */
final class TraceRendering extends Rendering {
    /** Before each line. */
    static final String LINE = "    at ";

    private static final String MORE = "...";

    /** Stands for the lines that are missing. */
    static final String CUT = LINE + MORE;

    TraceRendering(ClassFiles targets) {
        super(targets);
    }

    @Override
    protected List<String> linesOf(Throwable problem) {
        for (Throwable suppressed : problem.getSuppressed()) {
            Host.markCaughtPlainly(suppressed);
        }
        if (problem.getCause() != null && (isRenderings(problem) || problem instanceof InvocationTargetException)) {
            Host.markCaughtPlainly(problem.getCause());
        }
        StackTraceElement[] stack = problem.getStackTrace();
        int trampoline = 0;
        while (trampoline < stack.length && !isTrampoline(stack[trampoline])) {
            trampoline++;
        }
        if (stack.length == 0) {
            return List.of(MORE); // the JIT compiler's exceptions have none
        }
        boolean isCut =
                trampoline < stack.length && !stack[trampoline].getMethodName().equals("start");
        if (!isCut || !Host.wasCaughtPlainly(problem)) {
            return lines(stack);
        }
        List<String> lines = new ArrayList<>(lines(stack));
        lines.add(MORE);
        return lines;
    }

    /** An accessor of a record has thrown, which was called to show the record. */
    private static boolean isRenderings(Throwable problem) {
        return problem.getCause() instanceof InvocationTargetException;
    }

    private static boolean isTrampoline(StackTraceElement element) {
        return element.getClassName().equals(Continuation.class.getName())
                && (element.getMethodName().equals("resume")
                        || element.getMethodName().equals("start"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who waits for what, for a person to read. To be made while nothing runs. */
final class DeadlockReport {
    private static final int MAX_FIBERS = 200;

    /** The runtime's own code: only what a program has called of it is of interest. */
    private static final Pattern RUNTIME =
            Pattern.compile("dev\\.weft\\.((abi|channel|context|internal|io|sync|time)\\..*|[A-Z][^.]*)");

    /** What a fiber waits for, and who has to do something about it, if that is known. */
    private record Wait(String what, @Nullable Object whom) {}

    private final Set<FiberStrand> fibers;
    private final Map<Object, FiberStrand> joined = new HashMap<>(); // by who joins

    /**
     * For some carriers.
     *
     * @param carriers whose fibers wait
     * @param mains those that threads wait for
     */
    DeadlockReport(Carriers carriers, Collection<FiberStrand> mains) {
        List<FiberStrand> roots = new ArrayList<>(mains);
        LiveFibers live = carriers.live();
        if (live != null) roots.addAll(live.all());
        fibers = ReachableFibers.from(roots);
        fibers.removeIf(FiberStrand::isEnded);
        for (FiberStrand fiber : fibers) for (Object joiner : fiber.joiningIdentities()) joined.put(joiner, fiber);
    }

    /**
     * The report.
     *
     * @param since when all of them have waited, at the latest
     * @param quiet how long that is
     * @return several lines
     */
    String text(Instant since, Duration quiet) {
        Map<FiberStrand, Wait> waits = new LinkedHashMap<>();
        for (FiberStrand fiber : fibers) waits.put(fiber, waitOf(fiber));
        StringBuilder text = new StringBuilder("every fiber waits, and nothing is left that could wake one\n")
                .append("None has run since ")
                .append(since)
                .append(", for ")
                .append(quiet.toMillis())
                .append(" ms.\n");
        appendCircles(text, waits);
        int told = 0;
        for (Map.Entry<FiberStrand, Wait> e : waits.entrySet()) {
            if (told++ == MAX_FIBERS) break;
            append(text, e.getKey(), e.getValue());
        }
        if (waits.size() > MAX_FIBERS)
            text.append("and ").append(waits.size() - MAX_FIBERS).append(" more\n");
        return text.toString();
    }

    private Wait waitOf(FiberStrand fiber) {
        Strand pinned = PinnedStrands.of(fiber);
        Strand strand = pinned == null ? fiber : pinned;
        WaitLock guard = strand.guard;
        if (strand.isWaiting() && guard != null) return waitAt(guard);
        if (strand.isWaiting() && strand.item() instanceof Choice choice)
            return new Wait("for one of: " + choice.describe(), null);
        FiberStrand awaited = joined.get(fiber);
        return awaited == null ? new Wait("", null) : new Wait("for the end of \"" + awaited.name() + "\"", awaited);
    }

    private static Wait waitAt(WaitLock guard) {
        Object holder = guard.holder();
        String by = holder == null ? "" : ", which " + nameOf(holder) + " has";
        return new Wait("at " + guard.describe() + by, holder);
    }

    private static String nameOf(Object holder) {
        if (holder instanceof FiberStrand fiber) return '"' + fiber.name() + '"';
        return holder instanceof Thread thread ? "thread \"" + thread.getName() + '"' : holder.toString();
    }

    // ---------------------------------------------------------------- circles

    /** Each fiber waits for at most one that is known, so a walk from one to the next ends, or comes back. */
    private static void appendCircles(StringBuilder text, Map<FiberStrand, Wait> waits) {
        Map<FiberStrand, FiberStrand> walkedFrom = new HashMap<>();
        for (FiberStrand start : waits.keySet()) {
            FiberStrand f = start;
            while (f != null && walkedFrom.putIfAbsent(f, start) == null) f = next(waits.get(f));
            if (f != null && walkedFrom.get(f) == start) appendCircle(text, f, waits);
        }
    }

    private static @Nullable FiberStrand next(@Nullable Wait wait) {
        return wait != null && wait.whom instanceof FiberStrand fiber ? fiber : null;
    }

    private static void appendCircle(StringBuilder text, FiberStrand first, Map<FiberStrand, Wait> waits) {
        text.append("Circle:");
        FiberStrand f = first;
        do {
            Wait wait = waits.get(f);
            if (wait == null) return; // it has ended meanwhile
            text.append(f == first ? " \"" : "; \"")
                    .append(f.name())
                    .append("\" waits ")
                    .append(wait.what);
            f = next(wait);
        } while (f != null && f != first);
        text.append(".\n");
    }

    // ---------------------------------------------------------------- one fiber

    private static void append(StringBuilder text, FiberStrand fiber, Wait wait) {
        StackTraceElement[] calls = fiber.waitingStackTrace();
        int outer = 0;
        while (outer < calls.length && (isRuntime(calls[outer]) || isJdk(calls[outer]))) outer++; // a thread's park
        text.append('"').append(fiber.name()).append("\" waits");
        if (outer > 0 && isRuntime(calls[outer - 1])) text.append(" in ").append(operation(calls[outer - 1]));
        if (!wait.what.isEmpty()) text.append(' ').append(wait.what);
        text.append(calls.length == 0 ? "\n" : ":\n");
        for (int i = outer; i < calls.length; i++)
            if (!isRuntime(calls[i])) text.append("    at ").append(calls[i]).append('\n');
    }

    private static boolean isRuntime(StackTraceElement call) {
        return RUNTIME.matcher(call.getClassName()).matches();
    }

    private static boolean isJdk(StackTraceElement call) {
        return call.getClassName().startsWith("java.") || call.getClassName().startsWith("jdk.");
    }

    private static String operation(StackTraceElement call) {
        String type = call.getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + '.' + call.getMethodName();
    }
}

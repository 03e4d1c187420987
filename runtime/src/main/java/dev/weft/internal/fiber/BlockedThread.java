// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Set;

/** What a thread is blocked in. */
final class BlockedThread {
    /*
     * A thread's state and its calls are asked one after the other, so they need not fit. Where it waits, the innermost call alone says
     * so. Where it is about to enter a monitor, none does: then both are asked at once, of the module java.management; without
     * that nothing is known.
     */

    private static final Set<String> WAITS = Set.of(
            "java.lang.Object.wait",
            "java.lang.Object.wait0",
            "java.lang.Thread.sleep",
            "java.lang.Thread.sleep0",
            "java.lang.Thread.sleepNanos0",
            "jdk.internal.misc.Unsafe.park");
    private static final StackTraceElement[] NONE = {};
    private static final boolean HAS_MANAGEMENT =
            ModuleLayer.boot().findModule("java.management").isPresent();

    private BlockedThread() {}

    /** Innermost first; empty if the thread isn't blocked, or that can't be found out. By another thread. */
    static StackTraceElement[] calls(Thread thread) {
        StackTraceElement[] calls = thread.getStackTrace();
        if (calls.length == 0 || WAITS.contains(calls[0].getClassName() + "." + calls[0].getMethodName())) return calls;
        return HAS_MANAGEMENT ? Management.callsIfAtMonitor(thread) : NONE;
    }

    private static final class Management {
        static StackTraceElement[] callsIfAtMonitor(Thread thread) {
            ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId(), Integer.MAX_VALUE);
            return info != null && info.getThreadState() == Thread.State.BLOCKED ? info.getStackTrace() : NONE;
        }
    }
}

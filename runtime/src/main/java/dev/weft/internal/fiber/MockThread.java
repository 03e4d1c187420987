// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.CarrierThread;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The thread that Mockito takes for the current one. Mocks of static methods, of constructions and of singletons belong to the
 * thread that has made them; but a fiber goes from thread to thread, and a carrier from fiber to fiber. The agent has Mockito
 * ask here.
 */
public final class MockThread {
    /*
     * Ordering: asked is written by who mocks, before it starts the fiber that inherits; a thread sees its own writes, and
     * nobody else's mocks are its concern.
     */

    private static final Map<FiberStrand, Thread> THREADS = Collections.synchronizedMap(new WeakHashMap<>());
    private static boolean asked;

    private MockThread() {}

    /**
     * Who makes a mock, or calls one.
     *
     * @return in a fiber, pinned or not, a thread that stands for the fiber and is never started; else the current thread
     */
    public static Thread current() {
        asked = true;
        Thread thread = Thread.currentThread();
        if (!(thread instanceof CarrierThread carrier) || !(carrier.mounted() instanceof FiberStrand fiber))
            return thread;
        return THREADS.computeIfAbsent(fiber, f -> new Thread(null, null, f.name(), 0, false));
    }

    /**
     * Lets a fiber that acts for the caller, who waits for it, have the caller's mocks.
     *
     * @param fiber not started yet
     */
    public static void lend(FiberStrand fiber) {
        if (asked) THREADS.put(fiber, current());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.CarrierThread;
import dev.weft.internal.sched.Poller;
import dev.weft.internal.sched.PollerThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds out that nothing goes on any more where some fibers run, nor is going to: no fiber runs or is to be run, no timer is set,
 * no blocking call is under way, and nobody waits for the network.
 *
 * <p>Fibers can also be woken from outside, by any thread of the program. Those of <i>isolated</i> carriers are promised not to
 * be. For others, nothing may go on in the whole JVM: each of its threads waits without a limit of time, or for a monitor.
 * Then no Java code runs, and what doesn't run wakes nobody.
 */
public final class Quiescence {
    /*
     * One look asks several things in turn, so what goes on could be wherever the look isn't just then. Within Weft that is
     * excluded by two looks: whatever wakes a fiber, or is done by one, on a thread of the I/O pool or by a timer, comes from a job that a
     * worker has run and leads to another; so if it is missed twice, the number of jobs differs.
     *
     * For other threads there is no such number. They are looked at for a second, some fifty times. A thread that was
     * unparked counts as waiting until it gets a processor.
     *
     * A timer belongs to the carriers of who has set it, and may be waited for elsewhere: one of a channel, or a context's. So fibers that
     * are promised to be woken by nobody else are asked whether they wait for a time. Those of the default carriers share their
     * timers with all threads.
     *
     * Not counted are the JVM's own threads, which run the program's code for signals, for finalizers and cleaners, and shutdown
     * hooks, which have no thread as yet.
     *
     * Rejected: to count who has used a channel. A thread that is going to send may not have done so yet. To have the garbage
     * collector say who can still be reached: whoever waits for the run holds on to much of that, by its stack.
     */

    private static final Set<String> OF_JVM = Set.of(
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Service Thread",
            "Monitor Deflation Thread",
            "Notification Thread",
            "Common-Cleaner",
            "Attach Listener",
            "DestroyJavaVM");

    /** By its name: JDK 17 doesn't have it. Virtual threads aren't listed, so where they run nothing is known to be quiet. */
    private static final String CARRIER_OF_VIRTUAL_THREADS = "jdk.internal.misc.CarrierThread";

    private final Carriers carriers;
    private final boolean isolated;

    /**
     * For some fibers.
     *
     * @param carriers where they run
     * @param isolated whether nobody else is said to wake them
     */
    public Quiescence(Carriers carriers, boolean isolated) {
        this.carriers = carriers;
        this.isolated = isolated;
    }

    /**
     * One look. If two, one after the other, answer the same, nothing goes on.
     *
     * @return how many jobs were run so far; negative if something goes on
     */
    public long look() {
        long jobs = carriers.scheduler()
                .jobsIfQuiet(isolated ? Quiescence::waitsInOperation : Quiescence::waitsWithoutLimit);
        boolean quiet = jobs >= 0
                && carriers.io().isQuiet()
                && carriers.timers().isQuiet()
                && !Poller.anyIsAwaited()
                && (isolated ? !isAnyTimed() : isJvmQuiet());
        return quiet ? jobs : -1;
    }

    /** Whether a fiber waits for a time that was set elsewhere: it isn't among the timers here. */
    private boolean isAnyTimed() {
        LiveFibers live = carriers.live();
        return live != null && live.isAny(Quiescence::isTimed);
    }

    private static boolean isTimed(FiberStrand fiber) {
        Ambient ambient = fiber.ambient();
        Cancellation cancellation = ambient == null ? null : ambient.cancellation();
        if (cancellation != null && cancellation.isTimed()) return true;
        Strand pinned = PinnedStrands.of(fiber);
        Strand strand = pinned == null ? fiber : pinned;
        if (!strand.isWaiting()) return false;
        WaitLock guard = strand.guard;
        return guard == null ? strand.item() instanceof Choice choice && choice.isTimed() : guard.isTimed();
    }

    /** In an operation of Weft's, or for a lock that it holds: nobody but who uses Weft wakes it. */
    private static boolean waitsInOperation(Thread thread) {
        return thread.getState() == Thread.State.WAITING && LockSupport.getBlocker(thread) instanceof Strand;
    }

    private static boolean waitsWithoutLimit(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.BLOCKED;
    }

    private static boolean isJvmQuiet() {
        Thread current = Thread.currentThread();
        for (Thread thread : threads()) {
            boolean quiet = thread == current
                    || waitsWithoutLimit(thread)
                    || (thread instanceof CarrierThread carrier && carrier.isIdle())
                    || RunCall.isWaiting(thread)
                    || thread instanceof PollerThread // nobody waits for it
                    || isOfJvm(thread);
            if (!quiet || thread.getClass().getName().equals(CARRIER_OF_VIRTUAL_THREADS)) return false;
        }
        return true;
    }

    private static boolean isOfJvm(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return !thread.isAlive() || (group != null && OF_JVM.contains(thread.getName()));
    }

    private static List<Thread> threads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = root.getParent(); parent != null; parent = parent.getParent()) root = parent;
        while (true) {
            Thread[] found = new Thread[2 * root.activeCount() + 10];
            int n = root.enumerate(found, true);
            if (n == found.length) continue;
            List<Thread> threads = new ArrayList<>(n);
            for (int i = 0; i < n; i++) threads.add(found[i]);
            return threads;
        }
    }
}

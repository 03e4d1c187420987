// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Calls under a monitor pin; those before and after it suspend. */
@Fiber
public final class S21MonitorsTarget {
    private final Object lock = new Object();

    private S21MonitorsTarget() {}

    private static synchronized int staticMethod(int n) {
        return pass(n); // pins SYNCHRONIZED
    }

    private synchronized int instanceMethod(int n) {
        return pass(n); // pins SYNCHRONIZED
    }

    private Object newLock() {
        hit();
        return lock;
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object synchronizedMethods() {
        return staticMethod(pass(1)) + new S21MonitorsTarget().instanceMethod(pass(2));
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object synchronizedBlock() {
        S21MonitorsTarget target = new S21MonitorsTarget();
        int n = pass(1);
        synchronized (target.lock) {
            n += pass(2); // pins SYNCHRONIZED
            log(Thread.holdsLock(target.lock));
        }
        n += pass(4);
        return n + ":" + Thread.holdsLock(target.lock);
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object lockFromAnExpressionThatSuspends() {
        S21MonitorsTarget target = new S21MonitorsTarget();
        synchronized (target.newLock()) {
            hit(); // pins SYNCHRONIZED
        }
        return pass("end");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object twoMonitors() {
        Object a = pass(new Object());
        Object b = new Object();
        synchronized (a) {
            log("a");
            synchronized (b) {
                hit(); // pins SYNCHRONIZED
            }
            hit(); // pins SYNCHRONIZED
        }
        hit();
        return Thread.holdsLock(a) || Thread.holdsLock(b);
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object exceptionUnderMonitor() {
        Object lock = new Object();
        try {
            synchronized (lock) {
                throwing("under monitor"); // pins SYNCHRONIZED
            }
        } catch (IllegalStateException e) {
            hit();
            log(e);
        }
        return Thread.holdsLock(lock);
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object blockInALoop() {
        Object lock = new Object();
        String text = "";
        for (int i = 0; i < 3; i++) {
            text += pass(i);
            synchronized (lock) {
                if (i == 1) {
                    continue;
                }
                text += pass("s"); // pins SYNCHRONIZED
            }
        }
        return text;
    }

    @Entry
    public static Object blockWithoutSuspensionDoesNotPin() {
        Object lock = new Object();
        int n = 0;
        for (int i = 0; i < 3; i++) {
            int m = pass(i);
            synchronized (lock) {
                n += m;
            }
        }
        return n + pass(1);
    }
}

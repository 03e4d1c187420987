// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests.plain;

/** Foreign code that blocks by monitors. */
public final class Monitors {
    private Monitors() {}

    /** Enters one, and leaves it. */
    public static boolean enter(Object monitor) {
        synchronized (monitor) {
            return Thread.holdsLock(monitor);
        }
    }

    /** Waits until somebody has put something there. */
    public static void awaitFirst(int[] place) throws InterruptedException {
        synchronized (place) {
            while (place[0] == 0) place.wait();
        }
    }

    /** Puts something there. */
    public static void putFirst(int[] place) {
        synchronized (place) {
            place[0] = 1;
            place.notifyAll();
        }
    }
}
